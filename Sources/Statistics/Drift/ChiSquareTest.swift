/// Pearson's χ² test of counts: of two histograms over the same bins, or of one against expected shares.
///
/// **Source:** K. Pearson, Philosophical Magazine 50 (1900), without continuity correction.
package struct ChiSquareTest: Sendable, Hashable {
  /// Σ (observed − expected)² / expected.
  package let statistic: Double
  /// One less than the bins that have rows, or an expected share.
  package let degrees: Int
  /// The smallest expected count; by custom the p value is trusted where it is 5 or more.
  package let smallestExpected: Double
  /// P(χ² ≥ statistic) if nothing but chance is at work.
  package let pValue: Double
  /// √(χ²/n): Cramér's V of the two-row table, or Cohen's w against shares; a size that does not grow with n.
  package let effect: Double

  /// Whether two histograms come from one distribution: the test of homogeneity of a table of two rows.
  ///
  /// Bins empty in both are left out (scipy refuses them). **Throws:** `lengthsDiffer`, `negativeCount`,
  /// `noObservations`, `tooManyObservations`, and `oneClass` where only one bin has rows.
  package init(reference: [Int], current: [Int]) throws(Undefined) {
    let shares = try Shares(reference: reference, current: current)
    let (n, m) = (Double(shares.referenceCount), Double(shares.currentCount))
    var sum = CompensatedSum()
    var smallest = Double.infinity
    var bins = 0
    for (a, b) in zip(reference, current) {
      let both = Double(a) + Double(b)
      guard both > 0 else { continue }
      bins += 1
      // (a·m − b·n)² / (n·m·(a + b)), the difference of the products exactly.
      var gap = CompensatedSum()
      gap.addProduct(Double(a), m)
      gap.addProduct(-Double(b), n)
      sum.add(gap.value / n * (gap.value / m) / both)
      smallest = min(smallest, both * (min(n, m) / (n + m)))
    }
    try self.init(statistic: sum.value, bins: bins, smallest: smallest, rows: n + m)
  }

  /// Whether counts follow expected shares, which are scaled to the sum 1: 1, 1 is half and half.
  ///
  /// **Throws:** `lengthsDiffer`, `negativeCount`, `noObservations`, `tooManyObservations`, `notAWeight` for a
  /// share that is not positive and finite, `oneClass` for a single bin, `overflow`.
  package init(observed: [Int], shares: [Double]) throws(Undefined) {
    guard observed.count == shares.count else { throw .lengthsDiffer(observed.count, shares.count) }
    if let position = shares.firstIndex(where: { $0 == 0 }) { throw .notAWeight(at: position) }
    let all = try Weights(shares, rows: shares.count)
    let n = Double(try Shares(reference: observed, current: observed).referenceCount)
    var sum = CompensatedSum()
    var smallest = Double.infinity
    for (count, share) in zip(observed, shares) {
      let expected = n * (share / all.total)
      guard expected > 0 else { throw .overflow }
      sum.add((Double(count) - expected) / expected * (Double(count) - expected))
      smallest = min(smallest, expected)
    }
    try self.init(statistic: sum.value, bins: observed.count, smallest: smallest, rows: n)
  }

  private init(statistic: Double, bins: Int, smallest: Double, rows: Double) throws(Undefined) {
    guard bins > 1 else { throw .oneClass }
    guard statistic.isFinite else { throw .overflow }
    self.statistic = statistic
    degrees = bins - 1
    smallestExpected = smallest
    pValue = try ChiSquared(degreesOfFreedom: Double(bins - 1)).above(statistic)
    effect = (statistic / rows).squareRoot()
  }
}
