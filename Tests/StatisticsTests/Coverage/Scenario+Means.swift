import Foundation
import Statistics

extension Scenario {
  /// The quantile 0.99 of the lognormal of mean 1 and σ = 2, and the mean of what is cut there.
  static let cut = Truth.quantile(0.99, sigma: 2, scales: (1, 1))
  static let cutMean = Truth.cutMean(cut, sigma: 2)

  /// The name, sizes, and a value of the first or the second group; both have the same mean.
  private static let populations: [(String, Int, Int, @Sendable (inout Draws, Bool) -> Double)] = [
    ("normal, deviations 1 and 3", 5, 20, { $0.normal() * ($1 ? 1 : 3) }),
    ("normal, deviations 1 and 3", 100, 100, { $0.normal() * ($1 ? 1 : 3) }),
    ("lognormal, σ = 1", 20, 20, { draws, _ in draws.lognormal(1) }),
    ("lognormal, σ = 1", 20, 100, { draws, _ in draws.lognormal(1) }),
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

  static var means: [Scenario] {
    let welch = populations.map { name, n, m, draw in
      Scenario("Welch", name, "\(n) + \(m)") { draws in
        let first = (0..<n).map { _ in draw(&draws, true) }
        let second = (0..<m).map { _ in draw(&draws, false) }
        return try? TTest.welch(Sample(first), Sample(second)).interval().contains(0)
      }
    }
    let single = [(10, 0.0), (20, 1.0), (200, 1.0), (200, 2.0), (5000, 2.0)].map { n, sigma in
      Scenario("Student, one mean", sigma > 0 ? "lognormal, σ = \(Int(sigma))" : "normal", "\(n)") { draws in
        let values = (0..<n).map { _ in sigma > 0 ? draws.lognormal(sigma) : 1 + draws.normal() }
        return try? TTest.mean(Sample(values)).interval().contains(1)
      }
    }
    let paired = [10, 100].map { n in
      Scenario("Student, paired", "lognormal, σ = 1, twice the same unit, difference 0.1", "\(n)") { draws in
        var first: [Double] = []
        var second: [Double] = []
        for _ in 0..<n {
          let common = draws.lognormal(1)
          first.append(common * draws.lognormal(0.3) + 0.1)
          second.append(common * draws.lognormal(0.3))
        }
        return try? TTest.paired(first, second).interval().contains(0.1)
      }
    }
    return welch + single + paired
  }
}
