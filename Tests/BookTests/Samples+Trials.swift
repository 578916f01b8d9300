import Book

extension Samples {
  static let experiment = ExperimentRecord(
    name: "depth", question: "Does a deeper forest beat the rule?", objective: "Fewer letters",
    baseline: "rfm", note: "a note", origin: "declared", tags: [.init(name: "team", value: "crm")],
    createdAt: "2026-01-02T03:04:05Z")

  static var trial: TrialRecord {
    var trial = TrialRecord(name: "deep", origin: "log", originID: "deep", state: .finished)
    trial.parentID = "sweep"
    trial.startedAt = "2026-01-02T03:04:05.000Z"
    trial.endedAt = "2026-01-02T03:05:05.250Z"
    trial.startedBy = "ada"
    trial.sourceName = "train.py"
    trial.sourceCommit = "abc123"
    trial.dataDigest = "d1"
    trial.note = "first try"
    trial.artefactsURI = "s3://bucket/deep"
    trial.store = "log"
    trial.parameters = [.init(name: "depth", value: "9"), .init(name: "kind", value: "forest")]
    trial.tags = [.init(name: "owner", value: "ada")]
    trial.metrics = [
      .init(name: "auc", value: 0.75, step: 0, time: 1_760_000_000_000, points: 0),
      .init(name: "loss", value: .infinity, step: 3, time: nil, points: 3),
      .init(name: "odd", value: nil, step: 0, time: nil, points: 0),
    ]
    trial.datasets = [
      .init(name: "purchases", digest: "d1", context: "training", sourceKind: "file", source: "data.csv")
    ]
    trial.artefacts = [
      .init(name: "model.txt", digest: String(repeating: "c", count: 64), size: 5, uri: nil),
      .init(name: "report", digest: nil, size: nil, uri: "s3://bucket/report"),
    ]
    return trial
  }

  static let loss = [
    MetricPoint(step: 1, time: 1_760_000_000_000, value: .nan), MetricPoint(step: 2, time: nil, value: 0.25),
    MetricPoint(step: 3, time: nil, value: .infinity),
  ]

  static let foreignModel = ForeignModelRecord(
    name: "repurchase", description: "who buys again", tags: [.init(name: "tier", value: "gold")],
    createdAt: "2026-01-02T03:04:05.000Z", updatedAt: nil,
    versions: [
      .init(
        version: 3, stage: "Production", state: "READY", trial: "deep", source: "runs:/deep/model",
        description: nil, createdBy: "ada", tags: [], createdAt: nil, updatedAt: nil)
    ], aliases: ["champion": 3])

  static func enterTrial(in book: Book) throws {
    try book.writeTrials(now: "2026-01-02T03:04:05Z") { writer in
      let id = try writer.replace(trial, experiment: writer.experiment(experiment), fingerprint: "f1")
      try writer.add(loss, of: "loss", trial: id, from: 0)
    }
  }
}
