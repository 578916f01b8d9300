import Statistics
import Tabular
import Workspace

extension NightScores {
  /// Rows that have a score, and a digest of all that was compared; in a night every key has one row.
  func sample(
    _ outcomes: NightOutcomes, _ slices: NightSlices, _ plan: EvaluationPlan, _ labels: LabelCodes
  ) -> (Sample, RowDigest) {
    var scores: [Double] = []
    var actual: [Double] = []
    var classes: [Int32] = []
    var digest = RowDigest()
    let ranks = labels.ranks
    func rank(_ code: Double) -> Double { plan.kind == .label ? Double(ranks[Int(code)]) : code }
    for (slot, score) in self.scores.enumerated() where !score.isNaN {
      scores.append(rank(score))
      actual.append(rank(outcomes.actual[slot]))
      if plan.kind == .label {
        classes.append(Int32(rank(score)))
      } else if !decided.isEmpty {
        classes.append(decided[slot])
      }
      let key = outcomes.keys[slot]
      let (first, second) =
        plan.kind == .label
        ? (labels.hash(score), labels.hash(outcomes.actual[slot]))
        : (
          score.bitPattern,
          plan.kind == .number ? outcomes.actual[slot].bitPattern : outcomes.actual[slot] == 1 ? 1 : 0
        )
      let words = (key.low, key.high, first, second)
      withUnsafeBytes(of: words) { digest.add($0) }
      // Rows of their own, so that the digest of a plan without classes and slices is of scores and outcomes alone.
      if plan.kind != .label, !decided.isEmpty {
        withUnsafeBytes(of: (key.low, key.high, UInt64(bitPattern: Int64(decided[slot])))) { digest.add($0) }
      }
      if !slices.digests.isEmpty {
        withUnsafeBytes(of: (key.high, slices.digests[slot])) { digest.add($0) }
      }
    }
    let sample = Sample(
      scores: scores, actual: actual, decided: classes, clusters: .rows(scores.count),
      classes: plan.kind == .label ? ranks.count : 2, isProbability: isProbability, kind: plan.kind,
      ranks: plan.asks(.score))
    return (sample, digest)
  }
}
