extension ClusteredEstimate {
  /// The mean of losses: log loss, Brier score, mean absolute error, accuracy.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `overflow`.
  package static func mean(_ losses: RowLosses, _ clusters: Clusters) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(losses.values.count, clusters.numbers.count)
    return try mean(of: RowPasses(scores: losses.values, actual: [], clusters)) {
      RowLosses(values: $0.scores)
    }
  }

  /// The mean of the losses that each block gives, in two passes.
  ///
  /// **Throws:** `noObservations`, `overflow`, and what the losses throw.
  package static func mean(
    of rows: RowPasses, _ losses: (RowBlock) throws(Undefined) -> RowLosses
  ) throws(Undefined) -> ClusteredEstimate {
    let mean = try rows.mean(losses)
    let count = Double(rows.rows)
    return try ClusteredEstimate(value: mean, of: rows) { block, add throws(Undefined) in
      for (row, loss) in try losses(block).values.enumerated() { add(row, (loss - mean) / count) }
    }
  }

  /// The root of the mean of squared errors, RMSE: U of the mean over 2·RMSE.
  ///
  /// **Throws:** as `mean`.
  package static func rootMean(
    _ losses: RowLosses, _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    rooted(try mean(losses, clusters))
  }

  /// The root of the mean of the losses that each block gives. **Throws:** as `mean`.
  package static func rootMean(
    of rows: RowPasses, _ losses: (RowBlock) throws(Undefined) -> RowLosses
  ) throws(Undefined) -> ClusteredEstimate {
    rooted(try mean(of: rows, losses))
  }

  private static func rooted(_ squared: ClusteredEstimate) -> ClusteredEstimate {
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
    try RowLosses.checkRows(predictions.count, actuals.count)
    return try rSquared(of: RowPasses(scores: predictions, actual: actuals, clusters))
  }

  /// R² of scores and actual values, in five passes. **Throws:** as `Determination.rSquared`.
  package static func rSquared(of rows: RowPasses) throws(Undefined) -> ClusteredEstimate {
    let error = try rows.mean { block throws(Undefined) in
      try .squared(predictions: block.scores, actuals: block.actual)
    }
    guard rows.rows >= 2 else { throw .tooFewObservations(needed: 2, found: rows.rows) }
    var first: Double?
    var isConstant = true
    try rows.forEachBlock { block throws(Undefined) in
      for actual in block.actual where actual != first {
        if first == nil { first = actual } else { isConstant = false }
      }
    }
    guard let first, !isConstant else { throw .zeroVariance }
    // Relative to one of the values, a mean far from zero keeps its digits.
    let mean = first + (try rows.mean { block in RowLosses(values: block.actual.map { $0 - first }) })
    let spread = try rows.mean { block in
      RowLosses(values: block.actual.map { ($0 - mean) * ($0 - mean) })
    }
    guard spread > 0 else { throw .zeroVariance }
    let value = 1 - error / spread
    guard value.isFinite else { throw .overflow }
    var squares = CompensatedSum()
    try rows.forEachBlock { block throws(Undefined) in
      for actual in block.actual { squares.addProduct(actual - mean, actual - mean) }
    }
    let total = squares.value
    return try ClusteredEstimate(value: value, of: rows) { block, add throws(Undefined) in
      for (row, actual) in block.actual.enumerated() {
        let gap = actual - mean
        let error = actual - block.scores[row]
        add(row, ((1 - value) * gap * gap - error * error) / total)
      }
    }
  }
}
