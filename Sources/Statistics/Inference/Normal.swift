#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
package enum Normal {
  /// P(Z ≤ z), accurate in the lower tail.
  package static func below(_ z: Double) -> Double {
    0.5 * erfc(-z / 2.0.squareRoot())
  }

  /// P(|Z| ≥ |z|): a two-sided p value. Underflows to 0 beyond |z| ≈ 38.5; see `logTwoSided`.
  package static func twoSided(_ z: Double) -> Double {
    erfc(abs(z) / 2.0.squareRoot())
  }

  /// The natural logarithm of `twoSided`, finite where the p value itself underflows.
  ///
  /// **Source:** for large x, erfc(x) = exp(−x²)/(x√π) · (1 − 1/(2x²) + 3/(4x⁴) − 15/(8x⁶) + 105/(16x⁸) …),
  /// Abramowitz and Stegun 7.1.23.
  package static func logTwoSided(_ z: Double) -> Double {
    let x = abs(z) / 2.0.squareRoot()
    guard x > 20 else { return log(erfc(x)) }
    let u = 1 / (2 * x * x)
    let series = u * (-1 + u * (3 + u * (-15 + u * (105 - u * 945))))
    return -x * x - log(x * Double.pi.squareRoot()) + log1p(series)
  }

  /// The z with P(Z ≤ z) = probability.
  ///
  /// **Throws:** `levelOutOfRange` unless 0 < probability < 1. **Source:** Abramowitz and Stegun 26.2.23 as
  /// a start, then Halley's method on `erfc`.
  package static func quantile(_ probability: Double) throws(Undefined) -> Double {
    guard probability > 0, probability < 1 else { throw .levelOutOfRange }
    if probability > 0.5 { return -(lowerQuantile(1 - probability)) }
    return lowerQuantile(probability)
  }

  /// The z of a two-sided interval: 1.96 for 0.95.
  ///
  /// **Throws:** `levelOutOfRange` unless 0 < confidence < 1.
  package static func twoSidedQuantile(confidence: Double) throws(Undefined) -> Double {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    return -lowerQuantile((1 - confidence) / 2)
  }

  private static func lowerQuantile(_ p: Double) -> Double {
    if p == 0.5 { return 0 }
    let t = (-2 * log(p)).squareRoot()
    let start =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    var z = -start
    for _ in 0..<4 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let step = (below(z) - p) / density
      z -= step / (1 + z * step / 2)
    }
    return z
  }
}
