import Foundation
import Statistics

extension Scenario {
  /// A difference of means looked at after every unit: the truth must lie inside at every look.
  static var sequential: [Scenario] {
    [
      looks("normal, deviations 1 and 2", from: 50, to: 5000, planned: 2000) { $0.normal() * ($1 ? 1 : 2) },
      looks("normal, deviations 1 and 2", from: 5, to: 5000, planned: 2000) { $0.normal() * ($1 ? 1 : 2) },
      looks("conversion 0.1 in both", from: 100, to: 5000, planned: 2000) { draws, _ in
        draws.chance(0.1) ? 1 : 0
      },
      looks("conversion 0.01 in both", from: 100, to: 5000, planned: 2000) { draws, _ in
        draws.chance(0.01) ? 1 : 0
      },
      looks("lognormal, σ = 1", from: 100, to: 5000, planned: 2000) { draws, _ in draws.lognormal(1) },
      looks("lognormal, σ = 2", from: 100, to: 5000, planned: 2000) { draws, _ in draws.lognormal(2) },
      looks("lognormal, σ = 2, against normal", from: 100, to: 5000, planned: 2000) { draws, first in
        first ? draws.lognormal(2) : 1 + draws.normal()
      },
      looks("lognormal, σ = 2, cut at its quantile 0.99, against normal", from: 100, to: 5000, planned: 2000)
      {
        draws, first in
        first ? min(draws.lognormal(2), cut) : cutMean + draws.normal()
      },
      looks("normal, tuned for the first look", from: 50, to: 5000, planned: 50) {
        draws, _ in draws.normal()
      },
      looks("normal, looks from the second unit on", from: 2, to: 500, planned: 10) {
        draws, _ in draws.normal()
      },
      looks(
        "normal, a fixed-sample Welch interval instead", from: 50, to: 5000, planned: nil
      ) { draws, _ in draws.normal() },
    ]
      + [500, 1000].map { first in
        looks(
          "lognormal, σ = 2, cut at its quantile 0.99, against normal", from: first, to: 5000, planned: 2000
        ) { draws, first in
          first ? min(draws.lognormal(2), cut) : cutMean + draws.normal()
        }
      }
  }

  static let everyUnit = "sequential, looked at after every unit"
  static let wrong = "fixed-sample, looked at after every unit"

  /// A look after every pair of units.
  private static func looks(
    _ name: String, from first: Int, to last: Int, planned: Int?,
    _ draw: @escaping @Sendable (inout Draws, Bool) -> Double
  ) -> Scenario {
    let title = planned == nil ? Self.wrong : Self.everyUnit
    let sizes = planned.map { "\(first) to \(last) each, tuned for \($0)" } ?? "\(first) to \(last) each"
    return Scenario(title, name, sizes) { draws in
      var groups = [Moments(), Moments()]
      // The plan's error comes from a pilot of 1,000 units a group, as from past data.
      var pilot = [Moments(), Moments()]
      for _ in 0..<1000 {
        pilot[0].add(draw(&draws, true))
        pilot[1].add(draw(&draws, false))
      }
      let sequence: SequentialInterval?
      if let planned, let a = try? pilot[0].variance(), let b = try? pilot[1].variance() {
        sequence = try? SequentialInterval(plannedStandardError: ((a + b) / Double(planned)).squareRoot())
      } else {
        sequence = nil
      }
      for n in 1...last {
        groups[0].add(draw(&draws, true))
        groups[1].add(draw(&draws, false))
        guard n >= first, let a = sample(groups[0]), let b = sample(groups[1]) else { continue }
        if let sequence {
          if let interval = try? sequence.interval(a, less: b), !interval.contains(0) { return false }
        } else if let error = try? Estimate(
          value: a.mean - b.mean, standardError: (a.squaredError + b.squaredError).squareRoot()),
          abs(error.z()) > 1.959963984540054
        {
          return false
        }
      }
      return true
    }
  }

  private static func sample(_ moments: Moments) -> Sample? {
    guard let mean = moments.mean, let variance = try? moments.variance() else { return nil }
    return try? Sample(count: moments.count, mean: mean, variance: variance)
  }
}
