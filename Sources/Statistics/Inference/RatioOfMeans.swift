/// A ratio of two means over the same units, such as revenue per order where customers are assigned.
///
/// r = ȳ/x̄ with the variance (s_y² − 2r·s_xy + r²·s_x²)/(n·x̄²) by the delta method. It is good where x̄ is many
/// standard errors from zero. **Source:** A. Deng, U. Knoblich and J. Lu, KDD 2018; W. G. Cochran, Sampling
/// Techniques (1977), 2.11.
package struct RatioOfMeans: Sendable, Hashable {
  package let ratio: Double
  package let standardError: Double
  package let count: Int

  /// One pair for each unit. **Missing values:** none.
  ///
  /// **Throws:** `lengthsDiffer`, `tooFewObservations`, `notANumber`, `denominatorNearZero` where the
  /// denominators sum to zero.
  package init(numerators: [Double], denominators: [Double]) throws(Undefined) {
    guard numerators.count == denominators.count else {
      throw .lengthsDiffer(numerators.count, denominators.count)
    }
    let below = try Sample(denominators)
    let above = try Sample(numerators)
    guard below.mean != 0 else { throw .denominatorNearZero }
    let ratio = above.mean / below.mean
    guard ratio.isFinite else { throw .denominatorNearZero }
    // The residuals y − r·x have this variance at once, without its cancellation.
    let residuals = try Sample(zip(numerators, denominators).map { $0 - ratio * $1 })
    self.ratio = ratio
    standardError = residuals.squaredError.squareRoot() / abs(below.mean)
    count = below.count
  }

  /// A value for each unit whose mean is the ratio and whose squared error is the ratio's: r + (y − r·x)/x̄.
  ///
  /// What a mean can be put through, such as an adjustment by a covariate, a ratio can be put through by these.
  /// **Throws:** as `init(numerators:denominators:)`.
  package static func linearised(
    numerators: [Double], denominators: [Double]
  ) throws(Undefined) -> (ratio: Double, values: [Double]) {
    let whole = try RatioOfMeans(numerators: numerators, denominators: denominators)
    let below = try Sample(denominators).mean
    return (
      whole.ratio,
      zip(numerators, denominators).map { whole.ratio + ($0 - whole.ratio * $1) / below }
    )
  }

  /// **Throws:** `zeroVariance` where every unit has the same ratio.
  package func estimate() throws(Undefined) -> Estimate {
    try Estimate(value: ratio, standardError: standardError)
  }
}
