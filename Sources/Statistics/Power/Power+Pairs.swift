extension Power {
  /// The t test of paired differences, by the noncentral t distribution with n − 1 degrees of freedom.
  ///
  /// - Parameter deviation: of the differences. **Throws:** `tooFewObservations` below two pairs,
  /// `tooManyObservations`, `zeroVariance`, `levelOutOfRange`, `notANumber`. **Source:** J. Cohen, Statistical Power
  /// Analysis (1988), exact form.
  package static func pairs(
    difference: Double, deviation: Double, count: Int, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    guard count < 1 << 52 else { throw .tooManyObservations }
    guard count >= 2 else { throw .tooFewObservations(needed: 2, found: count) }
    guard deviation > 0 else { throw .zeroVariance }
    return try seen(
      effect: difference / deviation * Double(count).squareRoot(), degreesOfFreedom: Double(count - 1),
      significance: significance)
  }

  /// The smallest mean of paired differences with this deviation that so many pairs show.
  ///
  /// **Throws:** as `pairs`, and `notConverged`.
  package static func smallestDifference(
    deviation: Double, pairs count: Int, power: Double = 0.8, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    try smallestDifference(deviation: deviation, power: power, significance: significance) {
      (effect: Double) throws(Undefined) in
      try pairs(difference: effect, deviation: 1, count: count, significance: significance)
    }
  }
}
