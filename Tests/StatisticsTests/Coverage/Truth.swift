import Foundation
import Statistics

/// Truths of the populations, exact or by a computation that shares nothing with the intervals.
enum Truth {
  /// Scores N(shift, 1) of positives and N(0, 1) of negatives have the area Φ(shift/√2).
  static func area(shift: Double) -> Double { Normal.below(shift / 2.0.squareRoot()) }

  /// The shift that gives an area.
  static func shift(area: Double) -> Double { 2.0.squareRoot() * ((try? Normal.quantile(area)) ?? 0) }

  /// Average precision of the population: the mean, over the positives' scores s, of the share of positives among all
  /// rows above s; positives of any deviation, negatives of 1. By Simpson's rule over ±9 deviations in 4,000 steps.
  static func averagePrecision(shift: Double, deviation: Double = 1, rate: Double) -> Double {
    let steps = 4000
    let width = 18 / Double(steps)
    var sum = 0.0
    for step in 0...steps {
      let z = -9 + Double(step) * width
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let positives = rate * Normal.below(-z)
      let precision = positives / (positives + (1 - rate) * Normal.below(-deviation * z - shift))
      let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
      sum += weight * density * precision
    }
    return sum * width / 3
  }

  /// The shift of positives with another deviation that gives an average precision, by halving.
  static func shift(averagePrecision target: Double, deviation: Double, rate: Double) -> Double {
    var (low, high) = (-10.0, 10.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if averagePrecision(shift: middle, deviation: deviation, rate: rate) < target {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  /// P(X ≤ x) of a lognormal of mean `scale`.
  private static func share(_ x: Double, _ sigma: Double, _ scale: Double) -> Double {
    Normal.below((log(x / scale) + sigma * sigma / 2) / sigma)
  }

  /// The quantile of two lognormals mixed in equal parts, by halving.
  static func quantile(_ level: Double, sigma: Double, scales: (Double, Double)) -> Double {
    var (low, high) = (1e-9, 1e9)
    for _ in 0..<200 {
      let middle = (low * high).squareRoot()
      let below = (share(middle, sigma, scales.0) + share(middle, sigma, scales.1)) / 2
      if below < level { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }

  /// The mean of min(X, cut) of a lognormal of mean `scale`: scale·Φ(z − σ) + cut·(1 − Φ(z)), z the cut's place.
  static func cutMean(_ cut: Double, sigma: Double, scale: Double = 1) -> Double {
    let z = (log(cut / scale) + sigma * sigma / 2) / sigma
    return scale * Normal.below(z - sigma) + cut * Normal.below(-z)
  }
}
