import Foundation
import Statistics

extension Scenario {
  /// Two variants that are the same: whatever a test finds is false.
  static var sameVariants: [Scenario] {
    proportionTests + meanTests + readoutTests + rankTests + shareTests + lookedAt
  }

  private static var proportionTests: [Scenario] {
    [(0.05, 1000, 1000), (0.001, 1000, 1000), (0.02, 5000, 500)].map { p, n, m in
      Scenario.nothing("two proportions (z)", "conversion \(p) in both", "\(n) + \(m)") { draws in
        try? TwoProportions(draws.successes(p, of: n), of: n, draws.successes(p, of: m), of: m).pValue()
      }
    }
      + [true, false].map { exact in
        Scenario.nothing(
          "McNemar, \(exact ? "exact" : "mid-p")", "10 % of rows decided differently", "200 rows"
        ) { draws in
          let different = draws.successes(0.1, of: 200)
          let first = draws.successes(0.5, of: different)
          guard let test = try? McNemar(firstOnly: first, secondOnly: different - first) else { return nil }
          return exact ? try? test.exact() : try? test.midP()
        }
      }
  }

  private static var meanTests: [Scenario] {
    [(0.0, 20, 20), (1.0, 200, 200), (2.0, 200, 200), (2.0, 100, 1000)].map { sigma, n, m in
      let name = sigma > 0 ? "lognormal, σ = \(Int(sigma))" : "normal"
      return Scenario.nothing("Welch", name, "\(n) + \(m)") { draws in
        let values = (0..<(n + m)).map { _ in sigma > 0 ? draws.lognormal(sigma) : draws.normal() }
        return try? TTest.welch(Sample(Array(values[..<n])), Sample(Array(values[n...]))).pValue
      }
    }
      + [10, 100].map { n in
        Scenario.nothing("Student, paired", "lognormal, σ = 1, twice the same unit", "\(n)") { draws in
          let first = (0..<n).map { _ in draws.lognormal(1) }
          let second = (0..<n).map { _ in draws.lognormal(1) }
          return try? TTest.paired(first, second).pValue
        }
      } + [
        Scenario.nothing("Holm over 6 tests (Welch), any one", "normal", "50 + 50") { draws in
          var found: [Double] = []
          for _ in 0..<6 {
            guard let p = try? TTest.welch(Sample(draws.normals(50)), Sample(draws.normals(50))).pValue else {
              return nil
            }
            found.append(p)
          }
          return try? AdjustedPValues.holm(found).min()
        }
      ]
  }

  private static var readoutTests: [Scenario] {
    let cases: [(Readout, Int, Int)] = [
      (.winsorised(0.99, 2, lift: 0), 500, 500), (.winsorised(0.99, 2, lift: 0), 500, 50),
      (.revenuePerOrder(lift: 0), 200, 200), (.cupedMoney(1, lift: 0), 200, 200),
      (.cupedMoney(2, lift: 0), 2000, 2000),
      (.cuped(0.7, lift: 0), 10, 10), (.buyers(0.05, 1, lift: 0), 500, 500),
    ]
    func all(
      _ test: String, _ interval: @escaping @Sendable (Readout, Readout.Groups) throws(Undefined) -> Interval
    ) -> [Scenario] {
      cases.map { readout, n, m in
        Scenario.nothing(test, readout.population, "\(n) + \(m)") { draws in
          var groups = Readout.Groups()
          readout.add(max(n, m), to: &groups, &draws)
          groups.values[1].removeLast(max(n, m) - m)
          groups.others[1].removeLast(max(n, m) - m)
          return (try? interval(readout, groups)).map { $0.contains(0) ? 1 : 0 }
        }
      }
    }
    return all("readout: zero outside the difference's interval") { readout, groups throws(Undefined) in
      try readout.fixedDifference(groups)
    }
      + all("readout: zero outside the lift's interval, log delta") { readout, groups throws(Undefined) in
        try readout.relativeLift(groups).logDelta()
      }
      + all("readout: zero outside the lift's interval, Fieller") { readout, groups throws(Undefined) in
        try readout.relativeLift(groups).fieller()
      }
  }

