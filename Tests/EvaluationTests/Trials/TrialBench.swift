import Book
import Evaluation

/// Trials written in a line.
enum TrialBench {
  static func trial(
    _ name: String, _ parameters: [String: String] = [:], _ metrics: [String: Double],
    state: TrialRecord.State = .finished
  ) -> TrialRecord {
    var record = TrialRecord(name: name, origin: "log", originID: name, state: state)
    record.parameters = parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
    record.metrics = metrics.sorted { $0.key < $1.key }.map {
      .init(name: $0.key, value: $0.value.isNaN ? nil : $0.value, step: 0, time: nil, points: 1)
    }
    return record
  }

  /// Runs of one trial over seeds.
  static func runs(_ name: String, depth: Int, _ metric: String, _ values: [Double]) -> [TrialRecord] {
    values.enumerated().map { seed, value in
      trial("\(name)-\(seed)", ["depth": "\(depth)", "train.seed": "\(seed)"], [metric: value])
    }
  }

  static func plan(_ baseline: String) -> TrialComparisonPlan {
    var plan = TrialComparisonPlan(experiment: "depth")
    plan.baseline = baseline
    return plan
  }
}
