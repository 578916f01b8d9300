import Foundation
import Statistics

extension Scenario {
  /// Areas and average precision of independent rows, with the classes' sizes given.
  static var areas: [Scenario] { single + pairs + precision + precisionPairs }

  static func outcomes(_ positives: Int, _ negatives: Int) -> [Bool] {
    [Bool](repeating: true, count: positives) + [Bool](repeating: false, count: negatives)
  }

  static func rounded(_ value: Double) -> String { String(format: "%.3f", value) }

  private static var single: [Scenario] {
    let classes = [
      (0.75, 20, 20), (0.75, 50, 500), (0.75, 500, 2000), (0.95, 20, 20), (0.95, 50, 500), (0.95, 200, 2000),
      (0.99, 20, 100), (0.99, 20, 2000), (0.99, 200, 2000), (0.999, 20, 200),
    ]
    func all(_ name: String, _ interval: @escaping @Sendable (DeLongArea) -> Interval?) -> [Scenario] {
      classes.map { target, m, n in
        let shift = Truth.shift(area: target)
        return Scenario(name, "two normal classes, AUC \(target)", "\(m) + \(n)") { draws in
          let scores = draws.scores(m, n, shift: shift)
          guard let area = try? DeLong(scores: scores, outcomes: outcomes(m, n)).area else { return nil }
          return interval(area)?.contains(target)
        }
      }
    }
    return all("DeLong") { try? $0.interval() } + all("DeLong, by logit") { try? $0.logitInterval() }
  }

  private static var pairs: [Scenario] {
    [(1.0, 0.8, 20, 20), (1.0, 0.8, 50, 500), (1.0, 1.0, 50, 500), (2.5, 2.3, 20, 200), (3.3, 3.2, 20, 200)]
      .map { first, second, m, n in
        let (one, two) = (Truth.area(shift: first), Truth.area(shift: second))
        let name = "correlation 0.8, AUC \(rounded(one)) and \(rounded(two))"
        return Scenario("DeLong, paired", name, "\(m) + \(n)") { draws in
          let scores = draws.pairedScores(m, n, shifts: (first, second))
          let classes = outcomes(m, n)
          return try? DeLong(scores: scores.first, outcomes: classes)
            .compared(with: DeLong(scores: scores.second, outcomes: classes)).interval().contains(one - two)
        }
      }
  }

  static func averagePrecision(_ scores: [Double], _ classes: [Bool], _ clusters: Clusters? = nil)
    -> ClusteredEstimate?
  {
    guard let ranked = try? RankedRows(scores: scores, outcomes: classes) else { return nil }
    return try? .averagePrecision(ranked, clusters ?? .rows(scores.count))
  }

  private static var precision: [Scenario] {
    [
      (0.75, 5, 100), (0.75, 20, 20), (0.75, 20, 400), (0.75, 50, 1000), (0.75, 200, 4000), (0.95, 20, 400),
      (0.95, 200, 4000), (0.99, 20, 2000), (0.99, 200, 2000),
    ].map { target, m, n in
      let shift = Truth.shift(area: target)
      let truth = Truth.averagePrecision(shift: shift, rate: Double(m) / Double(m + n))
      let name = "two normal classes, AUC \(target), average precision \(rounded(truth))"
      return Scenario("average precision, by logit", name, "\(m) + \(n)") { draws in
        let estimate = averagePrecision(draws.scores(m, n, shift: shift), outcomes(m, n))
        return try? estimate?.logitInterval().contains(truth)
      }
    }
  }

  private static var precisionPairs: [Scenario] {
    [
      (1.0, 0.8, 10, 200), (1.0, 0.8, 20, 400), (1.0, 0.8, 50, 1000), (1.0, 0.8, 200, 4000),
      (2.5, 2.3, 50, 1000),
    ]
    .map { first, second, m, n in
      let rate = Double(m) / Double(m + n)
      let one = Truth.averagePrecision(shift: first, rate: rate)
      let two = Truth.averagePrecision(shift: second, rate: rate)
      let name = "correlation 0.8, average precision \(rounded(one)) and \(rounded(two))"
      return Scenario("average precision, paired", name, "\(m) + \(n)") { draws in
        let scores = draws.pairedScores(m, n, shifts: (first, second))
        guard let own = averagePrecision(scores.first, outcomes(m, n)),
          let its = averagePrecision(scores.second, outcomes(m, n))
        else { return nil }
        return try? own.less(its).interval().contains(one - two)
      }
    }
  }
}
