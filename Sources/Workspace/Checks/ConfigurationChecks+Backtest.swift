import Diagnostics

extension ConfigurationChecks {
  /// What lies between an evaluation that scores versions itself, its two datasets and its baseline.
  func problems(
    of evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest
  ) -> Problems {
    var problems = Problems()
    let path = "evaluations.\(evaluation.name)"
    if let input = configuration.datasets[backtest.input],
      let actuals = configuration.datasets[evaluation.actuals]
    {
      let isBroken = { (name: String) in reader.places["datasets.\(name).key"] != nil }
      if input.key.isEmpty, !isBroken(input.name) {
        problems.add(
          problem(
            .workspaceKey, at: "\(path).input",
            "evaluation '\(evaluation.name)' reads dataset '\(input.name)', which has no key",
            next: "Add key: [COLUMN] to dataset '\(input.name)'; it tells which outcome belongs to a row."))
      } else if !input.key.isEmpty, Set(input.key) != Set(actuals.key),
        !actuals.key.isEmpty || !isBroken(actuals.name)
      {
        problems.add(
          problem(
            .workspaceKey, at: "\(path).actuals",
            "evaluation '\(evaluation.name)' can't join dataset '\(actuals.name)' to dataset '\(input.name)'",
            expected: "the key [\(input.key.joined(separator: ", "))]",
            found: actuals.key.isEmpty ? "no key" : "the key [\(actuals.key.joined(separator: ", "))]"))
      }
    }
    if let baseline = evaluation.baseline, !backtest.versions.contains(baseline) {
      problems.add(
        problem(
          .workspaceBaseline, at: "\(path).baseline",
          "evaluation '\(evaluation.name)' does not score its baseline",
          expected: oneOf(backtest.versions.map(\.description)), found: quoted(baseline.description),
          next: "Add \(baseline) to its versions."))
    }
    problems.add(metricProblems(of: evaluation))
    problems.add(worstProblems(of: evaluation))
    return problems
  }
}
