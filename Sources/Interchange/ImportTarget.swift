package import Book
package import Diagnostics

/// Where the trials of an import go.
package struct ImportTarget: Sendable {
  package let book: Book
  /// nil: every foreign experiment keeps its own name.
  package let experiment: ExperimentRecord?
  /// RFC 3339.
  package let now: String
  /// Asked between transactions: whether to stop.
  package let interruption: @Sendable () -> Diagnostic?

  package init(
    book: Book, experiment: ExperimentRecord?, now: String,
    interruption: @escaping @Sendable () -> Diagnostic? = { nil }
  ) {
    self.book = book
    self.experiment = experiment
    self.now = now
    self.interruption = interruption
  }

  /// The experiment that a foreign one's trials go to.
  func experiment(
    foreign name: String, isDeleted: Bool, tags: [TrialRecord.Entry], origin: String, createdAt: String?
  ) -> ExperimentRecord {
    if let experiment { return experiment }
    let note = tags.first { $0.name == "mlflow.note.content" }?.value
    return ExperimentRecord(
      name: name, note: note, origin: origin, isDeleted: isDeleted, tags: tags, createdAt: createdAt ?? now)
  }
}
