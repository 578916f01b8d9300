#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The beta distribution on [0, 1]: the regularised incomplete beta function and its inverse.
///
/// **Source:** A. R. DiDonato and A. H. Morris, ACM TOMS 18 (1992), algorithm 708, the continued fraction BFRAC,
/// taken on the side of the mean where its terms are positive.
package struct BetaDistribution: Sendable, Hashable {
  package let a: Double
  package let b: Double

  /// **Throws:** `parameterOutOfRange` unless both shapes are finite and positive.
  package init(_ a: Double, _ b: Double) throws(Undefined) {
    guard a > 0, b > 0, a + b < .infinity else {
      throw .parameterOutOfRange("a shape of a beta distribution")
    }
    self.a = a
    self.b = b
  }

  /// P(X ≤ x): Iₓ(a, b), accurate in the lower tail.
  package func below(_ x: Double) -> Double { tails(x, 1 - x).below }

  /// P(X ≥ x), accurate in the upper tail.
  package func above(_ x: Double) -> Double { tails(x, 1 - x).above }

  /// Both tails at x = 1 − y, the smaller of them to full precision.
  func tails(_ x: Double, _ y: Double) -> (below: Double, above: Double) {
    guard x > 0 else { return (0, 1) }
    guard y > 0 else { return (1, 0) }
    let power = GammaFunction.betaPower(a, b, x, y)
    if a * y >= b * x {
      let below = min(1, power / Self.fraction(a, b, x, y))
      return (below, 1 - below)
    }
    let above = min(1, power / Self.fraction(b, a, y, x))
    return (1 - above, above)
  }

  /// The continued fraction whose reciprocal, times xᵃyᵇ/B(a, b), is Iₓ(a, b); O(√(a + b)) terms.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let tiny = 1e-290
    let lambda = a * y - b * x + 1
    var value = max(a / (a + 1) * lambda, tiny)
    var c = value
    var d = 0.0
    for step in 1...1_000_000 {
      let m = Double(step)
      let denominator = a + 2 * m - 1
      let numerator =
        (m * (a + m - 1) / denominator) * ((a + b + m - 1) / denominator) * (b - m) * x * x
      let partial = m + m * (b - m) * x / denominator + (a + m) * (lambda + m * (1 + y)) / (a + 2 * m + 1)
      d = partial + numerator * d
      if abs(d) < tiny { d = tiny }
      d = 1 / d
      c = partial + numerator / c
      if abs(c) < tiny { c = tiny }
      let factor = c * d
      value *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return value
  }

  /// The x with P(X ≤ x) = probability.
  ///
  /// **Throws:** `levelOutOfRange` unless 0 < probability < 1. Newton's method, held inside a bracket that
  /// every step narrows.
  package func quantile(_ probability: Double) throws(Undefined) -> Double {
    guard probability > 0, probability < 1 else { throw .levelOutOfRange }
    var low = 0.0
    var high = 1.0
    var x = a / (a + b)
    for _ in 0..<2000 {
      let tails = tails(x, 1 - x)
      let excess =
        probability < 0.5 ? tails.below - probability : (1 - probability) - tails.above
      if excess == 0 { return x }
      if excess > 0 { high = x } else { low = x }
      let density = GammaFunction.betaPower(a, b, x, 1 - x) / (x * (1 - x))
      var next = x - excess / density
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - x) <= x * 2e-16 || next == low || next == high { return next }
      x = next
    }
    return x
  }
}
