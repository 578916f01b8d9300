/// The area under the ROC curve with DeLong's standard error.
package struct DeLongArea: Sendable, Hashable {
  package let area: Double
  package let standardError: Double

  /// The normal interval around the area, cut to [0, 1].
  ///
  /// **Throws:** `zeroVariance` where the classes are separated completely: the formula then claims
  /// certainty, which no sample gives. `levelOutOfRange`.
  package func interval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard standardError > 0 else { throw .zeroVariance }
    let half = try Normal.twoSidedQuantile(confidence: confidence) * standardError
    return Interval(lower: area - half, upper: area + half).clamped(to: 0, 1)
  }
}

/// Two models on the same rows: the difference of their areas and DeLong's paired test.
package struct DeLongComparison: Sendable, Hashable {
  package let first: DeLongArea
  package let second: DeLongArea
  /// First area minus second.
  package let difference: Double
  /// Standard error of the difference, with the covariance of the two areas.
  package let standardError: Double

  /// The difference over its standard error. **Throws:** `zeroVariance`: the models rank alike, or both
  /// separate the classes.
  package func z() throws(Undefined) -> Double {
    guard standardError > 0 else { throw .zeroVariance }
    return difference / standardError
  }

  /// Two-sided p value. **Throws:** as `z`.
  package func pValue() throws(Undefined) -> Double { Normal.twoSided(try z()) }

  /// Natural logarithm of the p value, for differences so clear that it underflows. **Throws:** as `z`.
  package func logPValue() throws(Undefined) -> Double { Normal.logTwoSided(try z()) }

  /// Interval of the difference. **Throws:** as `z`, and `levelOutOfRange`.
  package func interval(confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard standardError > 0 else { throw .zeroVariance }
    let half = try Normal.twoSidedQuantile(confidence: confidence) * standardError
    return Interval(lower: difference - half, upper: difference + half)
  }
}

/// DeLong's structural components of one model: for each positive the share of negatives below it, for each
/// negative the share of positives above it, ties counting half.
///
/// **Throws:** `lengthsDiffer`, `notANumber`, `oneClass`, and `tooFewObservations` with fewer than two rows
/// in a class. **Source:** E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988); midranks
/// after X. Sun and W. Xu, IEEE Signal Processing Letters 21 (2014), O(n log n).
package struct DeLong: Sendable {
  /// For each positive, in row order, twice its wins over the negatives: an integer.
  let positiveWins: [Int]
  /// For each negative, in row order, twice the wins of the positives over it.
  let negativeWins: [Int]

  package init(scores: [Double], outcomes: [Bool]) throws(Undefined) {
    let ranked = try RankedOutcomes(scores: scores, outcomes: outcomes)
    guard ranked.positiveCount > 0, ranked.negativeCount > 0 else { throw .oneClass }
    let fewest = min(ranked.positiveCount, ranked.negativeCount)
    guard fewest >= 2 else { throw .tooFewObservations(needed: 2, found: fewest) }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var wins = [Int](repeating: 0, count: scores.count)
    var negativesBelow = ranked.negativeCount
    var positivesAbove = 0
    var place = 0
    for k in ranked.scores.indices {
      negativesBelow -= ranked.negatives[k]
      let ofPositive = 2 * negativesBelow + ranked.negatives[k]
      let ofNegative = 2 * positivesAbove + ranked.positives[k]
      positivesAbove += ranked.positives[k]
      for _ in 0..<(ranked.positives[k] + ranked.negatives[k]) {
        wins[order[place]] = outcomes[order[place]] ? ofPositive : ofNegative
        place += 1
      }
    }
    var positiveWins: [Int] = []
    var negativeWins: [Int] = []
    for (row, outcome) in outcomes.enumerated() {
      if outcome { positiveWins.append(wins[row]) } else { negativeWins.append(wins[row]) }
    }
    self.positiveWins = positiveWins
    self.negativeWins = negativeWins
  }

  /// The area and its standard error, √(S₁₀/m + S₀₁/n).
  package var area: DeLongArea {
    let variance =
      varianceOfMean(positiveWins, over: negativeWins.count)
      + varianceOfMean(negativeWins, over: positiveWins.count)
    return DeLongArea(area: value, standardError: max(0, variance).squareRoot())
  }

  /// The paired comparison with another model on the same rows.
  ///
  /// **Throws:** `lengthsDiffer` when the two don't have the same outcomes by count.
  package func compared(with other: DeLong) throws(Undefined) -> DeLongComparison {
    guard positiveWins.count == other.positiveWins.count else {
      throw .lengthsDiffer(positiveWins.count, other.positiveWins.count)
    }
    guard negativeWins.count == other.negativeWins.count else {
      throw .lengthsDiffer(negativeWins.count, other.negativeWins.count)
    }
    // The variance of the differences is the variance of the difference, and it is exactly zero, not
    // almost, when the two rank alike.
    let ofPositives = zip(positiveWins, other.positiveWins).map { $0 - $1 }
    let ofNegatives = zip(negativeWins, other.negativeWins).map { $0 - $1 }
    let variance =
      varianceOfMean(ofPositives, over: negativeWins.count)
      + varianceOfMean(ofNegatives, over: positiveWins.count)
    let pairs = Double(positiveWins.count) * Double(negativeWins.count)
    return DeLongComparison(
      first: area, second: other.area,
      difference: Double(ofPositives.reduce(0, +)) / (2 * pairs),
      standardError: max(0, variance).squareRoot())
  }

  private var value: Double {
    let pairs = Double(positiveWins.count) * Double(negativeWins.count)
    return Double(positiveWins.reduce(0, +)) / (2 * pairs)
  }

  /// Sample variance of a component over its count, the doubled wins brought back to shares.
  private func varianceOfMean(_ wins: [Int], over opponents: Int) -> Double {
    let n = Double(wins.count)
    let mean = Double(wins.reduce(0, +)) / n
    var sum = CompensatedSum()
    for win in wins { sum.add((Double(win) - mean) * (Double(win) - mean)) }
    let scale = 2 * Double(opponents)
    return sum.value / (n - 1) / n / (scale * scale)
  }
}
