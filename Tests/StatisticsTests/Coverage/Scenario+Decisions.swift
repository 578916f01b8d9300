import Foundation
import Statistics

/// A population of decided classes: the chance of each cell, actual by predicted, half of it from keys that are easy
/// and half from keys that are hard.
struct DecidedClasses: Sendable {
  let name: String
  let easy: [[Double]]
  let hard: [[Double]]

  /// Two classes: a share of positives, and the shares of positives and negatives that are decided positive.
  init(_ name: String, rate: Double, hits: (Double, Double), alarms: (Double, Double)) {
    func cells(_ hit: Double, _ alarm: Double) -> [[Double]] {
      [[(1 - rate) * (1 - alarm), (1 - rate) * alarm], [rate * (1 - hit), rate * hit]]
    }
    self.init(name, easy: cells(hits.0, alarms.0), hard: cells(hits.1, alarms.1))
  }

  init(_ name: String, easy: [[Double]], hard: [[Double]]) {
    self.name = name
    self.easy = easy
    self.hard = hard
  }

  var classes: Int { easy.count }

  /// All keys together.
  private var cells: [[Double]] { zip(easy, hard).map { zip($0, $1).map { ($0 + $1) / 2 } } }

  /// The measure of the population, by its definition.
  func truth(_ measure: DecisionMeasure) -> Double {
    let all = 0..<classes
    let cells = cells
    let rows = all.map { a in cells[a].reduce(0, +) }
    let columns = all.map { b in all.reduce(0) { $0 + cells[$1][b] } }
    let agreed = all.reduce(0) { $0 + cells[$1][$1] }
    let chance = all.reduce(0) { $0 + rows[$1] * columns[$1] }
    let scores = all.map { 2 * cells[$0][$0] / (rows[$0] + columns[$0]) }
    switch measure {
    case .accuracy: return agreed
    case .balancedAccuracy: return all.reduce(0) { $0 + cells[$1][$1] / rows[$1] } / Double(classes)
    case .f1: return scores[1]
    case .macroF1: return scores.reduce(0, +) / Double(classes)
    case .matthewsCorrelation:
      let spread = (1 - rows.reduce(0) { $0 + $1 * $1 }) * (1 - columns.reduce(0) { $0 + $1 * $1 })
      return (agreed - chance) / spread.squareRoot()
    case .cohenKappa: return (agreed - chance) / (1 - chance)
    }
  }

  /// A cell of an easy or a hard key.
  func draw(_ draws: inout Draws, isEasy: Bool) -> (actual: Int, predicted: Int) {
    var place = draws.uniform()
    for (a, row) in (isEasy ? easy : hard).enumerated() {
      for (b, share) in row.enumerated() {
        if place < share { return (a, b) }
        place -= share
      }
    }
    return (classes - 1, classes - 1)
  }
}

extension Scenario {
  /// Measures of decisions, each row for itself or ten rows a key.
  static var decisions: [Scenario] {
    let even = DecidedClasses(
      "30 % positive, mostly found", rate: 0.3, hits: (0.9, 0.7), alarms: (0.05, 0.15))
    let rare = DecidedClasses(
      "5 % positive, seldom found", rate: 0.05, hits: (0.6, 0.3), alarms: (0.01, 0.03))
    let three = DecidedClasses(
      "three classes", easy: [[0.5, 0.03, 0.02], [0.05, 0.2, 0.05], [0.02, 0.03, 0.1]],
      hard: [[0.4, 0.1, 0.05], [0.1, 0.15, 0.05], [0.05, 0.05, 0.05]])
    let two: [(DecisionMeasure, String)] = [
      (.accuracy, "accuracy"), (.balancedAccuracy, "balanced accuracy"), (.f1, "F1"),
      (.matthewsCorrelation, "MCC"), (.cohenKappa, "kappa"),
    ]
    let several = two.map { $0.0 == .f1 ? (.macroF1, "macro F1") : $0 }
    return two.flatMap { measure, title in
      [
        (even, 50, false), (even, 200, false), (rare, 200, false), (rare, 2000, false), (even, 100, true),
        (rare, 200, true),
      ]
      .map { decided(title, measure, $0, $1, byKey: $2) }
    }
      + several.flatMap { measure, title in
        [(three, 100, false), (three, 100, true)].map { decided(title, measure, $0, $1, byKey: $2) }
      }
  }

  private static func decided(
    _ title: String, _ measure: DecisionMeasure, _ population: DecidedClasses, _ count: Int, byKey: Bool
  ) -> Scenario {
    let truth = population.truth(measure)
    let sizes = byKey ? "\(count) keys, \(count * rowsOfKey) rows" : "\(count)"
    return Scenario(title, "\(population.name), \(rounded(truth))", sizes) { draws in
      var actual: [Int] = []
      var predicted: [Int] = []
      for _ in 0..<count {
        let isEasy = draws.chance(0.5)
        for _ in 0..<(byKey ? rowsOfKey : 1) {
          let row = population.draw(&draws, isEasy: isEasy)
          actual.append(row.actual)
          predicted.append(row.predicted)
        }
      }
      let estimate = try? ClusteredEstimate.decisions(
        measure, actual: actual, predicted: predicted, classes: population.classes,
        byKey ? keys(count) : .rows(count))
      return try? estimate?.interval().contains(truth)
    }
  }
}
