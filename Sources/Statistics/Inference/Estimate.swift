/// A value with its standard error, taken as normal.
package struct Estimate: Sendable, Hashable {
  package let value: Double
  package let standardError: Double

  /// **Throws:** `notANumber`, `zeroVariance` unless the error is positive.
  package init(value: Double, standardError: Double) throws(Undefined) {
    guard value.isFinite, standardError.isFinite else { throw .notANumber(at: 0) }
    guard standardError > 0 else { throw .zeroVariance }
    self.value = value
    self.standardError = standardError
  }

  /// Distance from a hypothesis in standard errors.
  package func z(against hypothesis: Double = 0) -> Double { (value - hypothesis) / standardError }

  /// Two-sided p value.
  package func pValue(against hypothesis: Double = 0) -> Double { Normal.twoSided(z(against: hypothesis)) }

  /// Natural logarithm of the p value, where it underflows.
  package func logPValue(against hypothesis: Double = 0) -> Double {
    Normal.logTwoSided(z(against: hypothesis))
  }

  /// value ± z·error. **Throws:** `levelOutOfRange`.
  package func interval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let half = try Normal.twoSidedQuantile(confidence: confidence) * standardError
    return Interval(lower: value - half, upper: value + half)
  }

  /// This less an independent other.
  package func less(_ other: Estimate) throws(Undefined) -> Estimate {
    let squares = standardError * standardError + other.standardError * other.standardError
    return try Estimate(value: value - other.value, standardError: squares.squareRoot())
  }
}
