/// Murphy's decomposition of the Brier score, with the two terms within bins that make it exact:
/// brier = reliability − resolution + uncertainty + withinVariance − withinCovariance.
///
/// With the share wₖ of the rows in bin k, their mean prediction p̄ₖ and observed rate ōₖ, and the overall
/// rate ō: reliability Σ wₖ(p̄ₖ − ōₖ)², resolution Σ wₖ(ōₖ − ō)², uncertainty ō(1 − ō); within bins the
/// variance of the predictions, mean (p − p̄ₖ)², and twice their covariance with the outcomes, 2·mean (p −
/// p̄ₖ)(y − ōₖ). With one bin for each distinct prediction the last two are 0. **Source:** A. H. Murphy,
/// Journal of Applied Meteorology 12 (1973); D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, Weather and
/// Forecasting 23 (2008).
package struct BrierDecomposition: Sendable, Hashable {
  package let brier: Double
  package let reliability: Double
  package let resolution: Double
  package let uncertainty: Double
  package let withinVariance: Double
  package let withinCovariance: Double
  /// Bins that have rows.
  package let bins: Int

  /// By given bands, or by distinct predictions where there are none.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notAProbability`, `notAWeight`, `overflow`.
  package init(
    probabilities: [Double], outcomes: [Bool], bands: Bands? = nil, weights: [Double]? = nil
  ) throws(Undefined) {
    let losses = try RowLosses.brier(probabilities: probabilities, outcomes: outcomes)
    let all = try Weights(weights, rows: probabilities.count)
    let rows = probabilities.indices
    let bin = try Self.bins(probabilities, bands)
    let count = (bin.max() ?? 0) + 1
    var weight = [CompensatedSum](repeating: CompensatedSum(), count: count)
    var predicted = weight
    var observed = weight
    for row in rows {
      weight[bin[row]].add(all[row])
      predicted[bin[row]].add(all[row] * probabilities[row])
      if outcomes[row] { observed[bin[row]].add(all[row]) }
    }
    let rate = try all.mean({ outcomes[$0] ? 1 : 0 }, rows: rows.count)
    var means = [(predicted: Double, observed: Double)](repeating: (0, 0), count: count)
    var reliability = CompensatedSum()
    var resolution = CompensatedSum()
    for k in 0..<count where weight[k].value > 0 {
      let w = weight[k].value
      means[k] = (predicted[k].value / w, observed[k].value / w)
      let gap = means[k].predicted - means[k].observed
      let distance = means[k].observed - rate
      reliability.add(w * gap * gap)
      resolution.add(w * distance * distance)
    }
    // A bin of equal predictions has no spread, not even that of a rounded mean.
    if bands == nil { for row in rows { means[bin[row]].predicted = probabilities[row] } }
    brier = try losses.mean(weights: weights)
    self.reliability = reliability.value / all.total
    self.resolution = resolution.value / all.total
    uncertainty = rate * (1 - rate)
    withinVariance = try all.mean(
      { row in
        let gap = probabilities[row] - means[bin[row]].predicted
        return gap * gap
      }, rows: rows.count)
    withinCovariance = try all.mean(
      { row in
        let gap = probabilities[row] - means[bin[row]].predicted
        return 2 * gap * ((outcomes[row] ? 1 : 0) - means[bin[row]].observed)
      }, rows: rows.count)
    bins = weight.count { $0.value > 0 }
  }

  /// The Brier skill score, 1 − brier / uncertainty: the gain over always saying the observed rate.
  ///
  /// **Throws:** `oneClass` where the uncertainty is 0.
  package func skill() throws(Undefined) -> Double {
    guard uncertainty > 0 else { throw .oneClass }
    return 1 - brier / uncertainty
  }

  private static func bins(_ probabilities: [Double], _ bands: Bands?) throws(Undefined) -> [Int] {
    if let bands { return probabilities.map { bands.index(of: $0) ?? 0 } }
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var result = [Int](repeating: 0, count: probabilities.count)
    var number = 0
    for (place, row) in order.enumerated() {
      if place > 0, probabilities[order[place - 1]] != probabilities[row] { number += 1 }
      result[row] = number
    }
    return result
  }
}
