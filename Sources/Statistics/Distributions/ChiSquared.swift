#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The χ² distribution.
///
/// **Source:** the regularised incomplete gamma functions at (ν/2, x/2): below ν/2 + 1 the power series of P,
/// above it Legendre's continued fraction of Q, Abramowitz and Stegun 6.5.29 and 6.5.31.
package struct ChiSquared: Sendable, Hashable {
  package let degreesOfFreedom: Double

  /// **Throws:** `parameterOutOfRange` unless finite and positive.
  package init(degreesOfFreedom: Double) throws(Undefined) {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity else {
      throw .parameterOutOfRange("the number of degrees of freedom")
    }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X ≤ x).
  package func below(_ x: Double) -> Double { tails(x).below }

  /// P(X ≥ x): a p value.
  package func above(_ x: Double) -> Double { tails(x).above }

  private func tails(_ x: Double) -> (below: Double, above: Double) {
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let a = degreesOfFreedom / 2
    let half = x / 2
    let density = GammaFunction.poisson(a, mean: half)
    if half < a + 1 {
      var term = 1.0
      var sum = 1.0
      var n = a
      for _ in 0..<1_000_000 {
        n += 1
        term *= half / n
        sum += term
        if term < sum * 1e-17 { break }
      }
      let below = min(1, density * sum)
      return (below, 1 - below)
    }
    var b = half + 1 - a
    var c = 1e290
    var d = 1 / b
    var value = d
    for step in 1...1_000_000 {
      let i = Double(step)
      let numerator = -i * (i - a)
      b += 2
      d = numerator * d + b
      if abs(d) < 1e-290 { d = 1e-290 }
      c = b + numerator / c
      if abs(c) < 1e-290 { c = 1e-290 }
      d = 1 / d
      value *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    let above = min(1, a * density * value)
    return (1 - above, above)
  }
}
