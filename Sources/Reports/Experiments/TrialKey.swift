import Book

/// What tells a trial apart within its experiment.
package struct TrialKey: Sendable, Hashable {
  package let origin: String
  package let id: String

  package init(origin: String, id: String) {
    self.origin = origin
    self.id = id
  }
}

extension TrialRecord {
  var key: TrialKey { TrialKey(origin: origin, id: originID) }

  func value(of metric: String) -> Double? { metrics.first { $0.name == metric }?.value }
  func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}
