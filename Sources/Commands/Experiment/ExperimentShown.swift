import Book
import Workspace

/// `experiment show --json`.
struct ExperimentShown: Encodable {
  let experiment: String
  let question: String?
  let objective: String?
  let baseline: String?
  let note: String?
  let trials: [TrialShown]

  init(_ record: ExperimentRecord?, _ name: String, _ configuration: Configuration, _ trials: [TrialRecord]) {
    let declared = configuration.experiments[name]
    experiment = name
    question = declared?.question ?? record?.question
    objective = declared?.objective ?? record?.objective
    baseline = declared?.baseline ?? record?.baseline
    note = record?.note
    self.trials = trials.map { TrialShown($0, history: nil) }
  }
}

/// A trial for machines and, as text, for people.
struct TrialShown: Encodable {
  struct Point: Encodable {
    let step: Int
    let time: Int?
    /// nil: NaN.
    let value: Double?

    init(_ point: MetricPoint) {
      step = point.step
      time = point.time
      value = point.value.isNaN ? nil : point.value
    }
  }

  /// Names of others are no keys of ours: entries stay a list.
  let trial: TrialRecord
  let history: [History]?

  struct History: Encodable {
    let metric: String
    let points: [Point]
  }

  init(_ trial: TrialRecord, history: [String: [Point]]?) {
    self.trial = trial
    self.history = history.map {
      $0.sorted { $0.key < $1.key }.map { History(metric: $0.key, points: $0.value) }
    }
  }

  static func text(_ trial: TrialRecord) -> String {
    var fields: [(String, String?)] = [
      ("trial", trial.name), ("state", trial.state.rawValue + (trial.isDeleted ? ", deleted" : "")),
      ("origin", trial.origin + (trial.store.map { " of \($0)" } ?? "")), ("id", trial.originID),
      ("part of", trial.parentID), ("started", trial.startedAt), ("ended", trial.endedAt),
      ("by", trial.startedBy), ("source", trial.sourceName), ("commit", trial.sourceCommit),
      ("data", trial.dataDigest), ("note", trial.note), ("files", trial.artefactsURI),
    ]
    fields += trial.datasets.map { data in
      ("dataset", "\(data.name)  \(data.digest)" + (data.context.isEmpty ? "" : "  \(data.context)"))
    }
    fields += trial.artefacts.map { artefact in
      ("artefact", "\(artefact.name)  " + (artefact.digest.map { "sha256 \($0)" } ?? artefact.uri ?? ""))
    }
    let rows = fields.compactMap { name, value in value.map { (name, TrialText.cell($0, 200)) } }
    let width = rows.map(\.0.count).max() ?? 0
    var text = rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
    }.joined()
    func section(_ title: String, _ entries: [TrialRecord.Entry]) {
      guard !entries.isEmpty else { return }
      var table = TextTable([(title, .left), ("value", .left)])
      for entry in entries { table.add([TrialText.cell(entry.name, 60), TrialText.cell(entry.value, 200)]) }
      text += "\n" + table.text
    }
    section("parameter", trial.parameters)
    if !trial.metrics.isEmpty {
      var table = TextTable([("metric", .left), ("value", .right), ("step", .right), ("points", .right)])
      for metric in trial.metrics {
        table.add([
          TrialText.cell(metric.name, 60), TrialText.number(metric.value), String(metric.step),
          Quantity.count(metric.points),
        ])
      }
      text += "\n" + table.text
    }
    // What the platform keeps for itself stands above already.
    section("tag", trial.tags.filter { !$0.name.hasPrefix("mlflow.") })
    return text
  }
}
