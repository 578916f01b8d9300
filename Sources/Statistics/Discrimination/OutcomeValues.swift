/// What each kind of decision is worth: a cost matrix with profits positive and costs negative.
///
/// **Units:** one currency, for one row.
package struct OutcomeValues: Sendable, Hashable {
  package let truePositive: Double
  package let falsePositive: Double
  package let trueNegative: Double
  package let falseNegative: Double

  /// **Throws:** `notANumber` (in the order of the parameters) unless all are finite.
  package init(
    truePositive: Double, falsePositive: Double, trueNegative: Double = 0, falseNegative: Double = 0
  ) throws(Undefined) {
    let all = [truePositive, falsePositive, trueNegative, falseNegative]
    if let position = all.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    self.truePositive = truePositive
    self.falsePositive = falsePositive
    self.trueNegative = trueNegative
    self.falseNegative = falseNegative
  }

  /// The probability from which taking a row pays, if probabilities are calibrated.
  ///
  /// (TN − FP) / (TN − FP + TP − FN). **Throws:** `noBestThreshold` where taking a positive or leaving a
  /// negative is not worth more than the opposite: no threshold is then the best rule.
  /// **Source:** C. Elkan, IJCAI (2001).
  package func calibratedThreshold() throws(Undefined) -> Double {
    let ofNegative = trueNegative - falsePositive
    let ofPositive = truePositive - falseNegative
    guard ofNegative > 0, ofPositive > 0 else { throw .noBestThreshold }
    // As a ratio of the two, no sum can overflow.
    return ofNegative > ofPositive
      ? 1 / (1 + ofPositive / ofNegative) : (ofNegative / ofPositive) / (1 + ofNegative / ofPositive)
  }
}

/// The threshold of the highest profit, and what it takes.
package struct ThresholdChoice: Sendable, Hashable {
  /// Rows at or above it are taken; +∞ where taking none is best.
  package let threshold: Double
  /// Mean value for a row, of those taken and those left. **Units:** of the values.
  package let profit: Double
  package let truePositives: Int
  package let falsePositives: Int
}

extension RankedOutcomes {
  /// The share of rows taken (x) and the mean value for a row (y) at each threshold, from taking none.
  ///
  /// For a cost curve, turn the sign of y. **Shape:** as `rocCurve`, spread evenly along the curve's length
  /// with its height scaled to 1. **Throws:** `overflow`.
  package func profitCurve(_ values: OutcomeValues, limit: Int? = nil) throws(Undefined) -> [CurvePoint] {
    var points: [CurvePoint] = []
    points.reserveCapacity(scores.count + 1)
    try forEachThreshold { threshold, up, down throws(Undefined) in
      points.append(
        CurvePoint(
          x: Double(up + down) / Double(count), y: try profit(values, up, down), threshold: threshold))
    }
    let heights = points.map(\.y)
    let height = (heights.max() ?? 0) - (heights.min() ?? 0)
    return thinned(points, to: limit, height: height)
  }

  /// The threshold of the highest mean value; of equals the one that takes the fewest rows.
  ///
  /// It is chosen on these rows and looks better on them than it will be on others. **Throws:** `overflow`.
  package func bestThreshold(_ values: OutcomeValues) throws(Undefined) -> ThresholdChoice {
    var best: ThresholdChoice?
    try forEachThreshold { threshold, up, down throws(Undefined) in
      let profit = try profit(values, up, down)
      if let best, best.profit >= profit { return }
      best = ThresholdChoice(threshold: threshold, profit: profit, truePositives: up, falsePositives: down)
    }
    guard let best else { throw .noObservations }
    return best
  }

  private func forEachThreshold(
    _ body: (Double, Int, Int) throws(Undefined) -> Void
  ) throws(Undefined) {
    var up = 0
    var down = 0
    try body(.infinity, 0, 0)
    for k in scores.indices {
      up += positives[k]
      down += negatives[k]
      try body(scores[k], up, down)
    }
  }

  private func profit(_ values: OutcomeValues, _ up: Int, _ down: Int) throws(Undefined) -> Double {
    var sum = CompensatedSum()
    sum.addProduct(Double(up), values.truePositive)
    sum.addProduct(Double(down), values.falsePositive)
    sum.addProduct(Double(positiveCount - up), values.falseNegative)
    sum.addProduct(Double(negativeCount - down), values.trueNegative)
    let profit = sum.value / Double(count)
    guard profit.isFinite else { throw .overflow }
    return profit
  }
}
