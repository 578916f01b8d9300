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
        isWritten(PathPattern($0, root: configuration.root, glob: false), by: job)
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

  /// Mails never lie where they would be published, or between what the workspace is made of.
  func maildirProblems() -> Problems {
    var problems = Problems()
    let root = normalizedPath(configuration.root)
    for channel in configuration.channels.values.sorted(by: { $0.name < $1.name }) {
      guard case .maildir(let path) = channel.kind else { continue }
      let folder = normalizedPath(path.hasPrefix("/") ? path : "\(root)/\(path)")
      let taken = Self.ownFolders.first { folder == "\(root)/\($0)" || folder.hasPrefix("\(root)/\($0)/") }
      guard taken != nil || folder == root else { continue }
      problems.add(
        problem(
          .workspaceOutputIsInput, at: "channels.\(channel.name).maildir",
          "channel '\(channel.name)' puts mails into "
            + (taken.map { "\(quoted($0)), a folder of the workspace itself" } ?? "the workspace's own folder"),
          next: "Choose another folder, such as _out/mail."))
    }
    return problems
  }

  /// What is published from, published to, or read by Scorebook alone.
  private static let ownFolders = ["site", "_site", "templates", ".scorebook"]

  private func outputPath(of job: Configuration.Job) -> String {
    switch job.destination {
    case .csv: "jobs.\(job.name).output.csv"
    case .sqlite: "jobs.\(job.name).output.table"
    }
  }

  /// The files that a job writes: its output first, then those beside it.
  private func paths(of job: Configuration.Job) -> [String] {
    switch job.destination {
    case .csv(let path): [path] + Configuration.Job.Destination.sidePaths(of: path)
    case .sqlite(let file, _): [file]
    }
  }

  private func patterns(of job: Configuration.Job) -> [PathPattern] {
    paths(of: job).map { PathPattern($0, root: configuration.root, glob: false) }
  }

  private func isWritten(_ pattern: PathPattern, by job: Configuration.Job) -> Bool {
    patterns(of: job).contains { $0.overlaps(pattern) }
  }

  private func sharedOutput(_ a: Configuration.Job, _ b: Configuration.Job) -> String? {
    let (first, second) = (patterns(of: a), patterns(of: b))
    guard first[0].overlaps(second[0]) else {
      for (job, other, sides, all) in [(a, b, first, second), (b, a, second, first)] {
        if let side = sides.indices.dropFirst().first(where: { index in
          all.contains { $0.overlaps(sides[index]) }
        }) {
          return "job '\(other.name)' writes where job '\(job.name)' writes \(quoted(paths(of: job)[side]))"
        }
      }
      return nil
    }
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
      return isWritten(PathPattern(path, root: configuration.root, glob: true), by: job)
    case .sqliteTable(let file, let table, _):
      guard isWritten(PathPattern(file, root: configuration.root, glob: false), by: job) else {
        return false
      }
      guard case .sqlite(_, let written) = job.destination else { return true }
      let read = table.lowercased()
      return read == written || (!job.shadows.isEmpty && read == "\(written)_shadow")
    case .sqliteQuery(let file, _):
      guard case .csv = job.destination else { return false }
      return isWritten(PathPattern(file, root: configuration.root, glob: false), by: job)
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
