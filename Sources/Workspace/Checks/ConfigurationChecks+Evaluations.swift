package import Diagnostics

extension ConfigurationChecks {
  /// Metrics that don't go together, and those that the job's outputs can't give.
  func metricProblems(of evaluation: Configuration.Evaluation, _ job: Configuration.Job? = nil) -> Problems {
    var problems = Problems()
    let path = "evaluations.\(evaluation.name)"
    let numbers = evaluation.metrics.filter { $0.family == .number }
    for (position, metric) in evaluation.metrics.enumerated() {
      if metric.family != .number, let number = numbers.first {
        problems.add(
          problem(
            .workspaceMetric, at: "\(path).metrics.\(position)",
            "'\(metric.rawValue)' judges 0 or 1 and labels, '\(number.rawValue)' judges numbers",
            next: "Make two evaluations of them, each with its own outcome."))
      }
      guard evaluation.namesMetrics, let job, let outputs = job.outputs else { continue }
      let needs = metric.needs.map(\.rawValue)
      if !needs.contains(where: { outputs.contains($0) }) {
        problems.add(
          problem(
            .workspaceMetric, at: "\(path).metrics.\(position)",
            "job '\(job.name)' writes nothing that '\(metric.rawValue)' could judge",
            expected: needs.joined(separator: " or ") + " among its outputs",
            found: outputs.joined(separator: ", "),
            next: "Add \(needs[0]) to outputs of job '\(job.name)', or leave the metric out."))
      }
    }
    if evaluation.metrics.contains(.pinball), evaluation.quantile == nil {
      problems.add(
        problem(
          .workspaceMetric, at: "\(path).metrics",
          "'pinball' of evaluation '\(evaluation.name)' needs to know which quantile the prediction is",
          next: "Add quantile: 0.9, for one."))
    }
    return problems
  }

  /// A slice is a column that the job writes beside its predictions.
  func sliceProblems(of evaluation: Configuration.Evaluation, _ job: Configuration.Job) -> Problems {
    var problems = Problems()
    let path = "evaluations.\(evaluation.name)"
    let written =
      (configuration.datasets[job.input]?.key ?? []) + job.keep
      + (job.split == nil ? [] : ["variant"]) + (job.fallback == nil ? [] : ["is_fallback"])
      + (job.outputs ?? Configuration.Job.Prediction.allCases.map(\.rawValue).filter { $0 != "band" })
    for (position, column) in evaluation.by.enumerated() where !written.contains(column) {
      problems.add(
        problem(
          .workspaceMetric, at: "\(path).by.\(position)",
          "job '\(job.name)' writes no column \(quoted(column)) by which evaluation '\(evaluation.name)' "
            + "could be told apart",
          expected: oneOf(written), found: quoted(column),
          next: "Add \(column) to keep of job '\(job.name)', if its input has it."))
    }
    problems.add(worstProblems(of: evaluation))
    return problems
  }

  func worstProblems(of evaluation: Configuration.Evaluation) -> Problems {
    guard evaluation.worstSlices > 0, evaluation.by.isEmpty else { return Problems() }
    return Problems([
      problem(
        .workspaceMetric, at: "evaluations.\(evaluation.name).worst_slices",
        "evaluation '\(evaluation.name)' has no slices of which the worst could be named",
        next: "Add by: [COLUMN].")
    ])
  }

  /// A gate asks for metrics that its evaluation computes and compares.
  func gateProblems() -> Problems {
    var problems = Problems()
    for model in configuration.models.values.sorted(by: { $0.name < $1.name }) {
      guard let gate = model.gate, let evaluation = configuration.evaluations[gate.evaluation] else {
        continue
      }
      let path = "models.\(model.name).promote_if"
      let judged: [ModelReference] =
        evaluation.backtest?.versions
        ?? evaluation.job.flatMap { configuration.jobs[$0] }.map { [$0.model] + $0.shadows } ?? []
      if !judged.contains(where: { $0.name == model.name }) {
        problems.add(
          problem(
            .workspaceGate, at: "\(path).evaluation",
            "evaluation '\(evaluation.name)' judges no version of model '\(model.name)', so that its gate never opens",
            expected: "an evaluation of \(model.name)",
            found: judged.map(\.description).joined(separator: ", "),
            next: "Name another evaluation, or let versions of \(model.name) be scored there."))
        continue
      }
      let asked =
        [("\(path).metric", gate.metric)]
        + gate.guardrails.map { ("\(path).guardrails.\($0.metric.rawValue)", $0.metric) }
      for (place, metric) in asked where metric == .calibration || !evaluation.metrics.contains(metric) {
        problems.add(
          problem(
            .workspaceMetric, at: place,
            metric == .calibration
              ? "'calibration' of two versions is not compared, so that no gate can ask for it"
              : "evaluation '\(evaluation.name)' does not compute '\(metric.rawValue)'",
            expected: oneOf(evaluation.metrics.filter { $0 != .calibration }.map(\.rawValue)),
            next: metric == .calibration ? "Ask for log_loss or brier." : "Add it to its metrics."))
      }
    }
    return problems
  }
}

extension Diagnostic.Identifier {
  package static let workspaceGate = Self("workspace-gate")
}
