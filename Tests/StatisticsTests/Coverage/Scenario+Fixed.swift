import Foundation
import Statistics

extension Scenario {
  /// Intervals at a sample size fixed in advance.
  static var fixed: [Scenario] { areas + proportions + means + lifts + cuped + sameVariants }

  private static func outcomes(_ positives: Int, _ negatives: Int) -> [Bool] {
    [Bool](repeating: true, count: positives) + [Bool](repeating: false, count: negatives)
  }

  /// Φ(shift/√2) is the area of two normal classes.
  private static func area(_ shift: Double) -> Double { Normal.below(shift / 2.0.squareRoot()) }

  private static var areas: [Scenario] {
    let classes = [
      (0.75, 20, 20), (0.75, 50, 500), (0.75, 500, 2000), (0.95, 20, 20), (0.95, 50, 500), (0.99, 20, 100),
      (0.99, 20, 2000), (0.99, 200, 2000), (0.999, 20, 200),
    ]
    func single(_ name: String, _ interval: @escaping @Sendable (DeLongArea) -> Interval?) -> [Scenario] {
      classes.map { target, m, n in
        let shift = 2.0.squareRoot() * ((try? Normal.quantile(target)) ?? 0)
        return Scenario(name, "two normal classes, AUC \(target)", "\(m) + \(n)") { draws in
          guard
            let area = try? DeLong(scores: draws.scores(m, n, shift: shift), outcomes: outcomes(m, n)).area
          else { return nil }
          return interval(area)?.contains(target)
        }
      }
    }
    let pairs = [
      (1.0, 0.8, 20, 20), (1.0, 0.8, 50, 500), (1.0, 1.0, 50, 500), (2.5, 2.3, 20, 200), (3.3, 3.2, 20, 200),
    ]
    .map { first, second, m, n in
      let truth = area(first) - area(second)
      let name = "correlation 0.8, AUC \(rounded(area(first))) and \(rounded(area(second)))"
      return Scenario("DeLong, paired", name, "\(m) + \(n)") { draws in
        var one: [Double] = []
        var two: [Double] = []
        for row in 0..<(m + n) {
          let common = draws.normal()
          one.append(0.8.squareRoot() * common + 0.2.squareRoot() * draws.normal() + (row < m ? first : 0))
          two.append(0.8.squareRoot() * common + 0.2.squareRoot() * draws.normal() + (row < m ? second : 0))
        }
        let classes = outcomes(m, n)
        return try? DeLong(scores: one, outcomes: classes)
          .compared(with: DeLong(scores: two, outcomes: classes)).interval().contains(truth)
      }
    }
    return single("DeLong") { try? $0.interval() } + single("DeLong, by logit") { try? $0.logitInterval() }
      + pairs
  }

  static func rounded(_ value: Double) -> String { String(format: "%.3f", value) }

  private static var proportions: [Scenario] {
    let one = [(0.5, 10), (0.1, 10), (0.1, 100), (0.01, 100), (0.01, 1000), (0.001, 1000)]
    let single = one.map { p, n in
      Scenario("Wilson", "proportion \(p)", "\(n)") { draws in
        try? Interval.wilson(successes: draws.successes(p, of: n), of: n).contains(p)
      }
    }
    let exact = one.map { p, n in
      Scenario("Clopper–Pearson", "proportion \(p)", "\(n)") { draws in
        try? Interval.clopperPearson(successes: draws.successes(p, of: n), of: n).contains(p)
      }
    }
    let two = [(0.1, 0.1, 20), (0.1, 0.12, 200), (0.01, 0.012, 1000), (0.5, 0.3, 10), (0.001, 0.001, 1000)]
    func both(_ name: String, _ interval: @escaping @Sendable (TwoProportions) -> Interval?) -> [Scenario] {
      two.map { p, q, n in
        Scenario(name, "proportions \(p) and \(q)", "\(n) + \(n)") { draws in
          guard
            let counts = try? TwoProportions(
              draws.successes(p, of: n), of: n, draws.successes(q, of: n), of: n)
          else { return nil }
          return interval(counts)?.contains(p - q)
        }
      }
    }
    return single + exact + both("Newcombe") { try? $0.newcombe() }
      + both("unpooled (Wald)") { try? $0.wald() }
  }

  private static var means: [Scenario] {
    let populations: [(String, Int, Int, @Sendable (inout Draws, Bool) -> Double)] = [
      ("normal, deviations 1 and 3", 5, 20, { $0.normal() * ($1 ? 1 : 3) }),
      ("normal, deviations 1 and 3", 100, 100, { $0.normal() * ($1 ? 1 : 3) }),
      ("lognormal, σ = 1", 20, 20, { draws, _ in draws.lognormal(1) }),
      ("lognormal, σ = 1 and constant size 5 to 1", 20, 100, { draws, _ in draws.lognormal(1) }),
      (
        "lognormal, σ = 2, cut at its quantile 0.99, against normal", 200, 200,
        { draws, first in first ? min(draws.lognormal(2), cut) : cutMean + draws.normal() }
      ),
      (
        "lognormal, σ = 2, against normal", 200, 200,
        { draws, first in first ? draws.lognormal(2) : 1 + draws.normal() }
      ),
      ("lognormal, σ = 2", 200, 40, { draws, _ in draws.lognormal(2) }),
      ("lognormal, σ = 2", 1000, 1000, { draws, _ in draws.lognormal(2) }),
    ]
    return populations.map { name, n, m, draw in
      Scenario("Welch", name.replacing(" and constant size 5 to 1", with: ", unequal sizes"), "\(n) + \(m)") {
        draws in
        let first = (0..<n).map { _ in draw(&draws, true) }
        let second = (0..<m).map { _ in draw(&draws, false) }
        return try? TTest.welch(Sample(first), Sample(second)).interval().contains(0)
      }
    }
  }

