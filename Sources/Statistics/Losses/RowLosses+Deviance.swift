#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RowLosses {
  /// Tweedie's unit deviance by row; its mean is the mean deviance of a distribution with variance ∝ μᵖ.
  ///
  /// Power p: 0 normal (squared error), 1 Poisson, between 1 and 2 compound Poisson–gamma, 2 gamma, 3 inverse
  /// Gaussian. **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`; `parameterOutOfRange` for 0 < p <
  /// 1, where no such distribution exists; `outOfDomain` for a prediction ≤ 0 where p ≠ 0, a negative actual
  /// value where 1 ≤ p < 2, and an actual value ≤ 0 where p ≥ 2; `overflow`. **Source:** B. Jørgensen, The
  /// Theory of Dispersion Models (1997): d = 2·(max(y, 0)²⁻ᵖ/((1−p)(2−p)) − y·μ¹⁻ᵖ/(1−p) + μ²⁻ᵖ/(2−p)).
  package static func deviance(
    predictions: [Double], actuals: [Double], power: Double
  ) throws(Undefined) -> RowLosses {
    guard power.isFinite, power <= 0 || power >= 1 else { throw .parameterOutOfRange("the power") }
    if power == 0 { return try squared(predictions: predictions, actuals: actuals) }
    let result = try perRow(predictions, actuals) { TweedieDeviance.unit(actual: $1, mean: $0, power: power) }
    for (position, prediction) in predictions.enumerated() {
      let actual = actuals[position]
      guard prediction > 0, power < 1 || actual > 0 || (power < 2 && actual == 0) else {
        throw .outOfDomain(at: position)
      }
    }
    // Powers that overflow on both sides of a difference leave no number.
    guard !result.values.contains(where: \.isNaN) else { throw .overflow }
    return result
  }

  /// Poisson deviance by row, 2·(y·ln(y/μ) − y + μ). **Throws:** as `deviance` with power 1.
  package static func poissonDeviance(predictions: [Double], actuals: [Double]) throws(Undefined) -> RowLosses
  {
    try deviance(predictions: predictions, actuals: actuals, power: 1)
  }

  /// Gamma deviance by row, 2·(ln(μ/y) + y/μ − 1). **Throws:** as `deviance` with power 2.
  package static func gammaDeviance(predictions: [Double], actuals: [Double]) throws(Undefined) -> RowLosses {
    try deviance(predictions: predictions, actuals: actuals, power: 2)
  }
}

/// Tweedie's unit deviance without the cancellation of its three terms where prediction and actual are close.
///
/// With s = ln(y/μ) and a = 2 − p it is 2·μᵃ·Σₖ gₖ·sᵏ/k! from k = 2, where g₂ = 1 and gₖ₊₁ = a·gₖ + 1: the
/// terms of order 0 and 1 cancel in exact arithmetic, and are left out here.
enum TweedieDeviance {
  static func unit(actual y: Double, mean: Double, power: Double) -> Double {
    let a = 2 - power
    if y > 0 {
      let s = abs(y - mean) < mean / 2 ? log1p((y - mean) / mean) : log(y) - log(mean)
      if abs(s) * max(1, abs(a)) < 0.5 { return 2 * pow(mean, a) * series(s, a) }
      if power == 1 { return 2 * (y * s - (y - mean)) }
      if power == 2 { return 2 * (y / mean - 1 - s) }
    } else if power == 1 {
      return 2 * mean
    }
    let own = y > 0 ? pow(y, a) : 0
    return 2 * (own / ((a - 1) * a) - y * pow(mean, a - 1) / (a - 1) + pow(mean, a) / a)
  }

  /// Eighteen terms: with |s| and |a·s| below ½ the next is below 10⁻²² of the first.
  private static func series(_ s: Double, _ a: Double) -> Double {
    var sum = 0.0
    var term = s
    var factor = 0.0
    for k in 2...18 {
      term *= s / Double(k)
      factor = factor * a + 1
      sum += factor * term
    }
    return sum
  }
}
