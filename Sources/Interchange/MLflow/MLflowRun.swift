import Book

/// A run of MLflow with all but the points of its metrics, however the store keeps it.
struct MLflowRun: Sendable {
  let id: String
  var name: String?
  var user: String?
  /// MLflow's own word: `FINISHED`.
  var status: String?
  /// RFC 3339.
  var start: String?
  var end: String?
  var sourceName: String?
  var sourceVersion: String?
  var isDeleted = false
  var artefacts: String?
  var parameters: [TrialRecord.Entry] = []
  var tags: [TrialRecord.Entry] = []
  var datasets: [TrialRecord.Dataset] = []

  /// As the book keeps it; metrics come later.
  ///
  /// **Source:** tags `mlflow.…` of MLflow's "Automatic logging of tags".
  func record(store: String) -> TrialRecord {
    let tag = Dictionary(tags.map { ($0.name, $0.value) }) { first, _ in first }
    var record = TrialRecord(
      name: [name, tag["mlflow.runName"]].compactMap { $0 }.first(where: \.isName) ?? String(id.prefix(32)),
      origin: "mlflow", originID: id,
      state: state, isDeleted: isDeleted)
    record.parentID = tag["mlflow.parentRunId"]
    record.startedAt = start
    record.endedAt = end
    record.startedBy = user ?? tag["mlflow.user"]
    record.sourceName = sourceName ?? tag["mlflow.source.name"]
    record.sourceCommit = tag["mlflow.source.git.commit"] ?? sourceVersion
    record.note = tag["mlflow.note.content"]
    record.artefactsURI = artefacts
    record.store = store
    record.parameters = parameters
    record.tags = tags
    record.datasets = datasets
    let training = datasets.filter { ["training", "train"].contains($0.context) }
    if let data = training.count == 1 ? training[0] : datasets.count == 1 ? datasets[0] : nil {
      record.dataDigest = data.digest
    }
    return record
  }

  private var state: TrialRecord.State {
    switch status {
    case "RUNNING": .running
    case "SCHEDULED": .scheduled
    case "FINISHED": .finished
    case "FAILED": .failed
    case "KILLED": .killed
    default: .unknown
    }
  }
}
