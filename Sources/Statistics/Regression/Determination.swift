/// How much of the spread of the actual values a prediction explains: R² and its relatives.
///
/// All are at most 1; below 0 the prediction is worse than a constant. **Missing values:** NaN and infinities
/// are refused. **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`, `notAWeight`, `overflow`;
/// `tooFewObservations` below two rows of positive weight; `zeroVariance` where all actual values are equal.
package enum Determination {
  /// R² = 1 − Σw(y − f)² / Σw(y − ȳ)².
  package static func rSquared(
    predictions: [Double], actuals: [Double], weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    let losses = try RowLosses.squared(predictions: predictions, actuals: actuals)
    return try share(losses, actuals, weights) { mean throws(Undefined) in
      RowLosses(values: actuals.map { ($0 - mean) * ($0 - mean) })
    }
  }

  /// 1 − Var(y − f) / Var(y): as R², but a constant offset of the prediction is forgiven.
  package static func explainedVariance(
    predictions: [Double], actuals: [Double], weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    _ = try RowLosses.absolute(predictions: predictions, actuals: actuals)
    let gaps = zip(actuals, predictions).map { $0 - $1 }
    let offset = try RowLosses(values: gaps).mean(weights: weights)
    let losses = RowLosses(values: gaps.map { ($0 - offset) * ($0 - offset) })
    return try share(losses, actuals, weights) { mean throws(Undefined) in
      RowLosses(values: actuals.map { ($0 - mean) * ($0 - mean) })
    }
  }

  /// D² = 1 − deviance(y, f) / deviance(y, ȳ) with Tweedie's deviance of a power; R² for power 0.
  ///
  /// **Throws:** also as `RowLosses.deviance`, and `outOfDomain` where the mean of the actual values is not
  /// positive and the power is not 0.
  package static func deviance(
    predictions: [Double], actuals: [Double], power: Double, weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    let losses = try RowLosses.deviance(predictions: predictions, actuals: actuals, power: power)
    return try share(losses, actuals, weights) { mean throws(Undefined) in
      try RowLosses.deviance(
        predictions: Array(repeating: mean, count: actuals.count), actuals: actuals, power: power)
    }
  }

  /// 1 − MAE(y, f) / MAE(y, median of y).
  package static func absolute(
    predictions: [Double], actuals: [Double], weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    let losses = try RowLosses.absolute(predictions: predictions, actuals: actuals)
    let middle = try RowLosses(values: actuals).median(weights: weights)
    return try share(losses, actuals, weights) { _ throws(Undefined) in
      RowLosses(values: actuals.map { abs($0 - middle) })
    }
  }

  private static func share(
    _ losses: RowLosses, _ actuals: [Double], _ weights: [Double]?,
    against constant: (Double) throws(Undefined) -> RowLosses
  ) throws(Undefined) -> Double {
    let all = try Weights(weights, rows: actuals.count)
    let counted = actuals.indices.filter { all[$0] > 0 }
    guard counted.count >= 2 else { throw .tooFewObservations(needed: 2, found: counted.count) }
    let first = actuals[counted[0]]
    guard counted.contains(where: { actuals[$0] != first }) else { throw .zeroVariance }
    // Relative to one of the values, a mean far from zero keeps its digits.
    let mean = first + (try all.mean({ actuals[$0] - first }, rows: actuals.count))
    let spread = try constant(mean).mean(weights: weights)
    guard spread > 0 else { throw .zeroVariance }
    let result = 1 - (try losses.mean(weights: weights)) / spread
    guard result.isFinite else { throw .overflow }
    return result
  }
}
