import Foundation
import Statistics

extension Scenario {
  /// Errors of predicted numbers and of probabilities, ten rows a key or each row for itself.
  static var numbers: [Scenario] { regression + probabilities }

  private struct Population {
    let name: String
    let mae: Double
    let rmse: Double
    let r2: Double
    let row: @Sendable (inout Draws, _ key: Double) -> (prediction: Double, actual: Double)
  }

  private static var regressions: [Population] {
    // y = f + e, both normal: E|e| = √(2/π), R² = 1 − 1/(4 + 1).
    let normal = Population(
      name: "normal, R² 0.8", mae: (2 / Double.pi).squareRoot(), rmse: 1, r2: 0.8
    ) { draws, key in
      let prediction = 2 * draws.normal()
      return (prediction, prediction + 0.5.squareRoot() * (key + draws.normal()))
    }
    // y lognormal of mean f, with σ = 1 in all, f lognormal with σ = 1 and mean 1: Var(y) = e² − 1, E(y − f)² =
    // E f²·(e − 1) = e(e − 1); E|L − 1| of a lognormal L of mean 1 is 2(2Φ(σ/2) − 1).
    let e = exp(1.0)
    let money = Population(
      name: "money, lognormal, σ = 1 about the prediction", mae: 2 * (2 * Normal.below(0.5) - 1),
      rmse: (e * (e - 1)).squareRoot(), r2: 1 - e * (e - 1) / (e * e - 1)
    ) { draws, key in
      let prediction = draws.lognormal(1)
      return (prediction, prediction * exp(0.5.squareRoot() * (key + draws.normal()) - 0.5))
    }
    return [normal, money]
  }

  private static var regression: [Scenario] {
    regressions.flatMap { population in
      [(20, false), (200, false), (30, true), (200, true)].flatMap { count, byKey in
        let sizes = byKey ? "\(count) keys, \(count * rowsOfKey) rows" : "\(count)"
        func one(
          _ title: String, _ truth: Double,
          _ estimate: @escaping @Sendable ([Double], [Double], Clusters) -> ClusteredEstimate?
        ) -> Scenario {
          Scenario(byKey ? "\(title), by key" : title, population.name, sizes) { draws in
            var predictions: [Double] = []
            var actuals: [Double] = []
            for _ in 0..<count {
              let key = draws.normal()
              for _ in 0..<(byKey ? rowsOfKey : 1) {
                let (prediction, actual) = population.row(&draws, key)
                predictions.append(prediction)
                actuals.append(actual)
              }
            }
            let clusters = byKey ? keys(count) : .rows(count)
            return try? estimate(predictions, actuals, clusters)?.interval().contains(truth)
          }
        }
        return [
          one("mean absolute error", population.mae) {
            guard let losses = try? RowLosses.absolute(predictions: $0, actuals: $1) else { return nil }
            return try? .mean(losses, $2)
          },
          one("root mean squared error", population.rmse) {
            guard let losses = try? RowLosses.squared(predictions: $0, actuals: $1) else { return nil }
            return try? .rootMean(losses, $2)
          },
          one("R²", population.r2) { try? .rSquared(predictions: $0, actuals: $1, $2) },
        ]
      }
    }.sorted {
      ($0.interval.hasSuffix("key") ? 1 : 0, $0.interval) < (
        $1.interval.hasSuffix("key") ? 1 : 0, $1.interval
      )
    }
  }

  /// Predicted 0.02, 0.1 or 0.3 a row; half of the keys really have half of it, the others one and a half.
  private static var probabilities: [Scenario] {
    let predicted = [0.02, 0.1, 0.3]
    let brier = predicted.reduce(0) { $0 + $1 * (1 - $1) } / 3
    let logLoss = predicted.reduce(0) { $0 - $1 * log($1) - (1 - $1) * log(1 - $1) } / 3
    return [("log loss, by key", logLoss), ("Brier score, by key", brier)].flatMap { title, truth in
      [20, 100].map { count in
        Scenario(title, "predicted 0.02, 0.1 or 0.3", "\(count) keys, \(count * rowsOfKey) rows") { draws in
          var probabilities: [Double] = []
          var happened: [Bool] = []
          for _ in 0..<count {
            let factor = draws.chance(0.5) ? 0.5 : 1.5
            for _ in 0..<rowsOfKey {
              let p = predicted[min(2, Int(3 * draws.uniform()))]
              probabilities.append(p)
              happened.append(draws.chance(factor * p))
            }
          }
          let losses: RowLosses? =
            title.hasPrefix("log")
            ? try? .logLoss(probabilities: probabilities, outcomes: happened)
            : try? .brier(probabilities: probabilities, outcomes: happened)
          guard let losses else { return nil }
          return try? ClusteredEstimate.mean(losses, keys(count)).interval().contains(truth)
        }
      }
    }
  }
}