  private static var lifts: [Scenario] {
    let cases: [(String, Int, Double, @Sendable (inout Draws) -> Double)] = [
      ("conversion 0.05, lift 10 %", 500, 1.1, { $0.chance(0.05) ? 1 : 0 }),
      ("conversion 0.05, lift 10 %", 5000, 1.1, { $0.chance(0.05) ? 1 : 0 }),
      ("lognormal, σ = 1, lift 10 %", 200, 1.1, { $0.lognormal(1) }),
      ("lognormal, σ = 2, lift 10 %", 100, 1.1, { $0.lognormal(2) }),
      ("lognormal, σ = 2, lift 10 %", 2000, 1.1, { $0.lognormal(2) }),
    ]
    func all(_ interval: String, _ bounds: @escaping @Sendable (RelativeLift) -> Interval?) -> [Scenario] {
      cases.map { name, n, factor, draw in
        Scenario(interval, name, "\(n) + \(n)") { draws in
          // A lift of conversions keeps the values 0 and 1: it is the second chance that grows.
          let treated = (0..<n).map { _ in
            name.hasPrefix("conversion") ? (draws.chance(0.05 * factor) ? 1.0 : 0) : factor * draw(&draws)
          }
          let control = (0..<n).map { _ in draw(&draws) }
          guard let lift = try? RelativeLift(treated: Sample(treated), control: Sample(control)) else {
            return nil
          }
          return bounds(lift)?.contains(factor - 1)
        }
      }
    }
    let ratios = [20, 200, 2000].map { n in
      Scenario("ratio of means (delta)", "revenue per order, 1 to 11 orders a unit, lognormal σ = 1", "\(n)")
      { draws in
        var above: [Double] = []
        var below: [Double] = []
        for _ in 0..<n {
          let orders = 1 + Double(draws.successes(0.2, of: 10))
          below.append(orders)
          above.append((0..<Int(orders)).reduce(0) { sum, _ in sum + 20 * draws.lognormal(1) })
        }
        return try? RatioOfMeans(numerators: above, denominators: below).estimate().interval().contains(20)
      }
    }
    return all("lift, log delta") { try? $0.logDelta() } + all("lift, Fieller") { try? $0.fieller() } + ratios
  }

  private static var cuped: [Scenario] {
    [(10, 0.7), (100, 0.7), (1000, 0.9), (100, 0.0)].map { n, correlation in
      Scenario("CUPED with Welch", "normal, correlation \(correlation), effect 0.2", "\(n) + \(n)") { draws in
        let groups = [0, 0.2].map { effect in
          var outcomes: [Double] = []
          let covariates = draws.normals(n)
          for x in covariates {
            outcomes.append(
              effect + correlation * x + (1 - correlation * correlation).squareRoot() * draws.normal())
          }
          return CUPED.Group(outcomes: outcomes, covariates: covariates)
        }
        return try? CUPED(groups).difference(1, less: 0).interval().contains(0.2)
      }
    }
  }

  /// An A/A test: "covered" is that nothing is found at 5 %.
  private static var sameVariants: [Scenario] {
    [
      Scenario("A/A, two proportions (z)", "conversion 0.05 in both", "1000 + 1000") { draws in
        let two = try? TwoProportions(
          draws.successes(0.05, of: 1000), of: 1000, draws.successes(0.05, of: 1000), of: 1000)
        return two.flatMap { try? $0.pValue() >= 0.05 }
      },
      Scenario("A/A, Welch", "lognormal, σ = 2, winsorised at 0.99", "500 + 500") { draws in
        let values = (0..<1000).map { _ in draws.lognormal(2) }
        guard let cut = try? Winsorising(of: values, upperQuantile: 0.99) else { return nil }
        let kept = cut.apply(values)
        return try? TTest.welch(Sample(Array(kept[..<500])), Sample(Array(kept[500...]))).pValue >= 0.05
      },
      Scenario("A/A, Mann–Whitney", "integers 0 to 4", "40 + 60") { draws in
        let values = (0..<100).map { _ in (draws.uniform() * 5).rounded(.down) }
        return try? MannWhitney(Array(values[..<40]), Array(values[40...])).pValue >= 0.05
      },
      Scenario("A/A, sample ratio at 0.001", "even split", "10,000") { draws in
        let first = draws.successes(0.5, of: 10_000)
        return (try? SampleRatio(counts: [first, 10_000 - first], shares: [1, 1])).map { !$0.isMismatched }
      },
    ]
  }
}
