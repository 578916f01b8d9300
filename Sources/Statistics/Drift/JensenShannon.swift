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
    var sum = CompensatedSum()
    for (p, q) in zip(shares.reference, shares.current) {
      let middle = (p + q) / 2
      if p > 0 { sum.add(p * log2(p / middle)) }
      if q > 0 { sum.add(q * log2(q / middle)) }
    }
    divergence = min(1, max(0, sum.value / 2))
  }
}
