/// Count, mean and sample variance of one group: all that a test of means needs of it.
package struct Sample: Sendable, Hashable {
  package let count: Int
  package let mean: Double
  /// Divided by n − 1.
  package let variance: Double
  /// What rounding took from the mean: means far from zero keep the digits of their difference.
  private let remainder: Double

  /// **Throws:** `tooFewObservations` below two, `notANumber`, `parameterOutOfRange` for a negative variance.
  package init(count: Int, mean: Double, variance: Double) throws(Undefined) {
    guard count >= 2 else { throw .tooFewObservations(needed: 2, found: count) }
    guard mean.isFinite, variance.isFinite else { throw .notANumber(at: 0) }
    guard variance >= 0 else { throw .parameterOutOfRange("the variance") }
    self.count = count
    self.mean = mean
    self.variance = variance
    remainder = 0
  }

  /// In two passes, with compensated sums: equal values have a variance of exactly zero.
  ///
  /// **Missing values:** none. **Throws:** `tooFewObservations` below two, `notANumber`, and
  /// `parameterOutOfRange` where the squares leave the range of a double.
  package init(_ values: [Double]) throws(Undefined) {
    guard values.count >= 2 else { throw .tooFewObservations(needed: 2, found: values.count) }
    var sum = CompensatedSum()
    for (position, value) in values.enumerated() {
      guard value.isFinite else { throw .notANumber(at: position) }
      sum.add(value - values[0])
    }
    let shift = sum.value / Double(values.count)
    var squares = CompensatedSum()
    for value in values {
      let distance = value - values[0] - shift
      squares.add(distance * distance)
    }
    count = values.count
    mean = values[0] + shift
    // The error of the sum of two, whichever is larger (Knuth).
    let part = mean - values[0]
    remainder = (values[0] - (mean - part)) + (shift - part)
    variance = squares.value / Double(values.count - 1)
    guard mean.isFinite, variance.isFinite else { throw .parameterOutOfRange("the spread of the values") }
  }

  /// This mean less another.
  package func meanDifference(_ other: Sample) -> Double {
    (mean - other.mean) + (remainder - other.remainder)
  }

  /// Variance of the mean.
  package var squaredError: Double { variance / Double(count) }

  /// The mean with its standard error. **Throws:** `zeroVariance`.
  package func estimate() throws(Undefined) -> Estimate {
    try Estimate(value: mean, standardError: squaredError.squareRoot())
  }
}
