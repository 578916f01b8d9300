#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The binomial distribution.
///
/// **Source:** density after C. Loader (2000); tails by P(X ≤ k) = I₁₋ₚ(n − k, k + 1), Abramowitz and
/// Stegun 26.5.24.
package struct Binomial: Sendable, Hashable {
  package let trials: Int
  package let probability: Double

  /// **Throws:** `negativeCount`; `notAProbability`; `tooManyObservations` beyond 2⁵³.
  package init(trials: Int, probability: Double) throws(Undefined) {
    guard trials >= 0 else { throw .negativeCount(at: 0) }
    guard trials <= 1 << 53 else { throw .tooManyObservations }
    guard probability >= 0, probability <= 1 else { throw .notAProbability(at: 0) }
    self.trials = trials
    self.probability = probability
  }

  /// P(X = k).
  package func density(_ k: Int) -> Double {
    guard k >= 0, k <= trials else { return 0 }
    let n = Double(trials)
    if probability == 0 { return k == 0 ? 1 : 0 }
    if probability == 1 { return k == trials ? 1 : 0 }
    if k == 0 { return exp(n * log1p(-probability)) }
    if k == trials { return exp(n * log(probability)) }
    let successes = Double(k)
    return GammaFunction.betaPower(successes, n - successes, probability, 1 - probability)
      / successes / (n - successes) * n
  }

  /// P(X ≤ k), accurate in the lower tail.
  package func atMost(_ k: Int) -> Double { tails(k).below }

  /// P(X ≥ k), accurate in the upper tail.
  package func atLeast(_ k: Int) -> Double { k <= 0 ? 1 : tails(k - 1).above }

  /// P(X ≤ k) and P(X > k).
  private func tails(_ k: Int) -> (below: Double, above: Double) {
    guard k >= 0 else { return (0, 1) }
    guard k < trials,
      let beta = try? BetaDistribution(Double(trials - k), Double(k) + 1)
    else { return (1, 0) }
    let tails = beta.tails(1 - probability, probability)
    return (tails.below, tails.above)
  }
}
