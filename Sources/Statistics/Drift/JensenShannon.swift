#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Jensen and Shannon's divergence of two histograms over the same bins, and the distance, its square root.
///
/// **Units:** base 2, so that both lie in [0, 1]. Zero shares need no smoothing.
/// **Source:** J. Lin, IEEE Transactions on Information Theory 37 (1991); D. M. Endres and J. E. Schindelin
/// (2003) for the distance.
package struct JensenShannon: Sendable, Hashable {
  package let divergence: Double
  package var distance: Double { divergence.squareRoot() }

  /// **Throws:** `lengthsDiffer`, `negativeCount`, `noObservations`.
  package init(reference: [Int], current: [Int]) throws(Undefined) {
    let shares = try Shares(reference: reference, current: current)
    let (n, m) = (Double(shares.referenceCount), Double(shares.currentCount))
    var sum = CompensatedSum()
    for (bin, (p, q)) in zip(shares.reference, shares.current).enumerated() where p + q > 0 {
      // With d = (p − q)/(p + q) a bin adds (p + q)/2 · ((1 + d)·log(1 + d) + (1 − d)·log(1 − d)).
      var gap = CompensatedSum()
      gap.addProduct(Double(reference[bin]), m)
      gap.addProduct(-Double(current[bin]), n)
      let d = gap.value / n / m / (p + q)
      if abs(d) < 0.1 {
        sum.add((p + q) / 2 * Self.series(d * d) / log(2))
      } else {
        if p > 0 { sum.add(p * log2(2 * p / (p + q))) }
        if q > 0 { sum.add(q * log2(2 * q / (p + q))) }
      }
    }
    divergence = min(1, max(0, sum.value / 2))
  }

  /// (1 + d)·ln(1 + d) + (1 − d)·ln(1 − d) = Σ d²ᵏ/(k·(2k − 1)), without cancellation for small d.
  private static func series(_ square: Double) -> Double {
    var sum = 0.0
    var power = 1.0
    for k in 1...12 {
      power *= square
      sum += power / Double(k * (2 * k - 1))
    }
    return sum
  }
}
