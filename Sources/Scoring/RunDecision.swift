package import Datasets

/// What a date needs, judged by what stands in the target.
package enum RunDecision: Sendable, Hashable {
  /// Nothing stands there.
  case score
  /// The same plan and the same input: nothing to do.
  case same
  /// `--force`, or the input changed inside `lookback`: the date is replaced whole.
  case replace(CommitRecord)
  /// Another plan or another input stands there and is left as it is.
  case leave(CommitRecord, LeaveReason)
  /// Equal in plan, unequal in stamp: the rows must be read to know.
  case compare(CommitRecord)

  package enum LeaveReason: Sendable, Hashable {
    case otherPlan
    case otherInput
  }

  /// Judges without reading a row.
  package static func judge(
    standing: CommitRecord?, planDigest: String, stamp: String, force: Bool
  ) -> RunDecision {
    guard let standing else { return .score }
    if force { return .replace(standing) }
    if standing.planDigest != planDigest { return .leave(standing, .otherPlan) }
    return standing.sourceStamp == stamp ? .same : .compare(standing)
  }

  /// Judges a `.compare` once the rows have been read.
  package static func judge(
    standing: CommitRecord, inputDigest: String, insideLookback: Bool
  ) -> RunDecision {
    if standing.inputDigest == inputDigest { return .same }
    return insideLookback ? .replace(standing) : .leave(standing, .otherInput)
  }
}
