#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Confidence intervals that hold at every look at once: look each night, stop whenever you like.
///
/// An asymptotic confidence sequence by a normal mixture. With the difference Δ and its squared error V from all data
/// so far: Δ ± √(V·(V + τ²)/τ² · (2·log(1/α) + log((V + τ²)/V))). The probability that some interval, at any look,
/// misses the true value is at most α.
///
/// **What it assumes.** Units independent, each counted once; the variance settled at the first look (some 100 units
/// in each group; for skewed money winsorise and begin at 500); τ declared before the first look. **What fails.** Looks from a
/// handful of units on, where the plug-in variance may be far too small or zero; τ chosen from the data; an effect
/// that drifts, where the interval speaks of the average so far. It is wider than a fixed-sample interval at any single
/// look, by about 1.5 at the planned one.
///
/// **Source:** I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas, "Time-uniform central limit theory
/// and asymptotic confidence sequences", Annals of Statistics 52 (2024), theorem 2.2, with the tuning of their
/// appendix; the same boundary as the mixture sequential probability ratio test of R. Johari, L. Pekelis and
/// D. Walsh, Operations Research 70 (2022), after H. Robbins (1970).
package struct SequentialInterval: Sendable, Hashable {
  /// Standard deviation τ of the mixture over effects, in the units of the difference.
  package let mixture: Double

  /// **Throws:** `parameterOutOfRange` unless the mixture is finite and positive.
  package init(mixture: Double) throws(Undefined) {
    guard mixture > 0, mixture < .infinity else { throw .parameterOutOfRange("the mixture") }
    self.mixture = mixture
  }

  /// The mixture that makes the interval about shortest where the standard error is the planned one.
  ///
  /// τ² = V*·(2·log(1/α) + log(2·log(1/α) + 1)). Declare the planned error from the planned sample size and the
  /// variance of past data. **Throws:** `parameterOutOfRange`, `levelOutOfRange`.
  package init(plannedStandardError error: Double, confidence: Double = 0.95) throws(Undefined) {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    let level = -2 * log(1 - confidence)
    try self.init(mixture: error * (level + log(level + 1)).squareRoot())
  }

  /// The interval at a look, for a difference (or any asymptotically normal value) and its standard error.
  ///
  /// **Throws:** `levelOutOfRange`, `parameterOutOfRange` where error and mixture are too far apart.
  package func interval(_ estimate: Estimate, confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    let ratio = ratio(estimate)
    let half =
      estimate.standardError
      * ((1 + ratio) * (-2 * log(1 - confidence) + log1p(1 / ratio))).squareRoot()
    guard half.isFinite else { throw .parameterOutOfRange("the mixture") }
    return Interval(lower: estimate.value - half, upper: estimate.value + half)
  }

  /// The interval of first mean less second.
  ///
  /// **Throws:** `zeroVariance` where both groups are constant so far, `levelOutOfRange`.
  package func interval(
    _ first: Sample, less second: Sample, confidence: Double = 0.95
  ) throws(Undefined) -> Interval {
    let error = (first.squaredError + second.squaredError).squareRoot()
    return try interval(
      Estimate(value: first.meanDifference(second), standardError: error), confidence: confidence)
  }

  /// The always-valid p value at one look: 1/Λ, at most 1. Take the smallest of all looks so far.
  ///
  /// Λ = √(V/(V + τ²))·exp(Δ²τ²/(2V(V + τ²))). It is below α exactly where the interval leaves the hypothesis out.
  package func pValue(_ estimate: Estimate, against hypothesis: Double = 0) -> Double {
    let ratio = ratio(estimate)
    let z = estimate.z(against: hypothesis)
    return min(1, exp(0.5 * log1p(1 / ratio) - z * z / (2 * (1 + ratio))))
  }

  /// V/τ².
  private func ratio(_ estimate: Estimate) -> Double {
    let root = estimate.standardError / mixture
    return root * root
  }
}
