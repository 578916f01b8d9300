import Workspace

/// What the outcomes of an evaluation are; its metrics tell.
enum OutcomeKind: String, Sendable, Hashable {
  /// 0 or 1.
  case binary
  /// One of several labels.
  case label
  case number

  init(_ metrics: [Configuration.Evaluation.Metric]) {
    if metrics.contains(where: { $0.family == .number }) {
      self = .number
    } else {
      self = metrics.allSatisfy { $0.family == .decision } ? .label : .binary
    }
  }
}
