#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RowLosses {
  /// Log loss by row, −ln of the probability given to what happened, in nats.
  ///
  /// p is clipped to [ε, 1 − ε], ε = 2⁻⁵², so that a certain and wrong prediction costs 36.04 and a certain and
  /// right one 2.2·10⁻¹⁶: scikit-learn's rule for doubles. **Missing values:** none.
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notAProbability`. **Source:** I. J. Good, JRSS B 14 (1952).
  package static func logLoss(probabilities: [Double], outcomes: [Bool]) throws(Undefined) -> RowLosses {
    try perRow(probabilities, outcomes) { -log(min(max($0, .ulpOfOne), 1 - .ulpOfOne)) }
  }

  /// Brier score by row, (p − y)².
  ///
  /// **Throws:** as `logLoss`. **Source:** G. W. Brier, Monthly Weather Review 78 (1950), halved.
  package static func brier(probabilities: [Double], outcomes: [Bool]) throws(Undefined) -> RowLosses {
    try perRow(probabilities, outcomes) { (1 - $0) * (1 - $0) }
  }

  /// 1 where the decision at a threshold (positive at or above it) was wrong, else 0: one less accuracy.
  ///
  /// **Missing values:** NaN scores are refused. **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`.
  package static func misclassification(
    scores: [Double], outcomes: [Bool], threshold: Double
  ) throws(Undefined) -> RowLosses {
    try checkRows(scores.count, outcomes.count)
    if let position = scores.firstIndex(where: \.isNaN) { throw .notANumber(at: position) }
    guard !threshold.isNaN else { throw .parameterOutOfRange("the threshold") }
    return RowLosses(values: zip(scores, outcomes).map { ($0 >= threshold) == $1 ? 0 : 1 })
  }

  static func checkRows(_ first: Int, _ second: Int) throws(Undefined) {
    guard first == second else { throw .lengthsDiffer(first, second) }
    guard first > 0 else { throw .noObservations }
  }

  private static func perRow(
    _ probabilities: [Double], _ outcomes: [Bool], _ loss: (Double) -> Double
  ) throws(Undefined) -> RowLosses {
    try checkRows(probabilities.count, outcomes.count)
    var values: [Double] = []
    values.reserveCapacity(probabilities.count)
    for (position, p) in probabilities.enumerated() {
      guard p >= 0, p <= 1 else { throw .notAProbability(at: position) }
      values.append(loss(outcomes[position] ? p : 1 - p))
    }
    return RowLosses(values: values)
  }
}
