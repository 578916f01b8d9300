/// Scores with their outcomes, sorted once: the distinct scores from the highest to the lowest, and how many
/// positive and negative outcomes each has. Everything in this folder is computed from it.
///
/// **Missing values:** none; a NaN score is refused. Infinite scores are ranked like any other; −0 equals 0.
package struct RankedOutcomes: Sendable, Hashable {
  /// Distinct scores, descending.
  package let scores: [Double]
  /// Positive outcomes at each distinct score.
  package let positives: [Int]
  /// Negative outcomes at each distinct score.
  package let negatives: [Int]
  package let positiveCount: Int
  package let negativeCount: Int

  package var count: Int { positiveCount + negativeCount }

  /// Sorts in O(n log n).
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`, and `tooManyObservations` beyond 2³² rows,
  /// where the doubled pair count no longer fits 64 bits.
  package init(scores: [Double], outcomes: [Bool]) throws(Undefined) {
    guard scores.count == outcomes.count else { throw .lengthsDiffer(scores.count, outcomes.count) }
    guard !scores.isEmpty else { throw .noObservations }
    guard scores.count < 1 << 32 else { throw .tooManyObservations }
    var up: [Double] = []
    var down: [Double] = []
    down.reserveCapacity(scores.count)
    for (position, score) in scores.enumerated() {
      if score.isNaN { throw .notANumber(at: position) }
      if outcomes[position] { up.append(score) } else { down.append(score) }
    }
    self.init(positives: up, negatives: down)
  }

  /// Scores of the positives and of the negatives, none of them NaN.
  init(positives up: [Double], negatives down: [Double]) {
    let up = up.sorted(by: >)
    let down = down.sorted(by: >)
    var scores: [Double] = []
    var positives: [Int] = []
    var negatives: [Int] = []
    var i = 0
    var j = 0
    while i < up.count || j < down.count {
      let score =
        if i == up.count { down[j] } else if j == down.count { up[i] } else { max(up[i], down[j]) }
      let firstUp = i
      let firstDown = j
      while i < up.count, up[i] == score { i += 1 }
      while j < down.count, down[j] == score { j += 1 }
      scores.append(score)
      positives.append(i - firstUp)
      negatives.append(j - firstDown)
    }
    self.scores = scores
    self.positives = positives
    self.negatives = negatives
    positiveCount = up.count
    negativeCount = down.count
  }
}
