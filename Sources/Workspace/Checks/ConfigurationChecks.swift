import Diagnostics

/// What lies between the keys of a configuration: who reads whom, who writes what, in which order.
struct ConfigurationChecks {
  let configuration: Configuration
  let reader: NodeReader

  init(_ configuration: Configuration, reader: NodeReader) {
    self.configuration = configuration
    self.reader = reader
  }

  func problems() -> Problems {
    var problems = Problems()
    for job in configuration.jobs.values.sorted(by: { $0.name < $1.name }) {
      problems.add(keyProblems(of: job))
      problems.add(dateProblems(of: job))
    }
    for evaluation in configuration.evaluations.values.sorted(by: { $0.name < $1.name }) {
      problems.add(self.problems(of: evaluation))
    }
    for readout in configuration.readouts.values.sorted(by: { $0.name < $1.name }) {
      problems.add(self.problems(of: readout))
    }
    problems.add(gateProblems())
    problems.add(outputProblems())
    problems.add(maildirProblems())
    problems.add(cycleProblems())
    return problems
  }

  func problem(
    _ identifier: Diagnostic.Identifier, at path: String, _ summary: String, expected: String? = nil,
    found: String? = nil, next: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      identifier, .configuration, at: reader.valuePlace(of: path), summary, expected: expected, found: found,
      next: next)
  }

  private func keyProblems(of job: Configuration.Job) -> Problems {
    var problems = Problems()
    guard let input = configuration.datasets[job.input] else { return problems }
    if input.key.isEmpty, reader.places["datasets.\(input.name).key"] == nil {
      problems.add(
        problem(
          .workspaceKey, at: "jobs.\(job.name).input",
          "job '\(job.name)' reads dataset '\(job.input)', which has no key",
          next: "Add key: [COLUMN] to dataset '\(job.input)'; it tells which row a score belongs to."))
    }
    for (position, column) in job.keep.enumerated() where input.key.contains(column) {
      problems.add(
        problem(
          .workspaceKey, at: "jobs.\(job.name).keep.\(position)",
          "'keep' of job '\(job.name)' names \(quoted(column)), a column of the key",
          next: "Remove it; the key is always written."))
    }
    return problems
  }

  /// A job can wait for another's date only if the other has that date.
  private func dateProblems(of job: Configuration.Job) -> Problems {
    var problems = Problems()
    guard let every = job.every, let since = job.since else { return problems }
    for (position, name) in job.dependsOn.enumerated() {
      guard let other = configuration.jobs[name], let otherEvery = other.every, let otherSince = other.since
      else {
        continue
      }
      let days = since.daysSinceEpoch - otherSince.daysSinceEpoch
      if days < 0 || days % otherEvery != 0 || every % otherEvery != 0 {
        problems.add(
          problem(
            .workspaceDates, at: "jobs.\(job.name).depends_on.\(position)",
            "job '\(job.name)' has dates that job '\(name)' does not have",
            expected: "dates among those of '\(name)': every \(otherEvery)d since \(otherSince)",
            found: "every \(every)d since \(since)"))
      }
    }
    return problems
  }

  private func problems(of evaluation: Configuration.Evaluation) -> Problems {
    var problems = Problems()
    let path = "evaluations.\(evaluation.name)"
    if let backtest = evaluation.backtest { return self.problems(of: evaluation, backtest) }
    guard let job = evaluation.job.flatMap({ configuration.jobs[$0] }) else { return problems }
    if let input = configuration.datasets[job.input],
      let actuals = configuration.datasets[evaluation.actuals],
      !input.key.isEmpty, Set(input.key) != Set(actuals.key),
      !actuals.key.isEmpty || reader.places["datasets.\(actuals.name).key"] == nil
    {
      problems.add(
        problem(
          .workspaceKey, at: "\(path).actuals",
          "evaluation '\(evaluation.name)' can't join dataset '\(evaluation.actuals)' to job '\(job.name)'",
          expected: "the key [\(input.key.joined(separator: ", "))]",
          found: actuals.key.isEmpty ? "no key" : "the key [\(actuals.key.joined(separator: ", "))]"))
    }
    let scored = [job.model] + job.shadows
    if let baseline = evaluation.baseline, !scored.contains(baseline) {
      problems.add(
        problem(
          .workspaceBaseline, at: "\(path).baseline",
          "job '\(job.name)' does not score the baseline of evaluation '\(evaluation.name)'",
          expected: oneOf(scored.map(\.description)), found: quoted(baseline.description),
          next: "Add \(baseline) to 'shadow' of job '\(job.name)'."))
    }
    problems.add(metricProblems(of: evaluation, job))
    problems.add(sliceProblems(of: evaluation, job))
    return problems
  }
}
