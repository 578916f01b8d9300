extension RowLosses {
  /// |prediction − actual| by row; its mean is MAE, its median the median absolute error.
  ///
  /// **Units:** those of the values. **Missing values:** NaN and infinities are refused.
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`.
  package static func absolute(predictions: [Double], actuals: [Double]) throws(Undefined) -> RowLosses {
    try perRow(predictions, actuals) { abs($0 - $1) }
  }

  /// (prediction − actual)² by row; its mean is MSE, the root of that RMSE.
  ///
  /// **Units:** those of the values, squared. **Throws:** as `absolute`.
  package static func squared(predictions: [Double], actuals: [Double]) throws(Undefined) -> RowLosses {
    try perRow(predictions, actuals) { ($0 - $1) * ($0 - $1) }
  }

  /// |prediction − actual| / |actual| by row; its mean is MAPE.
  ///
  /// **Units:** a share: 0.1 is 10 %. **Throws:** as `absolute`, and `zeroActual`, where scikit-learn would
  /// divide by 2⁻⁵².
  package static func absolutePercentage(
    predictions: [Double], actuals: [Double]
  ) throws(Undefined) -> RowLosses {
    let result = try perRow(predictions, actuals) { abs($0 - $1) / abs($1) }
    if let position = actuals.firstIndex(of: 0) { throw .zeroActual(at: position) }
    return result
  }

  /// 2·|prediction − actual| / (|prediction| + |actual|) by row, 0 where both are 0; its mean is sMAPE.
  ///
  /// **Units:** a share from 0 to 2. **Throws:** as `absolute`.
  /// **Source:** S. Makridakis, International Journal of Forecasting 9 (1993).
  package static func symmetricPercentage(
    predictions: [Double], actuals: [Double]
  ) throws(Undefined) -> RowLosses {
    try perRow(predictions, actuals) { prediction, actual in
      let gap = abs(prediction / 2 - actual / 2)
      return gap == 0 ? 0 : 2 * (gap / (abs(prediction) / 2 + abs(actual) / 2))
    }
  }

  /// Pinball loss of a predicted quantile by row: level·(actual − prediction) where the actual value is higher,
  /// else (1 − level)·(prediction − actual).
  ///
  /// **Throws:** as `absolute`, and `levelOutOfRange` unless 0 < level < 1. **Source:** R. Koenker and
  /// G. Bassett, Econometrica 46 (1978).
  package static func pinball(
    predictions: [Double], actuals: [Double], level: Double
  ) throws(Undefined) -> RowLosses {
    guard level > 0, level < 1 else { throw .levelOutOfRange }
    return try perRow(predictions, actuals) { prediction, actual in
      actual >= prediction ? level * (actual - prediction) : (1 - level) * (prediction - actual)
    }
  }

  static func perRow(
    _ predictions: [Double], _ actuals: [Double], _ loss: (Double, Double) -> Double
  ) throws(Undefined) -> RowLosses {
    try checkRows(predictions.count, actuals.count)
    var values: [Double] = []
    values.reserveCapacity(predictions.count)
    for (position, prediction) in predictions.enumerated() {
      guard prediction.isFinite, actuals[position].isFinite else { throw .notANumber(at: position) }
      values.append(loss(prediction, actuals[position]))
    }
    return RowLosses(values: values)
  }
}
