#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calibration in the large: the shift of all margins ln(p/(1 − p)) after which the mean prediction equals the
/// observed rate.
///
/// 0 for a score that is right on average, above 0 for one that is too low. It is the intercept of the logistic
/// regression of the outcome with the margin as an offset, its slope held at 1.
/// **Source:** D. R. Cox, Biometrika 45 (1958); maximum likelihood by Newton's method within a bracket.
package struct CalibrationIntercept: Sendable, Hashable {
  package let intercept: Double
  package let standardError: Double

  /// With a weight for each row where given: how often it counts, also in the standard error.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber` for a margin that is not finite, `oneClass`,
  /// `notAWeight`, `overflow`, `separated` where margins are so extreme that no row tells where the shift lies.
  package init(margins: [Double], outcomes: [Bool], weights: [Double]? = nil) throws(Undefined) {
    try RowLosses.checkRows(margins.count, outcomes.count)
    let all = try Weights(weights, rows: margins.count)
    if let position = margins.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    var positives = CompensatedSum()
    var negatives = CompensatedSum()
    var smallest = Double.infinity
    var largest = -Double.infinity
    for (row, margin) in margins.enumerated() where all[row] > 0 {
      if outcomes[row] { positives.add(all[row]) } else { negatives.add(all[row]) }
      smallest = min(smallest, margin)
      largest = max(largest, margin)
    }
    guard positives.value > 0, negatives.value > 0 else { throw .oneClass }
    // Shifted so far, every prediction lies below, or above, the observed rate.
    let rate = log(positives.value) - log(negatives.value)
    var low = rate - largest
    var high = rate - smallest
    guard low.isFinite, high.isFinite else { throw .overflow }
    var shift = low / 2 + high / 2
    var information = 0.0
    for _ in 0..<200 {
      var excess = CompensatedSum()
      var curvature = CompensatedSum()
      for (row, margin) in margins.enumerated() where all[row] > 0 {
        let chance = 1 / (1 + exp(-(margin + shift)))
        let other = 1 / (1 + exp(margin + shift))
        excess.add(all[row] * (outcomes[row] ? other : -chance))
        curvature.add(all[row] * (chance * other))
      }
      information = curvature.value
      let missing = excess.value
      if missing > 0 { low = max(low, shift) } else { high = min(high, shift) }
      let step = missing / information
      var next = shift + step
      if !(next > low && next < high) { next = low / 2 + high / 2 }
      let isSettled = abs(next - shift) <= 1e-15 * max(1, abs(shift)) || missing == 0
      if !isSettled { shift = next }
      if isSettled { break }
    }
    guard information > 0, information.isFinite else { throw .separated }
    intercept = shift
    standardError = 1 / information.squareRoot()
    guard standardError.isFinite else { throw .separated }
  }
}
