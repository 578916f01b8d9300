#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far predicted probabilities lie from what happened: log loss, Brier score and the two means.
///
/// **Units:** log loss in nats. **Source:** log loss −mean(y·ln p + (1 − y)·ln(1 − p)) with p and 1 − p clipped
/// to [ε, 1 − ε], ε = 2⁻⁵² (scikit-learn's convention for float64); G. W. Brier, Monthly Weather Review 78
/// (1950), mean((p − y)²).
package struct ProbabilityErrors: Sendable, Hashable {
  package let count: Int
  package let logLoss: Double
  package let brier: Double
  package let meanPredicted: Double
  package let observedRate: Double

  /// With a weight for each row where given; `count` stays the number of rows.
  ///
  /// **Missing values:** none; NaN and values outside [0, 1] are refused.
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notAProbability`, `notAWeight`, `overflow`.
  package init(
    probabilities: [Double], outcomes: [Bool], weights: [Double]? = nil
  ) throws(Undefined) {
    guard probabilities.count == outcomes.count else {
      throw .lengthsDiffer(probabilities.count, outcomes.count)
    }
    guard !probabilities.isEmpty else { throw .noObservations }
    let all = try Weights(weights, rows: probabilities.count)
    let least = Double.ulpOfOne
    var loss = CompensatedSum()
    var square = CompensatedSum()
    var predicted = CompensatedSum()
    var positives = CompensatedSum()
    for (position, p) in probabilities.enumerated() {
      guard p >= 0, p <= 1 else { throw .notAProbability(at: position) }
      let happened = outcomes[position]
      let given = happened ? p : 1 - p
      let weight = all[position]
      loss.add(weight * -log(min(max(given, least), 1 - least)))
      square.add(weight * ((1 - given) * (1 - given)))
      predicted.add(weight * p)
      if happened { positives.add(weight) }
    }
    let n = all.total
    guard loss.value.isFinite else { throw .overflow }
    count = probabilities.count
    logLoss = loss.value / n
    brier = square.value / n
    meanPredicted = predicted.value / n
    observedRate = positives.value / n
  }
}
