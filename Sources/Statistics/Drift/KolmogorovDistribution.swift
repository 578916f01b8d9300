#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Kolmogorov's limiting distribution of √n·D.
enum KolmogorovDistribution {
  /// P(√n·D ≥ x).
  ///
  /// **Source:** Q(x) = 2·Σ (−1)^(k−1)·exp(−2k²x²), for small x its theta transform
  /// 1 − √(2π)/x·Σ exp(−(2k−1)²π²/(8x²)).
  static func above(_ x: Double) -> Double {
    if x < 0.04 { return 1 }
    if x < 1 {
      let unit = -Double.pi * Double.pi / (8 * x * x)
      var sum = 0.0
      for k in [9.0, 7, 5, 3, 1] { sum += exp(k * k * unit) }
      return max(0, 1 - (2 * Double.pi).squareRoot() / x * sum)
    }
    var sum = 0.0
    for k in [5.0, 4, 3, 2, 1] {
      let term = exp(-2 * k * k * x * x)
      sum += k.truncatingRemainder(dividingBy: 2) == 1 ? term : -term
    }
    return min(1, 2 * sum)
  }
}
