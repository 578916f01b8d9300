import Diagnostics

extension ConfigurationChecks {
  /// Two jobs never write the same place, and no job writes what it reads or what the workspace is made of.
  func outputProblems() -> Problems {
    var problems = Problems()
    let jobs = configuration.jobs.values.sorted { $0.name < $1.name }
    for (position, job) in jobs.enumerated() {
      for earlier in jobs[..<position] {
        if let summary = sharedOutput(earlier, job) {
          problems.add(
            problem(
              .workspaceOutputShared, at: outputPath(of: job), summary,
              next: "Give each job an output of its own."))
        }
      }
      if let dataset = inputs(of: job).first(where: { writes(job, into: $0) }) {
        problems.add(
          problem(
            .workspaceOutputIsInput, at: outputPath(of: job),
            "job '\(job.name)' writes what it reads: dataset '\(dataset.name)'",
            next: "Choose another output."))
      }
      if let file = ownFiles.first(where: {
        PathPattern($0, root: configuration.root, glob: false).overlaps(pattern(of: job))
      }) {
        problems.add(
          problem(
            .workspaceOutputIsInput, at: outputPath(of: job),
            "job '\(job.name)' writes \(quoted(file)), a file of the workspace itself",
            next: "Choose another output."))
      }
    }
    return problems
  }

  private func outputPath(of job: Configuration.Job) -> String {
    switch job.destination {
    case .csv: "jobs.\(job.name).output.csv"
    case .sqlite: "jobs.\(job.name).output.table"
    }
  }

  private func pattern(of job: Configuration.Job) -> PathPattern {
    switch job.destination {
    case .csv(let path): PathPattern(path, root: configuration.root, glob: false)
    case .sqlite(let file, _): PathPattern(file, root: configuration.root, glob: false)
    }
  }

  private func sharedOutput(_ a: Configuration.Job, _ b: Configuration.Job) -> String? {
    guard pattern(of: a).overlaps(pattern(of: b)) else { return nil }
    guard case .sqlite(let file, let first) = a.destination, case .sqlite(_, let second) = b.destination
    else {
      return "jobs '\(a.name)' and '\(b.name)' write the same file"
    }
    if first == second {
      return "jobs '\(a.name)' and '\(b.name)' write the same table \(quoted(first)) of \(file)"
    }
    let shadows = [(a, first, second), (b, second, first)]
    for (job, table, other) in shadows where !job.shadows.isEmpty && other == "\(table)_shadow" {
      return "table \(quoted(other)) of \(file) is where job '\(job.name)' writes its shadows"
    }
    return nil
  }

  /// The dataset that a job reads and, where it is a query, those below it.
  private func inputs(of job: Configuration.Job) -> [Configuration.Dataset] {
    var waiting = [job.input]
    var seen: Set<String> = []
    var result: [Configuration.Dataset] = []
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted, let dataset = configuration.datasets[name] else { continue }
      result.append(dataset)
      waiting += dataset.kind.tables
    }
    return result
  }

  private func writes(_ job: Configuration.Job, into dataset: Configuration.Dataset) -> Bool {
    switch dataset.kind {
    case .csv(let path, _):
      return PathPattern(path, root: configuration.root, glob: true).overlaps(pattern(of: job))
    case .sqliteTable(let file, let table, _):
      guard PathPattern(file, root: configuration.root, glob: false).overlaps(pattern(of: job)) else {
        return false
      }
      guard case .sqlite(_, let written) = job.destination else { return true }
      let read = table.lowercased()
      return read == written || (!job.shadows.isEmpty && read == "\(written)_shadow")
    case .sqliteQuery(let file, _):
      guard case .csv = job.destination else { return false }
      return PathPattern(file, root: configuration.root, glob: false).overlaps(pattern(of: job))
    case .query: return false
    }
  }

  /// The files that the configuration itself names, data aside.
  private var ownFiles: [String] {
    var files: Set<String> = [WorkspaceLocator.fileName]
    for dataset in configuration.datasets.values {
      switch dataset.kind {
      case .sqliteQuery(_, let query), .query(let query, _): files.insert(query)
      case .csv, .sqliteTable: break
      }
    }
    for model in configuration.models.values {
      for version in model.versions {
        files.formUnion([version.artefact, version.metadata].compactMap { $0 })
      }
      if let card = model.card { files.insert(card) }
    }
    files.formUnion(configuration.kpis.values.map(\.query))
    for report in configuration.reports.values {
      for case .text(let file) in report.contents { files.insert(file) }
    }
    return files.sorted()
  }
}
