#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A value and what each cluster adds to its error: a cluster-robust ("sandwich") standard error.
///
/// Each row k has an influence Uₖ = ∂value/∂wₖ, the change of the value for a change of the row's weight; influences
/// sum to zero. Of G clusters, Var = G/(G − 1) · Σ over clusters of (Σ Uₖ of its rows)². Rows of one cluster may
/// depend on each other in any way; clusters are taken as independent.
///
/// For a mean, U is (loss − mean)/N and Var is what statsmodels gives for a regression on a constant with
/// `cov_type='cluster'`. **Units:** one double and one byte for each cluster. **Source:** L. A. Jaeckel, The
/// infinitesimal jackknife (1972); D. A. Binder, International Statistical Review 51 (1983); A. C. Cameron and
/// D. L. Miller, Journal of Human Resources 50 (2015), whose t distribution with G − 1 degrees it takes.
package struct ClusteredEstimate: Sendable, Hashable {
  package let value: Double
  /// Sums of influences by cluster number; 0 where a cluster has no row.
  let sums: [Double]
  let isPresent: [Bool]
  /// What rounding is measured by: |value| and √Σ sums², added up over the estimates that were subtracted.
  let scale: Double

  init(value: Double, sums: [Double], isPresent: [Bool], scale: Double? = nil) {
    self.value = value
    self.sums = sums
    self.isPresent = isPresent
    self.scale = scale ?? abs(value) + sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The influences of all rows, which the body adds by their place in a block.
  init(
    value: Double, of rows: RowPasses,
    _ influences: (RowBlock, (Int, Double) -> Void) throws(Undefined) -> Void
  ) throws(Undefined) {
    var sums = [Double](repeating: 0, count: rows.limit)
    var isPresent = [Bool](repeating: false, count: rows.limit)
    try rows.forEachBlock { block throws(Undefined) in
      for number in block.clusters { isPresent[Int(number)] = true }
      try influences(block) { row, influence in sums[Int(block.clusters[row])] += influence }
    }
    self.init(value: value, sums: sums, isPresent: isPresent)
  }

  /// Clusters that have a row.
  package var clusters: Int { isPresent.count { $0 } }

  /// Sixty-four roundings of a double. A mean of G clusters carries up to 2⁻⁵³·|loss|·√2/√G of rounding in its error, and
  /// a difference that is the same on every row has nothing else: divided by that, 0.1 would be 10¹⁵ errors from zero.
  /// What varies at all lies far above: a spread of a millionth of the value, over 10¹² clusters.
  static let leastOfScale = 64 * Double.ulpOfOne

  /// **Throws:** `tooFewObservations` below two clusters, `zeroVariance` where no row moves the value by more than
  /// rounding does, `overflow`.
  package func standardError() throws(Undefined) -> Double {
    let count = clusters
    guard count >= 2 else { throw .tooFewObservations(needed: 2, found: count) }
    var squares = CompensatedSum()
    for sum in sums { squares.addProduct(sum, sum) }
    let error = (squares.value * (Double(count) / Double(count - 1))).squareRoot()
    guard error.isFinite else { throw .overflow }
    guard error > ClusteredEstimate.leastOfScale * scale else { throw .zeroVariance }
    return error
  }

  /// value ± t·error with G − 1 degrees of freedom. **Throws:** as `standardError`, and `levelOutOfRange`.
  package func interval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let error = try standardError()
    let half = try distribution().twoSidedQuantile(confidence: confidence) * error
    return Interval(lower: value - half, upper: value + half)
  }

  /// The interval that is symmetric in log(v/(1 − v)), for a value in (0, 1). **Throws:** as `interval`, and
  /// `zeroVariance` for a value of 0 or 1.
  package func logitInterval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let error = try standardError()
    guard value > 0, value < 1 else { throw .zeroVariance }
    let half = try distribution().twoSidedQuantile(confidence: confidence) * error / (value * (1 - value))
    return Interval(
      lower: value / (value + (1 - value) * exp(half)), upper: value / (value + (1 - value) * exp(-half)))
  }

  /// Two-sided p value of the t test against 0. **Throws:** as `standardError`.
  package func pValue() throws(Undefined) -> Double {
    try distribution().twoSided(value / standardError())
  }

  /// The same under other numbers of the clusters.
  ///
  /// **Shape:** by number the new one, below `limit`; no two are the same.
  package func renumbered(_ numbers: [Int32], limit: Int) -> ClusteredEstimate {
    var sums = [Double](repeating: 0, count: limit)
    var isPresent = [Bool](repeating: false, count: limit)
    for (old, new) in numbers.enumerated() {
      sums[Int(new)] = self.sums[old]
      isPresent[Int(new)] = self.isPresent[old]
    }
    return ClusteredEstimate(value: value, sums: sums, isPresent: isPresent, scale: scale)
  }

  /// This less another, whose rows may be the same, others, or others of the same clusters.
  ///
  /// **Throws:** `lengthsDiffer` for other clusters.
  package func less(_ other: ClusteredEstimate) throws(Undefined) -> ClusteredEstimate {
    guard sums.count == other.sums.count else { throw .lengthsDiffer(sums.count, other.sums.count) }
    var (sums, isPresent) = (sums, isPresent)
    for cluster in sums.indices {
      sums[cluster] -= other.sums[cluster]
      isPresent[cluster] = isPresent[cluster] || other.isPresent[cluster]
    }
    return ClusteredEstimate(
      value: value - other.value, sums: sums, isPresent: isPresent, scale: scale + other.scale)
  }

  private func distribution() throws(Undefined) -> StudentT {
    let count = clusters
    guard count >= 2 else { throw .tooFewObservations(needed: 2, found: count) }
    return try StudentT(degreesOfFreedom: Double(count - 1))
  }
}
