/// Losses added up by cluster: what the mean of all rows is made of, and that of the rows beside a part of them.
///
/// **Units:** 12 bytes for each cluster.
package struct ClusteredTotals: Sendable {
  package let rows: Int
  private let total: CompensatedSum
  private let sums: [Double]
  private let counts: [Int32]

  private init(rows: Int, total: CompensatedSum, sums: [Double], counts: [Int32]) {
    self.rows = rows
    self.total = total
    self.sums = sums
    self.counts = counts
  }

  /// Of the losses that each block gives, in one pass. **Throws** what the losses throw.
  package init(
    of rows: RowPasses, _ losses: (RowBlock) throws(Undefined) -> RowLosses
  ) throws(Undefined) {
    var total = CompensatedSum()
    var sums = [Double](repeating: 0, count: rows.limit)
    var counts = [Int32](repeating: 0, count: rows.limit)
    try rows.forEachBlock { block throws(Undefined) in
      for (row, loss) in try losses(block).values.enumerated() {
        let cluster = Int(block.clusters[row])
        total.add(loss)
        sums[cluster] += loss
        counts[cluster] += 1
      }
    }
    self.init(rows: rows.rows, total: total, sums: sums, counts: counts)
  }

  /// The rows that are in no part: exact to a rounding of all rows' sums, so that a rest of a thousandth keeps thirteen
  /// digits.
  ///
  /// - Parameter numbers: by number of the part's clusters that of theirs here.
  package func without(_ part: ClusteredTotals, numbers: [Int32]) -> ClusteredTotals {
    var (total, sums, counts) = (total, sums, counts)
    total.add(-part.total.value)
    for (own, number) in numbers.enumerated() {
      let place = Int(number)
      counts[place] -= part.counts[own]
      // What rounding leaves of a cluster without rows is nothing.
      sums[place] = counts[place] > 0 ? sums[place] - part.sums[own] : 0
    }
    return ClusteredTotals(rows: rows - part.rows, total: total, sums: sums, counts: counts)
  }

  /// The mean of the losses, as `ClusteredEstimate.mean` but for rounding. **Throws:** `noObservations`, `overflow`.
  package func mean() throws(Undefined) -> ClusteredEstimate {
    guard rows > 0 else { throw .noObservations }
    let mean = total.value / Double(rows)
    guard mean.isFinite else { throw .overflow }
    var influences = sums
    for cluster in influences.indices {
      influences[cluster] = (sums[cluster] - Double(counts[cluster]) * mean) / Double(rows)
    }
    return ClusteredEstimate(value: mean, sums: influences, isPresent: counts.map { $0 > 0 })
  }
}
