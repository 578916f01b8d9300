#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The pieces of the gamma function that densities are built from, without the cancellation that a plain
/// difference of log gammas suffers for large arguments.
///
/// **Source:** C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000): Stirling's error and
/// the deviance; log Γ itself for small arguments is the C library's.
enum GammaFunction {
  /// log Γ(x + 1) − (x + ½)·log x + x − ½·log 2π for x > 0.
  static func stirlingError(_ x: Double) -> Double {
    if x < 16 { return lgamma(x + 1).0 - (x + 0.5) * log(x) + x - 0.5 * log(2 * Double.pi) }
    let u = 1 / (x * x)
    return (1.0 / 12 - u * (1.0 / 360 - u * (1.0 / 1260 - u * (1.0 / 1680 - u / 1188)))) / x
  }

  /// x·log(x/m) + m − x for x, m > 0, accurate where x is near m.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    for j in 1...1000 {
      term *= v * v
      let next = sum + term / Double(2 * j + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// mˣ·e⁻ᵐ/Γ(x + 1): the Poisson density continued to real x > 0.
  static func poisson(_ x: Double, mean m: Double) -> Double {
    exp(-stirlingError(x) - deviance(x, m)) / (2 * Double.pi * x).squareRoot()
  }

  /// xᵃ·yᵇ/B(a, b) with y = 1 − x, both given so that neither loses digits.
  static func betaPower(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let exponent =
      stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(exponent) * (a / n * b / (2 * Double.pi)).squareRoot()
  }
}
