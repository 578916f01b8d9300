/// Cut points that values beyond are moved to, at quantiles declared before the data are seen.
///
/// The quantiles are those of all variants together, so that the variants are cut alike; mean and test of the cut
/// values then speak of the cut values, which the reader must be told.
/// **Source:** quantiles by linear interpolation between order statistics, R. J. Hyndman and Y. Fan,
/// The American Statistician 50 (1996), type 7.
package struct Winsorising: Sendable, Hashable {
  package let lower: Double
  package let upper: Double

  /// **Missing values:** none. **Throws:** `levelOutOfRange` unless 0 ≤ lower < upper ≤ 1, `noObservations`,
  /// `notANumber`.
  package init(
    of values: [Double], lowerQuantile: Double = 0, upperQuantile: Double
  ) throws(Undefined) {
    guard lowerQuantile >= 0, upperQuantile <= 1, lowerQuantile < upperQuantile else {
      throw .levelOutOfRange
    }
    guard !values.isEmpty else { throw .noObservations }
    for (position, value) in values.enumerated() where !value.isFinite { throw .notANumber(at: position) }
    let sorted = values.sorted()
    lower = Quantiles.linear(sorted, lowerQuantile)
    upper = Quantiles.linear(sorted, upperQuantile)
  }

  /// The value moved into [lower, upper].
  package func apply(_ value: Double) -> Double { min(max(value, lower), upper) }

  package func apply(_ values: [Double]) -> [Double] { values.map(apply) }

  /// How many values it moves.
  package func moved(_ values: [Double]) -> Int { values.count { $0 < lower || $0 > upper } }
}
