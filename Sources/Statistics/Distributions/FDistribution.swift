/// Fisher's F distribution, by way of the beta distribution.
///
/// **Source:** Abramowitz and Stegun 26.6.2: P(F ≥ f) = Iₓ(ν₂/2, ν₁/2) with x = ν₂/(ν₂ + ν₁f).
package struct FDistribution: Sendable, Hashable {
  private let beta: BetaDistribution

  /// **Throws:** `parameterOutOfRange` unless both are finite and positive.
  package init(numerator: Double, denominator: Double) throws(Undefined) {
    beta = try BetaDistribution(denominator / 2, numerator / 2)
  }

  /// P(F ≤ f).
  package func below(_ f: Double) -> Double { tails(f).above }

  /// P(F ≥ f): a p value.
  package func above(_ f: Double) -> Double { tails(f).below }

  private func tails(_ f: Double) -> (below: Double, above: Double) {
    guard f > 0 else { return (1, 0) }
    let ratio = beta.b / beta.a * f
    return beta.tails(1 / (1 + ratio), 1 / (1 + 1 / ratio))
  }
}
