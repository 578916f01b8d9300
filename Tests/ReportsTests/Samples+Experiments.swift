import Book
import Reports

extension Samples {
  static func trial(
    _ name: String, id: String? = nil, parameters: [String: String], metrics: [String: Double],
    started: String = "2026-01-10T09:00:00.000Z", state: TrialRecord.State = .finished
  ) -> TrialRecord {
    var trial = TrialRecord(name: name, origin: "log", originID: id ?? name, state: state)
    trial.startedAt = started
    trial.endedAt = "2026-01-10T09:01:30.500Z"
    trial.parameters = parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
    trial.metrics = metrics.sorted { $0.key < $1.key }.map {
      .init(
        name: $0.key, value: $0.value, step: $0.key == "loss" ? 3 : 0, time: nil,
        points: $0.key == "loss" ? 3 : 1)
    }
    return trial
  }

  static func enter(_ trials: [TrialRecord], of experiment: ExperimentRecord, in book: Book) throws {
    try book.writeTrials(now: "2026-01-10T10:00:00Z") { writer in
      let number = try writer.experiment(experiment)
      for trial in trials {
        let id = try writer.replace(trial, experiment: number, fingerprint: "f")
        guard let last = trial.metrics.first(where: { $0.name == "loss" })?.value else { continue }
        try writer.add(
          [(1, last + 0.2), (2, last + 0.05), (3, last)].map {
            MetricPoint(step: $0.0, time: nil, value: $0.1)
          },
          of: "loss", trial: id, from: 0)
      }
    }
  }

  static let depth = ExperimentRecord(
    name: "depth", question: "Does a deeper forest beat the rule?", objective: "Fewer letters",
    baseline: "rule",
    origin: "log", createdAt: "2026-01-09T00:00:00Z")

  static let trials = [
    trial(
      "rule", parameters: ["depth": "3", "seed": "1", "kind": "forest"], metrics: ["auc": 0.79, "loss": 0.22]),
    trial(
      "rule again", parameters: ["depth": "3", "seed": "2", "kind": "forest"],
      metrics: ["auc": 0.792, "loss": 0.221]),
    trial(
      "deep", parameters: ["depth": "9", "seed": "1", "kind": "forest"], metrics: ["auc": 0.81, "loss": 0.21]),
    trial(
      "deep again", parameters: ["depth": "9", "seed": "2", "kind": "forest"],
      metrics: ["auc": 0.813, "loss": 0.211]),
    trial("broken", parameters: ["depth": "27"], metrics: [:], state: .failed),
  ]

  static var verdict: ExperimentVerdict {
    var auc = ExperimentComparison.Figure(metric: "auc")
    auc.isHigherBetter = true
    auc.value = 0.8115
    auc.deviation = 0.0021
    auc.baseline = 0.791
    auc.baselineDeviation = 0.0014
    auc.difference = 0.0205
    auc.standardError = 0.0005
    auc.lower = 0.0141
    auc.upper = 0.0269
    auc.pValue = 0.031
    auc.verdict = .better
    var loss = ExperimentComparison.Figure(metric: "loss")
    loss.isHigherBetter = false
    loss.value = 0.2105
    loss.baseline = 0.2205
    loss.difference = -0.01
    return .compared(
      ExperimentComparison(
        baseline: .init(
          name: "rule",
          runs: [TrialKey(origin: "log", id: "rule"), TrialKey(origin: "log", id: "rule again")],
          parameters: [("depth", ["3"]), ("kind", ["forest"]), ("seed", ["1", "2"])], versions: []),
        candidates: [
          .init(
            group: .init(
              name: "deep",
              runs: [TrialKey(origin: "log", id: "deep"), TrialKey(origin: "log", id: "deep again")],
              parameters: [("depth", ["9"]), ("kind", ["forest"]), ("seed", ["1", "2"])],
              versions: ["again@1"]),
            verdict: .better, sentence: "deep is better than rule: auc higher by 0.0205.",
            figures: [auc, loss])
        ], differing: ["depth"], correction: "holm", tests: 1, trials: 4, unfinished: 1,
        details: ["No verdict on deep by loss: all runs of each give the same value."]))
  }
}
