/// Where a score tells the classes apart best: the Kolmogorov–Smirnov statistic of a score.
package struct Separation: Sendable, Hashable {
  /// The largest |true positive rate − false positive rate| over all thresholds.
  package let statistic: Double
  /// Rows at or above it are taken; the highest of equals.
  package let threshold: Double
  /// Rates at that threshold.
  package let truePositiveRate: Double
  package let falsePositiveRate: Double
}

extension RankedOutcomes {
  /// The Kolmogorov–Smirnov statistic of the score: Youden's J where the score ranks the right way round.
  ///
  /// Compared in integers, so that equal gaps are equal. **Throws:** `oneClass`. **Source:** W. J. Youden,
  /// Cancer 3 (1950).
  package func separation() throws(Undefined) -> Separation {
    guard positiveCount > 0, negativeCount > 0 else { throw .oneClass }
    var best = (gap: -1, at: 0, up: 0, down: 0)
    var up = 0
    var down = 0
    for k in scores.indices {
      up += positives[k]
      down += negatives[k]
      let gap = abs(up * negativeCount - down * positiveCount)
      if gap > best.gap { best = (gap, k, up, down) }
    }
    return Separation(
      statistic: Double(best.gap) / (Double(positiveCount) * Double(negativeCount)),
      threshold: scores[best.at],
      truePositiveRate: Double(best.up) / Double(positiveCount),
      falsePositiveRate: Double(best.down) / Double(negativeCount))
  }

  /// Gini's coefficient of a score, 2·AUC − 1, also called accuracy ratio; below 0 for a score that ranks the
  /// wrong way round. **Throws:** `oneClass`.
  package func gini() throws(Undefined) -> Double {
    let pairs = pairCount
    guard pairs.pairs > 0 else { throw .oneClass }
    return Double(pairs.doubledWins - pairs.pairs) / Double(pairs.pairs)
  }

  /// The share of rows taken (x) and of positives among them (y), from (0, 0) to (1, 1): cumulative gain.
  ///
  /// **Shape:** as `rocCurve`, at each distinct score. **Throws:** `oneClass` without a positive.
  package func cumulativeGainCurve(limit: Int? = nil) throws(Undefined) -> [CurvePoint] {
    guard positiveCount > 0 else { throw .oneClass }
    let (rows, all) = (Double(count), Double(positiveCount))
    let points = points { hits, taken in (Double(taken) / rows, Double(hits) / all) }
    return thinned([.origin] + points, to: limit)
  }
}
