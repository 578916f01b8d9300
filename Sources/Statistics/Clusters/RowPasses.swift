/// Rows that can be gone through again and again in one order, a block at a time: a measure made of them needs the
/// memory of a block and of the clusters, however many rows there are.
package struct RowPasses {
  package typealias Body = (RowBlock) throws(Undefined) -> Void
  package typealias Pass = (Body) throws(Undefined) -> Void

  package let rows: Int
  /// Numbers of clusters lie below it.
  package let limit: Int
  private let pass: Pass

  /// - Parameter pass: gives all rows, the same ones in the same order each time.
  package init(rows: Int, limit: Int, pass: @escaping Pass) {
    self.rows = rows
    self.limit = limit
    self.pass = pass
  }

  /// Rows that lie in memory, in one block.
  init(scores: [Double], actual: [Double], decided: [Int32] = [], _ clusters: Clusters) {
    var block = RowBlock()
    block.scores = scores
    block.actual = actual
    block.decided = decided
    block.clusters = clusters.numbers
    self.init(rows: scores.count, limit: clusters.limit) { [block] body throws(Undefined) in
      if block.count > 0 { try body(block) }
    }
  }

  /// **Throws** what the body throws, its places counted from the first row.
  package func forEachBlock(_ body: Body) throws(Undefined) {
    var before = 0
    try pass { block throws(Undefined) in
      do throws(Undefined) { try body(block) } catch { throw error.moved(by: before) }
      before += block.count
    }
  }

  /// The mean of what a block gives for each of its rows, with a compensated sum.
  ///
  /// **Throws:** `noObservations`, `overflow`, and what the body throws.
  package func mean(_ values: (RowBlock) throws(Undefined) -> RowLosses) throws(Undefined) -> Double {
    guard rows > 0 else { throw .noObservations }
    var sum = CompensatedSum()
    try forEachBlock { block throws(Undefined) in
      for value in try values(block).values { sum.add(value) }
    }
    let mean = sum.value / Double(rows)
    guard mean.isFinite else { throw .overflow }
    return mean
  }
}
