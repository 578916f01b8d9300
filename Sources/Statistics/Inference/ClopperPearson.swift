extension Interval {
  /// The exact interval of a proportion: never too short, often too long.
  ///
  /// The α/2 quantile of Beta(k, n − k + 1) and the 1 − α/2 quantile of Beta(k + 1, n − k); exactly 0 below at
  /// no success and exactly 1 above at no failure. **Throws:** as `wilson`.
  /// **Source:** C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
  package static func clopperPearson(
    successes: Int, of count: Int, confidence: Double = 0.95
  ) throws(Undefined) -> Interval {
    guard successes >= 0 else { throw .negativeCount(at: 0) }
    guard count > 0 else { throw .noObservations }
    guard successes <= count else { throw .negativeCount(at: 1) }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    let tail = (1 - confidence) / 2
    let k = Double(successes)
    let rest = Double(count - successes)
    return Interval(
      lower: successes == 0 ? 0 : try BetaDistribution(k, rest + 1).quantile(tail),
      upper: successes == count ? 1 : try BetaDistribution(k + 1, rest).quantile(1 - tail))
  }
}
