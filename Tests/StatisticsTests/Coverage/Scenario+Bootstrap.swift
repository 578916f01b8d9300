import Foundation
import Statistics

extension Scenario {
  /// 1,000 resamples for each repetition.
  static var bootstrap: [Scenario] {
    let areas: [(Double, Int, Int)] = [(0.75, 20, 20), (0.75, 50, 200), (0.95, 20, 100), (0.99, 20, 100)]
    let all: [[Scenario]] = [false, true].map { accelerated in
      let name = accelerated ? "bootstrap BCa" : "bootstrap percentile"
      let single = areas.map { target, m, n in
        let shift = Truth.shift(area: target)
        return Scenario(name, "AUC \(target), two normal classes", "\(m) + \(n)") {
          draws in
          let scores = draws.scores(m, n, shift: shift)
          guard
            let areas = try? AUCBootstrap(first: scores, outcomes: outcomes(m, n)),
            let options = try? Bootstrap(resamples: 1000, seed: draws.random.next())
          else { return nil }
          let result = areas.run(options).first
          let interval =
            accelerated ? try? result.bca(jackknife: areas.jackknife().first) : try? result.percentile()
          return interval?.contains(target)
        }
      }
      let paired = [(30, 100), (100, 400)].map { m, n in
        Scenario(
          name, "difference of AUC, correlation 0.8, no difference", "\(m) + \(n)"
        ) { draws in
          let scores = draws.pairedScores(m, n, shifts: (1, 1))
          guard
            let areas = try? AUCBootstrap(
              first: scores.first, second: scores.second, outcomes: outcomes(m, n)),
            let options = try? Bootstrap(resamples: 1000, seed: draws.random.next()),
            let result = areas.run(options).difference
          else { return nil }
          let interval =
            accelerated
            ? try? result.bca(jackknife: areas.jackknife().difference ?? []) : try? result.percentile()
          return interval?.contains(0)
        }
      }
      let means = [(20, 1.0), (200, 1.0), (200, 2.0)].map { n, sigma in
        Scenario(name, "mean of lognormal, σ = \(sigma)", "\(n)") { draws in
          let values = (0..<n).map { _ in draws.lognormal(sigma) }
          let mean: @Sendable (UnsafeBufferPointer<UInt8>) -> Double? = { counts in
            var sum = 0.0
            var rows = 0
            for row in 0..<counts.count {
              sum += Double(counts[row]) * values[row]
              rows += Int(counts[row])
            }
            return rows > 0 ? sum / Double(rows) : nil
          }
          guard
            let options = try? Bootstrap(resamples: 1000, seed: draws.random.next()),
            let result = try? options.distribution(rows: n, metric: mean)
          else { return nil }
          let interval =
            accelerated
            ? try? result.bca(jackknife: Bootstrap.jackknife(rows: n, groups: n, metric: mean))
            : try? result.percentile()
          return interval?.contains(1)
        }
      }
      return single + paired + means
    }
    return all.flatMap(\.self)
  }
}
