#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension DeLongArea {
  /// The interval that is normal in log(A/(1 − A)): always inside (0, 1), and nearer its confidence than
  /// `interval` where the area is near 1 and the positives are few, though short there too.
  ///
  /// logit A ± z·s/(A(1 − A)), brought back. **Throws:** `zeroVariance` as `interval`, also for an area of 0 or 1;
  /// `levelOutOfRange`. **Source:** M. S. Pepe, The Statistical Evaluation of Medical Tests (2003), 5.2.4; G. Qin
  /// and L. Hotilovac, Statistical Methods in Medical Research 17 (2008).
  package func logitInterval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard standardError > 0, area > 0, area < 1 else { throw .zeroVariance }
    let half = try Normal.twoSidedQuantile(confidence: confidence) * standardError / (area * (1 - area))
    // A/(A + (1 − A)·eʰ) is the inverse of the logit without a difference of near numbers.
    return Interval(
      lower: area / (area + (1 - area) * exp(half)), upper: area / (area + (1 - area) * exp(-half)))
  }
}
