/// Student's t for a mean, a mean of paired differences, or a difference of two means.
package struct TTest: Sendable, Hashable {
  /// What is tested against zero: a mean or a difference of means.
  package let difference: Double
  package let standardError: Double
  package let degreesOfFreedom: Double

  private let distribution: StudentT

  private init(_ difference: Double, squaredError: Double, degreesOfFreedom: Double) throws(Undefined) {
    guard squaredError > 0 else { throw .zeroVariance }
    self.difference = difference
    standardError = squaredError.squareRoot()
    self.degreesOfFreedom = degreesOfFreedom
    distribution = try StudentT(degreesOfFreedom: degreesOfFreedom)
  }

  /// Welch's test: first mean less second, variances not taken as equal.
  ///
  /// t = (x̄₁ − x̄₂)/√(s₁²/n₁ + s₂²/n₂); ν = (v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1)) with v = s²/n.
  /// **Throws:** `zeroVariance` where both groups are constant. **Source:** B. L. Welch, Biometrika 34 (1947).
  package static func welch(_ first: Sample, _ second: Sample) throws(Undefined) -> TTest {
    let both = first.squaredError + second.squaredError
    guard both > 0 else { throw .zeroVariance }
    // By shares, so that the squares of tiny or huge variances stay in range.
    let one = first.squaredError / both
    let two = second.squaredError / both
    let freedom = 1 / (one * one / Double(first.count - 1) + two * two / Double(second.count - 1))
    return try TTest(first.meanDifference(second), squaredError: both, degreesOfFreedom: freedom)
  }

  /// The paired test: mean of first − second over the pairs.
  ///
  /// **Throws:** `lengthsDiffer`, `tooFewObservations` below two pairs, `notANumber`, `zeroVariance` where all
  /// differences are equal. **Source:** Student, Biometrika 6 (1908).
  package static func paired(_ first: [Double], _ second: [Double]) throws(Undefined) -> TTest {
    guard first.count == second.count else { throw .lengthsDiffer(first.count, second.count) }
    return try mean(Sample(zip(first, second).map { $0 - $1 }))
  }

  /// The mean of one sample against zero, n − 1 degrees of freedom. **Throws:** `zeroVariance`.
  package static func mean(_ sample: Sample) throws(Undefined) -> TTest {
    try TTest(
      sample.mean, squaredError: sample.squaredError, degreesOfFreedom: Double(sample.count - 1))
  }

  /// The corrected resampled test: the mean of results of one data set split again and again into training and test.
  ///
  /// Results of splits that share training rows go up and down together, so that s²/n is too small: s²(1/n + ratio)
  /// allows for it, with n − 1 degrees of freedom.
  ///
  /// - Parameter ratio: rows tested on for one trained on; 1/(k − 1) with k folds.
  /// **Throws:** `zeroVariance`. **Source:** C. Nadeau, Y. Bengio, Machine Learning 52 (2003).
  package static func resampled(_ sample: Sample, ratio: Double) throws(Undefined) -> TTest {
    try TTest(
      sample.mean, squaredError: sample.variance * (1 / Double(sample.count) + ratio),
      degreesOfFreedom: Double(sample.count - 1))
  }

  package var t: Double { difference / standardError }

  /// Two-sided p value.
  package var pValue: Double { distribution.twoSided(t) }

  /// Interval of the difference. **Throws:** `levelOutOfRange`.
  package func interval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let half = try distribution.twoSidedQuantile(confidence: confidence) * standardError
    return Interval(lower: difference - half, upper: difference + half)
  }
}
