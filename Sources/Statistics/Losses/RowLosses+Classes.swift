#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RowLosses {
  /// Log loss of several classes by row, −ln of the probability of the actual class, in nats.
  ///
  /// Clipped to [ε, 1 − ε], ε = 2⁻⁵², without rescaling the row. **Shape:** `actual` holds class numbers
  /// 0..<classes. **Throws:** `lengthsDiffer`, `noObservations`, `labelOutOfRange`, `notAProbability` (at the
  /// flat position), `probabilitiesOffOne` where a row's sum is off 1 by more than 10⁻⁴, which single precision
  /// never is.
  package static func logLoss(_ probabilities: ClassScores, actual: [Int]) throws(Undefined) -> RowLosses {
    try probabilities.checkProbabilities()
    try probabilities.check(actual)
    return RowLosses(
      values: actual.enumerated().map { row, number in
        -log(min(max(probabilities[row, number], .ulpOfOne), 1 - .ulpOfOne))
      })
  }

  /// Brier score of several classes by row, Σ (p − y)² over the classes: from 0 to 2.
  ///
  /// For two classes it is twice the binary score (scikit-learn halves it there). **Throws:** as `logLoss`.
  /// **Source:** G. W. Brier, Monthly Weather Review 78 (1950).
  package static func brier(_ probabilities: ClassScores, actual: [Int]) throws(Undefined) -> RowLosses {
    try probabilities.checkProbabilities()
    try probabilities.check(actual)
    return RowLosses(
      values: actual.enumerated().map { row, number in
        var sum = CompensatedSum()
        for other in 0..<probabilities.classes {
          let gap = probabilities[row, other] - (other == number ? 1 : 0)
          sum.add(gap * gap)
        }
        return sum.value
      })
  }

  /// 0 where the actual class is among the k highest scores of the row, else 1: one less top-k accuracy.
  ///
  /// Of equal scores the class of the higher number ranks first, as in scikit-learn. A k of all classes or
  /// more is always a hit. **Throws:** `parameterOutOfRange` for k < 1, `lengthsDiffer`, `noObservations`,
  /// `labelOutOfRange`.
  package static func topMiss(_ scores: ClassScores, actual: [Int], k: Int) throws(Undefined) -> RowLosses {
    guard k >= 1 else { throw .parameterOutOfRange("k") }
    try scores.check(actual)
    return RowLosses(
      values: actual.enumerated().map { row, number in
        let own = scores[row, number]
        var before = 0
        for other in 0..<scores.classes where other != number {
          let score = scores[row, other]
          if score > own || (score == own && other > number) { before += 1 }
        }
        return before < k ? 0 : 1
      })
  }
}
