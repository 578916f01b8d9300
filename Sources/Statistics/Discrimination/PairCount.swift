/// How often a positive outcome has a higher score than a negative one: the area under the ROC curve in
/// integers, which add up to the same result in any order.
///
/// The area is doubledWins / (2 · pairs), where a win counts 2 and a tie 1: Mann–Whitney's U by midranks,
/// U/(n₁·n₀). Adding the counts of several nights gives the area within nights, which no shift of the score
/// between nights can move. **Source:** J. A. Hanley and B. J. McNeil, Radiology 143 (1982).
package struct PairCount: Sendable, Hashable {
  /// Twice the pairs in which the positive is higher, plus the tied pairs.
  package private(set) var doubledWins: Int
  /// Pairs of one positive and one negative.
  package private(set) var pairs: Int

  package init(doubledWins: Int = 0, pairs: Int = 0) {
    self.doubledWins = doubledWins
    self.pairs = pairs
  }

  /// Adds the pairs of another night.
  ///
  /// **Throws:** `tooManyObservations` where the sum leaves 64 bits; the count is then unchanged.
  package mutating func add(_ other: PairCount) throws(Undefined) {
    let (wins, winsOverflow) = doubledWins.addingReportingOverflow(other.doubledWins)
    let (all, pairsOverflow) = pairs.addingReportingOverflow(other.pairs)
    guard !winsOverflow, !pairsOverflow else { throw .tooManyObservations }
    doubledWins = wins
    pairs = all
  }

  /// The area under the ROC curve. **Throws:** `oneClass` when there is no pair.
  package func area() throws(Undefined) -> Double {
    guard pairs > 0 else { throw .oneClass }
    return Double(doubledWins) / (2 * Double(pairs))
  }
}

extension RankedOutcomes {
  /// Wins, ties and pairs over all scores, exactly.
  package var pairCount: PairCount {
    var doubled = 0
    var negativesBelow = negativeCount
    for k in scores.indices {
      negativesBelow -= negatives[k]
      doubled += positives[k] * (2 * negativesBelow + negatives[k])
    }
    return PairCount(doubledWins: doubled, pairs: positiveCount * negativeCount)
  }

  /// The area under the ROC curve, ties by midranks. **Throws:** `oneClass`.
  package func areaUnderROC() throws(Undefined) -> Double { try pairCount.area() }
}
