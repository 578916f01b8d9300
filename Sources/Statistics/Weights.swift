/// A weight for each row, or one for all: how often, or how much, the row counts.
///
/// Whole numbers are multiplicities, as a bootstrap draws them: every measure then equals that of the rows
/// written out so often. A weight of 0 leaves the row out, though its values are still checked.
struct Weights {
  private let values: [Double]?
  /// The sum of all weights; positive and finite.
  let total: Double

  /// **Throws:** `noObservations` without rows or where all weights are 0, `lengthsDiffer`, `notAWeight` for a
  /// weight that is negative, NaN or infinite, `overflow`.
  init(_ values: [Double]?, rows: Int) throws(Undefined) {
    guard let values else {
      guard rows > 0 else { throw .noObservations }
      self.values = nil
      total = Double(rows)
      return
    }
    guard values.count == rows else { throw .lengthsDiffer(rows, values.count) }
    var sum = CompensatedSum()
    for (position, weight) in values.enumerated() {
      guard weight >= 0, weight.isFinite else { throw .notAWeight(at: position) }
      sum.add(weight)
    }
    guard sum.value > 0 else { throw .noObservations }
    guard sum.value.isFinite else { throw .overflow }
    self.values = values
    total = sum.value
  }

  subscript(row: Int) -> Double { values?[row] ?? 1 }

  /// Σ w·x / Σ w. **Throws:** `overflow` where that is not finite.
  func mean(_ value: (Int) -> Double, rows: Int) throws(Undefined) -> Double {
    var sum = CompensatedSum()
    for row in 0..<rows {
      let weight = self[row]
      if weight > 0 { sum.add(weight * value(row)) }
    }
    let mean = sum.value / total
    guard mean.isFinite else { throw .overflow }
    return mean
  }
}
