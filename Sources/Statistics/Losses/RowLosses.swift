/// A loss for each row, of which a measure is the mean: log loss, Brier score, absolute error and so on.
///
/// Computed once, it gives the measure of any resample through the weights. **Shape:** one value for each row,
/// in row order. **Missing values:** none; the factories refuse what is no number.
package struct RowLosses: Sendable, Hashable {
  package let values: [Double]

  package init(values: [Double]) {
    self.values = values
  }

  /// Σ w·loss / Σ w, with a compensated sum; all weights 1 where none are given.
  ///
  /// **Throws:** `noObservations`, `lengthsDiffer`, `notAWeight`, and `overflow` where the result is not
  /// finite, such as the square of 10²⁰⁰.
  package func mean(weights: [Double]? = nil) throws(Undefined) -> Double {
    try Weights(weights, rows: values.count).mean({ values[$0] }, rows: values.count)
  }

  /// The square root of the mean: RMSE from squared errors. **Throws:** as `mean`.
  package func rootMean(weights: [Double]? = nil) throws(Undefined) -> Double {
    try mean(weights: weights).squareRoot()
  }

  /// The weighted median: the loss at which half of the weight is reached, the mean of it and the next where it
  /// is reached exactly; for whole weights the median of the rows written out.
  ///
  /// **Throws:** as `mean`.
  package func median(weights: [Double]? = nil) throws(Undefined) -> Double {
    let all = try Weights(weights, rows: values.count)
    let order = values.indices.filter { all[$0] > 0 }.sorted { values[$0] < values[$1] }
    var reached = CompensatedSum()
    var result = Double.nan
    for (place, row) in order.enumerated() {
      reached.add(all[row])
      if reached.value < all.total / 2, place < order.count - 1 { continue }
      let isExact = reached.value == all.total / 2 && place < order.count - 1
      result = isExact ? values[row] / 2 + values[order[place + 1]] / 2 : values[row]
      break
    }
    guard result.isFinite else { throw .overflow }
    return result
  }
}
