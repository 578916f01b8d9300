#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The power of two-sided tests: the chance that a true difference of a given size is seen.
package enum Power {
  /// A normal test whose estimate has this standard error: Φ(δ/s − z) + Φ(−δ/s − z).
  ///
  /// The difference of two areas with its paired DeLong error, for one. An error from n rows becomes
  /// s·√(n/m) with m rows. **Throws:** `levelOutOfRange`, `zeroVariance` unless the error is positive,
  /// `notANumber`.
  package static func normal(
    difference: Double, standardError: Double, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    guard standardError > 0 else { throw .zeroVariance }
    let effect = difference / standardError
    guard effect.isFinite else { throw .notANumber(at: 0) }
    let z = try Normal.twoSidedQuantile(confidence: 1 - significance)
    return Normal.below(effect - z) + Normal.below(-effect - z)
  }

  /// The z test of two proportions: pooled variance under equality, each group's own under the difference.
  ///
  /// **Shape:** units in each group. **Throws:** `notAProbability`, `noObservations`, `oneClass` where both
  /// proportions are 0 or both 1, `levelOutOfRange`. **Source:** J. L. Fleiss, Statistical Methods for Rates and
  /// Proportions (1981), without continuity correction.
  package static func proportions(
    _ first: Double, _ second: Double, counts: (first: Int, second: Int), significance: Double = 0.05
  ) throws(Undefined) -> Double {
    guard first >= 0, first <= 1 else { throw .notAProbability(at: 0) }
    guard second >= 0, second <= 1 else { throw .notAProbability(at: 1) }
    guard counts.first > 0, counts.second > 0 else { throw .noObservations }
    let n = Double(counts.first)
    let m = Double(counts.second)
    let pooled = first * (n / (n + m)) + second * (m / (n + m))
    let under = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    let own = (first * (1 - first) / n + second * (1 - second) / m).squareRoot()
    guard under > 0 else { throw .oneClass }
    let reach = try Normal.twoSidedQuantile(confidence: 1 - significance) * under
    let difference = first - second
    guard own > 0 else { return abs(difference) >= reach ? 1 : 0 }
    return Normal.below((difference - reach) / own) + Normal.below((-difference - reach) / own)
  }

  /// The t test of two means with a common standard deviation, by the noncentral t distribution.
  ///
  /// **Shape:** units in each group; the sum at least 3. **Throws:** `noObservations`, `tooFewObservations`,
  /// `tooManyObservations`, `zeroVariance`,
  /// `levelOutOfRange`, `notANumber`. **Source:** J. Cohen, Statistical Power Analysis (1988), exact form.
  package static func means(
    difference: Double, deviation: Double, counts: (first: Int, second: Int), significance: Double = 0.05
  ) throws(Undefined) -> Double {
    guard counts.first < 1 << 52, counts.second < 1 << 52 else { throw .tooManyObservations }
    guard counts.first >= 1, counts.second >= 1 else { throw .noObservations }
    let total = counts.first + counts.second
    guard total >= 3 else { throw .tooFewObservations(needed: 3, found: total) }
    guard deviation > 0 else { throw .zeroVariance }
    let n = Double(counts.first)
    let m = Double(counts.second)
    return try seen(
      effect: difference / deviation / (1 / n + 1 / m).squareRoot(), degreesOfFreedom: n + m - 2,
      significance: significance)
  }

  /// The chance that a t statistic of this noncentrality lies beyond its critical value.
  static func seen(
    effect: Double, degreesOfFreedom freedom: Double, significance: Double
  ) throws(Undefined) -> Double {
    guard effect.isFinite else { throw .notANumber(at: 0) }
    let critical = try StudentT(degreesOfFreedom: freedom).twoSidedQuantile(confidence: 1 - significance)
    // Beyond a distance of 100 either the power is 1 to the last bit or the mixture would be long.
    if abs(effect) > 100 + 2 * critical { return 1 }
    let distribution = try NoncentralT(degreesOfFreedom: freedom, noncentrality: effect)
    return min(1, max(0, distribution.above(critical)) + max(0, distribution.below(-critical)))
  }
}
