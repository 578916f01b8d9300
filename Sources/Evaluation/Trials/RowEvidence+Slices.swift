package import Book

extension RowEvidence {
  /// What an evaluation found of two versions within its slices.
  package static func slices(_ slice: SliceRecord) -> [RowEvidence] {
    (slice.againstVersions ?? []).map { against in
      var evidence = RowEvidence(
        metric: against.metric, isHigherBetter: against.isHigherBetter,
        rows: .init(
          evaluation: slice.name, version: slice.reference, baseline: against.baseline, rows: against.rows,
          keys: against.keys, slice: slice.title))
      evidence.difference = against.difference
      evidence.standardError = against.standardError
      evidence.lower = against.lower
      evidence.upper = against.upper
      evidence.confidence = against.confidence
      evidence.pValue = against.pValue
      evidence.method = against.method
      evidence.reason = against.reason
      return evidence
    }
  }
}
