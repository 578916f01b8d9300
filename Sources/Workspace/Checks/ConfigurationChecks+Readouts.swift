import Diagnostics

extension ConfigurationChecks {
  /// What lies between a readout, its job and its outcomes.
  func problems(of readout: Configuration.Readout) -> Problems {
    var problems = Problems()
    let path = "readouts.\(readout.name)"
    guard let job = configuration.jobs[readout.job] else { return problems }
    if let input = configuration.datasets[job.input],
      let actuals = configuration.datasets[readout.actuals],
      !input.key.isEmpty, Set(input.key) != Set(actuals.key),
      !actuals.key.isEmpty || reader.places["datasets.\(actuals.name).key"] == nil
    {
      problems.add(
        problem(
          .workspaceKey, at: "\(path).actuals",
          "readout '\(readout.name)' can't join dataset '\(readout.actuals)' to job '\(job.name)'",
          expected: "the key [\(input.key.joined(separator: ", "))]",
          found: actuals.key.isEmpty ? "no key" : "the key [\(actuals.key.joined(separator: ", "))]"))
    }
    if job.write == .latest {
      problems.add(
        problem(
          .workspaceDates, at: "\(path).split",
          "job '\(job.name)' keeps its latest result only, so that nobody knows who was in its split before",
          next: "Let the job write by date: write: by_date."))
    }
    return problems
  }
}
