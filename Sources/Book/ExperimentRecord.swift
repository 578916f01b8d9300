/// A question with trials.
package struct ExperimentRecord: Sendable, Hashable, Codable {
  package let name: String
  /// What it is to find out; nil where nobody said, as with what was imported under its own name.
  package let question: String?
  package let objective: String?
  /// The name of the trial that has to be beaten.
  package let baseline: String?
  package let note: String?
  /// `declared`, `log`, `mlflow` or `dvc`: what entered it first.
  package let origin: String
  package let isDeleted: Bool
  package let tags: [TrialRecord.Entry]
  /// RFC 3339.
  package let createdAt: String

  package init(
    name: String, question: String? = nil, objective: String? = nil, baseline: String? = nil,
    note: String? = nil, origin: String, isDeleted: Bool = false, tags: [TrialRecord.Entry] = [],
    createdAt: String
  ) {
    self.name = name
    self.question = question
    self.objective = objective
    self.baseline = baseline
    self.note = note
    self.origin = origin
    self.isDeleted = isDeleted
    self.tags = tags
    self.createdAt = createdAt
  }
}