  private static var rankTests: [Scenario] {
    [
      Scenario.nothing("Mann–Whitney", "integers 0 to 4", "40 + 60") { draws in
        let values = (0..<100).map { _ in (draws.uniform() * 5).rounded(.down) }
        return try? MannWhitney(Array(values[..<40]), Array(values[40...])).pValue
      },
      .nothing("Mann–Whitney", "normal", "6 + 8") { draws in
        try? MannWhitney(draws.normals(6), draws.normals(8)).pValue
      },
      .nothing("Kolmogorov–Smirnov, two samples", "normal", "50 + 200") { draws in
        try? TwoSampleKolmogorovSmirnov(first: draws.normals(50), second: draws.normals(200)).pValue
      },
    ]
  }

  /// How many of the rows lie in each of some classes.
  private static func counts(_ draws: inout Draws, _ shares: [Double], of rows: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for _ in 0..<rows {
      var place = draws.uniform()
      var chosen = 0
      while chosen < shares.count - 1, place >= shares[chosen] {
        place -= shares[chosen]
        chosen += 1
      }
      counts[chosen] += 1
    }
    return counts
  }

  private static var shareTests: [Scenario] {
    let shares = [0.4, 0.3, 0.15, 0.1, 0.05]
    let splits: [([Double], String, Int)] = [
      ([0.5, 0.5], "50 : 50", 10_000), ([0.9, 0.1], "90 : 10", 1000),
      ([0.34, 0.33, 0.33], "34 : 33 : 33", 1000),
      ([0.99, 0.01], "99 : 1", 200),
    ]
    return [
      Scenario.nothing("χ² of two samples", "shares 40, 30, 15, 10 and 5 %", "100 + 100") { draws in
        let reference = counts(&draws, shares, of: 100)
        return try? ChiSquareTest(reference: reference, current: counts(&draws, shares, of: 100)).pValue
      }
    ]
      + splits.map { shares, name, rows in
        Scenario.nothing("sample ratio", "split \(name)", "\(rows)", level: SampleRatio.threshold) { draws in
          try? SampleRatio(counts: counts(&draws, shares, of: rows), shares: shares).pValue
        }
      } + [
        Scenario.nothing(
          "sample ratio, looked at each of 14 nights", "split 50 : 50", "1000 a night",
          level: SampleRatio.threshold
        ) { draws in
          var all = [0, 0]
          var least = 1.0
          for _ in 0..<14 {
            let first = draws.successes(0.5, of: 1000)
            all = [all[0] + first, all[1] + 1000 - first]
            guard let test = try? SampleRatio(counts: all, shares: [1, 1]) else { return nil }
            least = min(least, test.pValue)
          }
          return least
        }
      ]
  }

  /// The smallest p value of 14 nights: always valid, and of a test made for one look.
  private static var lookedAt: [Scenario] {
    [true, false].map { isSequential in
      let test =
        isSequential
        ? "sequential p, looked at each of 14 nights" : "fixed-sample p, looked at each of 14 nights"
      return Scenario.nothing(test, "conversion 0.05 in both", "100 a night each") { draws in
        let readout = Readout.conversion(0.05, lift: 0)
        let planned = (2 * 0.05 * 0.95 / 700).squareRoot()
        guard let sequence = try? SequentialInterval(plannedStandardError: planned) else { return nil }
        var groups = Readout.Groups()
        var least = 1.0
        for _ in 0..<14 {
          readout.add(100, to: &groups, &draws)
          guard let estimate = try? readout.differenceEstimate(groups) else { continue }
          least = min(least, isSequential ? sequence.pValue(estimate) : estimate.pValue())
        }
        return least
      }
    }
  }
}
