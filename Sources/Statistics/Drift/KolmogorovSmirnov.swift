/// The two-sample Kolmogorov–Smirnov statistic at the edges of common bins.
///
/// Between edges the distributions are not seen, so the statistic is a lower bound of the one on the raw
/// values, and equal to it when each distinct value has its own bin.
package struct KolmogorovSmirnov: Sendable, Hashable {
  /// The largest |F₁ − F₂| at an edge.
  package let statistic: Double
  /// The bin at whose upper edge it occurs, the first of equals.
  package let bin: Int
  /// n₁·n₂/(n₁ + n₂).
  package let effectiveCount: Double

  /// **Throws:** `lengthsDiffer`, `negativeCount`, `noObservations`.
  package init(reference: [Int], current: [Int]) throws(Undefined) {
    let shares = try Shares(reference: reference, current: current)
    let first = Double(shares.referenceCount)
    let second = Double(shares.currentCount)
    var below = (0, 0)
    var best = (0.0, 0)
    for bin in reference.indices {
      below.0 += reference[bin]
      below.1 += current[bin]
      let gap = abs(Double(below.0) / first - Double(below.1) / second)
      if gap > best.0 { best = (gap, bin) }
    }
    statistic = best.0
    bin = best.1
    effectiveCount = first / (first + second) * second
  }

  /// The p value by Kolmogorov's limiting distribution at √n·D; conservative for binned data.
  package var pValue: Double { KolmogorovDistribution.above(effectiveCount.squareRoot() * statistic) }
}
