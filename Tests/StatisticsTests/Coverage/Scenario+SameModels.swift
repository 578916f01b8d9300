import Foundation
import Statistics

extension Scenario {
  /// Two models that rank alike well, held against each other on the same rows: whatever is found is false.
  static var sameModels: [Scenario] {
    areaTests + precisionTests + unlike + fewNegatives + fewKeys + lossTests
  }

  /// The area behind a shift, negatives for one positive, and numbers of positives.
  private static let grids: [(area: Double, negatives: Int, positives: [Int])] = [
    (0.75, 20, [2, 5, 10, 20, 50, 100]), (0.75, 1, [5, 20, 50]), (0.75, 100, [5, 20]),
    (0.95, 20, [5, 10, 20, 50]),
  ]

  private static func byPositives(
    _ test: String,
    _ pValue: @escaping @Sendable (_ first: [Double], _ second: [Double], _ classes: [Bool]) -> Double?
  ) -> [Scenario] {
    grids.flatMap { area, ratio, numbers -> [Scenario] in
      let shift = Truth.shift(area: area)
      return numbers.map { m in
        Scenario.nothing(test, "AUC \(area) both, correlation 0.8", "\(m) + \(m * ratio)") { draws in
          let scores = draws.pairedScores(m, m * ratio, shifts: (shift, shift))
          return pValue(scores.first, scores.second, outcomes(m, m * ratio))
        }
      }
    }
  }

  private static var areaTests: [Scenario] { byPositives("AUC, paired", areaPValue) }

  private static var precisionTests: [Scenario] { byPositives("average precision, paired", precisionPValue) }

  @Sendable
  private static func areaPValue(_ first: [Double], _ second: [Double], _ classes: [Bool]) -> Double? {
    guard let own = try? DeLong(scores: first, outcomes: classes),
      let its = try? DeLong(scores: second, outcomes: classes)
    else { return nil }
    return try? own.compared(with: its).pValue()
  }

  @Sendable
  private static func precisionPValue(_ first: [Double], _ second: [Double], _ classes: [Bool]) -> Double? {
    guard let own = averagePrecision(first, classes), let its = averagePrecision(second, classes) else {
      return nil
    }
    return try? own.less(its).pValue()
  }

  /// The same average precision of the population, but the second model spreads the positives twice as wide, or half.
  private static var unlike: [Scenario] {
    [2.0, 0.5].flatMap { deviation in
      [5, 10, 20, 50, 100].map { m in
        let name = "AUC 0.75 of the first, the second's positives spread by \(deviation), correlation 0.8"
        let shift = Truth.shift(area: 0.75)
        let precision = Truth.averagePrecision(shift: shift, rate: 1.0 / 21)
        let other = Truth.shift(averagePrecision: precision, deviation: deviation, rate: 1.0 / 21)
        return Scenario.nothing("average precision, paired", name, "\(m) + \(20 * m)") { draws in
          let scores = draws.pairedScores(m, 20 * m, shifts: (shift, other), deviation: deviation)
          return precisionPValue(scores.first, scores.second, outcomes(m, 20 * m))
        }
      }
    }
  }

  private static var fewNegatives: [Scenario] {
    [("AUC, paired", areaPValue), ("average precision, paired", precisionPValue)].flatMap { test, pValue in
      [5, 10, 20].map { n in
        Scenario.nothing(test, "AUC 0.75 both, correlation 0.8, few negatives", "200 + \(n)") { draws in
          let shift = Truth.shift(area: 0.75)
          let scores = draws.pairedScores(200, n, shifts: (shift, shift))
          return pValue(scores.first, scores.second, outcomes(200, n))
        }
      }
    }
  }

  /// Ten rows a key; 2 % of rows are positive, so that a key has none or one as a rule.
  private static var fewKeys: [Scenario] {
    [25, 50, 100, 250].flatMap { count -> [Scenario] in
      let name = "AUC 0.75 both, 2 % positive"
      let sizes = "\(count) keys, \(count * rowsOfKey) rows"
      @Sendable func models(_ draws: inout Draws) -> KeyedRows {
        let shift = Truth.shift(area: 0.75)
        return keyedRows(&draws, keys: count, rate: 0.02, shifts: (shift, shift))
      }
      return [
        .nothing("AUC, paired, by key", name, sizes) { draws in
          let rows = models(&draws)
          guard let own = clusteredArea(rows.first, rows.outcomes, keys(count)),
            let its = clusteredArea(rows.second, rows.outcomes, keys(count))
          else { return nil }
          return try? own.compared(with: its).pValue()
        },
        .nothing("average precision, paired, by key", name, sizes) { draws in
          let rows = models(&draws)
          guard let own = averagePrecision(rows.first, rows.outcomes, keys(count)),
            let its = averagePrecision(rows.second, rows.outcomes, keys(count))
          else { return nil }
          return try? own.less(its).pValue()
        },
      ]
    }.sorted { $0.interval < $1.interval }
  }

  /// Log loss and F1 of two models that are equally wrong, by positives.
  private static var lossTests: [Scenario] {
    [(5, 100), (20, 400), (100, 2000)].map { m, n in
      Scenario.nothing(
        "log loss, paired", "scores of AUC 0.75 as probabilities, correlation 0.8", "\(m) + \(n)"
      ) { draws in
        let shift = Truth.shift(area: 0.75)
        let scores = draws.pairedScores(m, n, shifts: (shift, shift))
        // The probability of a positive with this score, given the shares of the classes.
        let odds = Double(m) / Double(n)
        func loss(_ scores: [Double]) -> ClusteredEstimate? {
          let probabilities = scores.map { 1 / (1 + exp(shift * shift / 2 - shift * $0) / odds) }
          guard let losses = try? RowLosses.logLoss(probabilities: probabilities, outcomes: outcomes(m, n))
          else {
            return nil
          }
          return try? .mean(losses, .rows(m + n))
        }
        guard let own = loss(scores.first), let its = loss(scores.second) else { return nil }
        return try? own.less(its).pValue()
      }
    }
      + [(5, 100), (20, 400), (100, 2000)].map { m, n in
        Scenario.nothing("F1, paired", "decided above 1.5, AUC 0.75, correlation 0.8", "\(m) + \(n)") {
          draws in
          let shift = Truth.shift(area: 0.75)
          let scores = draws.pairedScores(m, n, shifts: (shift, shift))
          let actual = outcomes(m, n).map { $0 ? 1 : 0 }
          func f1(_ scores: [Double]) -> ClusteredEstimate? {
            try? .decisions(
              .f1, actual: actual, predicted: scores.map { $0 > 1.5 ? 1 : 0 }, classes: 2, .rows(m + n))
          }
          guard let own = f1(scores.first), let its = f1(scores.second) else { return nil }
          return try? own.less(its).pValue()
        }
      }
  }
}
