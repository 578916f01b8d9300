/// Predicted probabilities held against outcomes, band by band.
package struct CalibrationByBand: Sendable, Hashable {
  package struct Band: Sendable, Hashable {
    package let count: Int
    package let positives: Int
    /// Mean predicted probability; nil in an empty band.
    package let meanPredicted: Double?
    /// Share of positives; nil in an empty band.
    package let observedRate: Double?
    /// Wilson's interval of the observed rate; nil in an empty band.
    package let interval: Interval?
  }

  /// **Shape:** one for each band of the given cut points, empty ones too.
  package let bands: [Band]
  /// Expected calibration error: Σ (nᵦ/n)·|observed − predicted| over the bands.
  ///
  /// **Source:** M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI (2015), with the given bands.
  package let expectedError: Double
  /// The largest |observed − predicted| of a band that has rows.
  package let largestError: Double

  /// **Throws:** `lengthsDiffer`, `noObservations`, `notAProbability`, `levelOutOfRange`.
  package init(
    probabilities: [Double], outcomes: [Bool], bands: Bands, confidence: Double = 0.95
  ) throws(Undefined) {
    guard probabilities.count == outcomes.count else {
      throw .lengthsDiffer(probabilities.count, outcomes.count)
    }
    try self.init(
      of: RowPasses(
        scores: probabilities, actual: outcomes.map { $0 ? 1 : 0 }, Clusters(checked: [], limit: 0)),
      bands: bands, confidence: confidence)
  }

  /// Of scores and actual values, in one pass. **Throws:** as above.
  package init(of rows: RowPasses, bands: Bands, confidence: Double = 0.95) throws(Undefined) {
    guard rows.rows > 0 else { throw .noObservations }
    var counts = [Int](repeating: 0, count: bands.count)
    var positives = counts
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: bands.count)
    try rows.forEachBlock { block throws(Undefined) in
      for (row, p) in block.scores.enumerated() {
        guard p >= 0, p <= 1, let band = bands.index(of: p) else { throw .notAProbability(at: row) }
        counts[band] += 1
        positives[band] += block.actual[row] == 1 ? 1 : 0
        sums[band].add(p)
      }
    }
    var result: [Band] = []
    var error = CompensatedSum()
    var largest = 0.0
    for band in 0..<bands.count {
      guard counts[band] > 0 else {
        result.append(Band(count: 0, positives: 0, meanPredicted: nil, observedRate: nil, interval: nil))
        continue
      }
      let predicted = sums[band].value / Double(counts[band])
      let observed = Double(positives[band]) / Double(counts[band])
      result.append(
        Band(
          count: counts[band], positives: positives[band], meanPredicted: predicted, observedRate: observed,
          interval: try .wilson(successes: positives[band], of: counts[band], confidence: confidence)))
      error.add(Double(counts[band]) * abs(observed - predicted))
      largest = max(largest, abs(observed - predicted))
    }
    self.bands = result
    expectedError = error.value / Double(rows.rows)
    largestError = largest
  }
}
