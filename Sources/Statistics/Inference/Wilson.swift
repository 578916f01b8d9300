extension Interval {
  /// Wilson's score interval of a proportion.
  ///
  /// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n) with p = successes/count. It is exactly 0 below at no
  /// success and exactly 1 above at no failure. **Throws:** `noObservations` for a count of 0,
  /// `levelOutOfRange` for a confidence outside (0, 1), `negativeCount` for impossible counts.
  /// **Source:** E. B. Wilson, JASA 22 (1927).
  package static func wilson(
    successes: Int, of count: Int, confidence: Double = 0.95
  ) throws(Undefined) -> Interval {
    guard successes >= 0 else { throw .negativeCount(at: 0) }
    guard count > 0 else { throw .noObservations }
    guard successes <= count else { throw .negativeCount(at: 1) }
    let z = try Normal.twoSidedQuantile(confidence: confidence)
    let n = Double(count)
    let p = Double(successes) / n
    let zz = z * z / n
    let centre = p + zz / 2
    let half = z * (p * (1 - p) / n + zz / (4 * n)).squareRoot()
    return Interval(
      lower: successes == 0 ? 0 : max(0, (centre - half) / (1 + zz)),
      upper: successes == count ? 1 : min(1, (centre + half) / (1 + zz)))
  }
}
