import Diagnostics
import Statistics
import Tabular
import Workspace

extension NightScores {
  /// Rows that have a score; in a night every key has one row.
  func sample(
    _ outcomes: NightOutcomes, _ plan: EvaluationPlan, _ labels: LabelCodes, in space: ScratchSpace
  ) throws(Diagnostic) -> Sample {
    let ranks = plan.kind == .label ? labels.ranks : []
    let segment = RowSegment(
      count: scores.count, scores: [ScratchColumn(scores)], actual: outcomes.column(plan.kind),
      clusters: nil, decided: [decided.isEmpty ? nil : ScratchColumn(decided)])
    let rows = EvaluatedRows([segment], versions: 1, limit: scores.count, labelRanks: ranks)
    return try Sample(
      rows, classes: plan.kind == .label ? ranks.count : 2, isProbability: isProbability, kind: plan.kind,
      ranks: plan.ranks, in: space)
  }

  /// Of all that is compared: keys, scores, outcomes, classes and slices, in any order of the rows.
  func digest(
    _ outcomes: NightOutcomes, _ slices: NightSlices, _ plan: EvaluationPlan, _ labels: LabelCodes
  ) -> RowDigest {
    var digest = RowDigest()
    for (slot, score) in scores.enumerated() where !score.isNaN {
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
        let code = UInt64(bitPattern: Int64(decided[slot]))
        withUnsafeBytes(of: (key.low, key.high, code)) { digest.add($0) }
      }
      if !slices.digests.isEmpty {
        withUnsafeBytes(of: (key.high, slices.digests[slot])) { digest.add($0) }
      }
    }
    return digest
  }
}

extension NightOutcomes {
  func column(_ kind: OutcomeKind) -> OutcomeColumn {
    kind == .number ? .numbers(ScratchColumn(actual)) : .codes(ScratchColumn(actual.map { UInt16($0) }))
  }
}
