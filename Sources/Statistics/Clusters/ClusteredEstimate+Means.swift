extension ClusteredEstimate {
  /// The mean of losses: log loss, Brier score, mean absolute error, accuracy.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `overflow`.
  package static func mean(_ losses: RowLosses, _ clusters: Clusters) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(losses.values.count, clusters.numbers.count)
    let mean = try losses.mean()
    let rows = Double(losses.values.count)
    return ClusteredEstimate(value: mean, clusters: clusters) { (losses.values[$0] - mean) / rows }
  }

  /// The root of the mean of squared errors, RMSE: U of the mean over 2·RMSE.
  ///
  /// **Throws:** as `mean`.
  package static func rootMean(
    _ losses: RowLosses, _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    let squared = try mean(losses, clusters)
    let root = squared.value.squareRoot()
    return ClusteredEstimate(
      value: root, sums: squared.sums.map { root > 0 ? $0 / (2 * root) : 0 }, isPresent: squared.isPresent)
  }

  /// R²: U = ((1 − R²)(y − ȳ)² − (y − f)²) / Σ(y − ȳ)².
  ///
  /// **Throws:** as `Determination.rSquared`.
  package static func rSquared(
    predictions: [Double], actuals: [Double], _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(predictions.count, clusters.numbers.count)
    let value = try Determination.rSquared(predictions: predictions, actuals: actuals)
    let first = actuals[0]
    let mean = first + (try RowLosses(values: actuals.map { $0 - first }).mean())
    var spread = CompensatedSum()
    for actual in actuals { spread.addProduct(actual - mean, actual - mean) }
    let total = spread.value
    return ClusteredEstimate(value: value, clusters: clusters) { row in
      let gap = actuals[row] - mean
      let error = actuals[row] - predictions[row]
      return ((1 - value) * gap * gap - error * error) / total
    }
  }
}
