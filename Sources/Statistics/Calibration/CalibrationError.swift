/// Calibration error by bins: how far the mean prediction of a bin lies from its observed rate.
///
/// All depend on the bins, and are biased upward in small ones: state them with the number. Take
/// `Bands.equalWidth` or `Bands.equalMass`. **Source:** M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI (2015).
package struct CalibrationError: Sendable, Hashable {
  /// ECE, Σ wₖ·|ōₖ − p̄ₖ| with the share wₖ of the rows in bin k.
  package let expected: Double
  /// MCE, the largest |ōₖ − p̄ₖ| of a bin that has rows.
  package let maximum: Double
  /// √(Σ wₖ·(ōₖ − p̄ₖ)²).
  package let rootMeanSquare: Double
  /// Bins that have rows.
  package let bins: Int

  /// **Throws:** `lengthsDiffer`, `noObservations`, `notAProbability`, `notAWeight`, `overflow`.
  package init(
    probabilities: [Double], outcomes: [Bool], bands: Bands, weights: [Double]? = nil
  ) throws(Undefined) {
    try RowLosses.checkRows(probabilities.count, outcomes.count)
    let all = try Weights(weights, rows: probabilities.count)
    var weight = [CompensatedSum](repeating: CompensatedSum(), count: bands.count)
    var excess = weight
    for (row, p) in probabilities.enumerated() {
      guard p >= 0, p <= 1, let band = bands.index(of: p) else { throw .notAProbability(at: row) }
      weight[band].add(all[row])
      excess[band].add(all[row] * p)
      if outcomes[row] { excess[band].add(-all[row]) }
    }
    var sum = CompensatedSum()
    var squares = CompensatedSum()
    var largest = 0.0
    var bins = 0
    for band in weight.indices where weight[band].value > 0 {
      let gap = abs(excess[band].value) / weight[band].value
      sum.add(abs(excess[band].value) / all.total)
      squares.add(weight[band].value / all.total * gap * gap)
      largest = max(largest, gap)
      bins += 1
    }
    expected = sum.value
    maximum = largest
    rootMeanSquare = squares.value.squareRoot()
    self.bins = bins
  }
}

extension Bands {
  /// Bands that hold about equally many of the given values: cuts at the values of ranks n/count, 2n/count ….
  ///
  /// The cut before part k is the value with ⌈k·n/count⌉ values ranked below it. Equal values stay together, so
  /// that there are fewer bands where values are tied. Each value counts once, whatever its weight.
  /// **Throws:** `levelOutOfRange` for less than one band, `noObservations`, `notANumber` unless all values are
  /// finite, `tooManyObservations` where count · n leaves 64 bits.
  package static func equalMass(_ values: [Double], count: Int) throws(Undefined) -> Bands {
    guard count >= 1 else { throw .levelOutOfRange }
    guard !values.isEmpty else { throw .noObservations }
    if let position = values.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    let sorted = values.sorted()
    let (_, overflow) = count.multipliedReportingOverflow(by: values.count)
    guard !overflow else { throw .tooManyObservations }
    var cuts: [Double] = []
    // Beyond one part for each value, more parts only repeat cuts.
    let parts = min(count, values.count)
    for part in 1..<max(parts, 1) {
      let cut = sorted[(part * values.count + parts - 1) / parts]
      if cut > (cuts.last ?? sorted[0]) { cuts.append(cut) }
    }
    return try Bands(cuts: cuts)
  }
}
