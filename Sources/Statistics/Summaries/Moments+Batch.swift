extension Moments {
  /// Adds a batch's column in two passes, one division for all of it.
  ///
  /// **Missing values:** NaN and infinite values are skipped, as one by one. The result depends on how values
  /// are cut into batches: for equal bytes cut them in the same way.
  package mutating func add(_ values: UnsafePointer<Double>, count rows: Int) {
    var sum = 0.0
    var finite = 0
    var fractions = 0
    for index in 0..<rows {
      let value = values[index]
      let isFinite = value.isFinite
      sum += isFinite ? value : 0
      finite += isFinite ? 1 : 0
      fractions += isFinite && value != value.rounded(.towardZero) ? 1 : 0
    }
    var batch = Moments()
    batch.skip(rows - finite)
    if finite > 0 {
      let center = sum / Double(finite)
      var squares = 0.0
      for index in 0..<rows {
        let distance = values[index].isFinite ? values[index] - center : 0
        squares += distance * distance
      }
      batch.set(count: finite, average: center, squares: squares, isIntegral: fractions == 0)
    }
    merge(batch)
  }

  /// Of the population: the sum of squares divided by n. nil without a value.
  package var populationStandardDeviation: Double? {
    count > 0 ? (squares / Double(count)).squareRoot() : nil
  }
}
