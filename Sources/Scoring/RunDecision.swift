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
    /// The input of a date that stands is no longer there to be compared.
    case inputGone
    /// The target keeps the latest date only, and a later one stands.
    case laterDate
  }

  /// Judges by the plan alone; nil where the input must be looked at.
  ///
  /// - Parameter isDated: a job without dates has no past to protect: what differs is scored again.
  package static func judge(
    standing: CommitRecord?, planDigest: String, force: Bool, isDated: Bool
  ) -> RunDecision? {
    guard let standing else { return .score }
    if force { return .replace(standing) }
    if standing.planDigest == planDigest { return nil }
    return isDated ? .leave(standing, .otherPlan) : .replace(standing)
  }

  /// Judges without reading a row, where the plan is the same.
  package static func judge(standing: CommitRecord, stamp: String) -> RunDecision {
    standing.sourceStamp == stamp ? .same : .compare(standing)
  }

  /// Judges a `.compare` once the rows have been read.
  ///
  /// - Parameter mayReplace: the date lies inside `lookback`, or the job has no dates.
  package static func judge(
    standing: CommitRecord, inputDigest: String, mayReplace: Bool
  ) -> RunDecision {
    if standing.inputDigest == inputDigest { return .same }
    return mayReplace ? .replace(standing) : .leave(standing, .otherInput)
  }
}
