#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The values of a metric over all resamples.
package struct BootstrapDistribution: Sendable, Hashable {
  /// The metric on the rows themselves.
  package let estimate: Double
  /// Over the resamples, ascending, without those where it is undefined.
  package let replicates: [Double]
  /// Resamples on which the metric is undefined or not finite.
  package let undefined: Int

  /// From the values in any order; NaN is undefined.
  package init(estimate: Double, values: [Double]) {
    self.estimate = estimate
    replicates = values.filter(\.isFinite).sorted()
    undefined = values.count - replicates.count
  }

  /// Standard deviation of the replicates. **Throws:** `tooFewObservations` below two.
  package func standardError() throws(Undefined) -> Double {
    try Sample(replicates).variance.squareRoot()
  }

  /// From the α/2 to the 1 − α/2 quantile of the replicates.
  ///
  /// **Throws:** `noObservations` where the metric is undefined on every resample, `levelOutOfRange`.
  package func percentile(confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    guard !replicates.isEmpty else { throw .noObservations }
    let tail = (1 - confidence) / 2
    return Interval(
      lower: Quantiles.linear(replicates, tail), upper: Quantiles.linear(replicates, 1 - tail))
  }

  /// The percentile interval corrected for bias and skewness.
  ///
  /// Quantiles at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z₀ from the share of replicates below the estimate (equal ones
  /// half), a = Σd³/(6·(Σd²)^1.5) with d the jackknife's mean less its values.
  ///
  /// - Parameter jackknife: the metric without each row, or without each group of rows.
  ///
  /// **Throws:** `resamplesOneSided` where no replicate, or every one, is below the estimate; `zeroVariance` where
  /// the jackknife's values are all equal; `tooFewObservations` with fewer than two of them; `noObservations`;
  /// `levelOutOfRange`. **Source:** B. Efron, JASA 82 (1987).
  package func bca(jackknife: [Double], confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    guard !replicates.isEmpty else { throw .noObservations }
    let acceleration = try Self.acceleration(jackknife)
    let below = replicates.count { $0 < estimate }
    let notAbove = replicates.count { $0 <= estimate }
    guard notAbove > 0, below < replicates.count else { throw .resamplesOneSided }
    let bias = try Normal.quantile(Double(below + notAbove) / Double(2 * replicates.count))
    let z = try Normal.twoSidedQuantile(confidence: confidence)
    func bound(_ z: Double) throws(Undefined) -> Double {
      let level = Normal.below(bias + (bias + z) / (1 - acceleration * (bias + z)))
      guard 1 - acceleration * (bias + z) > 0 else { throw .notConverged }
      return Quantiles.linear(replicates, level)
    }
    return Interval(lower: try bound(-z), upper: try bound(z))
  }

  /// BCa's a. **Throws:** `tooFewObservations`, `notANumber`, `zeroVariance`.
  package static func acceleration(_ jackknife: [Double]) throws(Undefined) -> Double {
    let sample = try Sample(jackknife)
    guard sample.variance > 0 else { throw .zeroVariance }
    // In units of their spread, so that no cube leaves the range of a double.
    let unit = sample.variance.squareRoot()
    var cubes = CompensatedSum()
    var squares = CompensatedSum()
    for value in jackknife {
      let d = (sample.mean - value) / unit
      cubes.add(d * d * d)
      squares.add(d * d)
    }
    return cubes.value / (6 * pow(squares.value, 1.5))
  }

  /// Two-sided p value of "the metric is zero": twice the smaller share of replicates at or beyond it, one added to
  /// counts and total so that it is never 0.
  ///
  /// **Throws:** `noObservations`. **Source:** A. C. Davison and D. V. Hinkley, Bootstrap Methods (1997), 4.2.
  package func pValue() throws(Undefined) -> Double {
    guard !replicates.isEmpty else { throw .noObservations }
    let low = replicates.count { $0 <= 0 }
    let high = replicates.count { $0 >= 0 }
    return min(1, 2 * Double(min(low, high) + 1) / Double(replicates.count + 1))
  }
}
