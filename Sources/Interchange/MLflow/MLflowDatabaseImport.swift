import Book
import Diagnostics
import GRDB

/// Brings the trials of MLflow's tracking database into the book.
struct MLflowDatabaseImport {
  let source: MLflowDatabase
  let target: ImportTarget
  let store: String
  /// Only this experiment of the store; nil: all.
  let selection: String?

  func run() throws(Diagnostic) -> ImportOutcome {
    var losses = MLflowLosses()
    let experiments = try source.experiments(losses: &losses)
    try check(experiments)
    var entry = TrialEntry(target, store: store)
    tellSchema(&entry)
    var orphans = 0
    var last: String?
    while true {
      let page = try source.page(after: last)
      guard let first = page.first?.id, let end = page.last?.id else { break }
      let standing = try target.book.fingerprints(
        experiment: target.experiment?.name, origin: "mlflow", from: first, to: end)
      var due: [DueRun] = []
      for summary in page {
        guard let foreign = experiments[summary.experiment] else {
          orphans += 1
          continue
        }
        if let selection, foreign.name != selection { continue }
        let experiment = target.experiment(
          foreign: foreign.name, isDeleted: foreign.isDeleted, tags: foreign.tags, origin: "mlflow",
          createdAt: foreign.createdAt)
        let isDeleted = summary.isDeleted || foreign.isDeleted
        let fingerprint = summary.fingerprint + (foreign.isDeleted ? ":deleted" : "")
        let known = standing[.init(experiment: experiment.name, originID: summary.id)]
        if entry.isDue(fingerprint, standing: known, isDeleted: isDeleted, experiment: experiment.name) {
          due.append(
            DueRun(
              summary: summary, experiment: experiment, fingerprint: fingerprint,
              isDeleted: foreign.isDeleted))
        }
      }
      try enter(due, &entry, &losses)
      last = end
    }
    if target.experiment == nil { try enterExperiments(experiments) }
    try enterModels(&entry, &losses)
    if orphans > 0 {
      entry.note { $0.warn(.skipped(store, "\(orphans) runs belong to no experiment of the store")) }
    }
    tell(losses, &entry)
    return try entry.finish()
  }

  /// Reads the runs that are due, as many at once as one transaction of the book takes.
  private func enter(
    _ due: [DueRun], _ entry: inout TrialEntry, _ losses: inout MLflowLosses
  ) throws(Diagnostic) {
    var rest = due[...]
    while let first = rest.first {
      var group = [first]
      var points = first.summary.points
      rest = rest.dropFirst()
      while let next = rest.first, points + next.summary.points <= TrialEntry.pointsAtOnce {
        points += next.summary.points
        group.append(next)
        rest = rest.dropFirst()
      }
      var lost = losses
      let limit = TrialEntry.pointsAtOnce
      let read = try source.read { database in
        try group.map { item in
          (item, try source.run(item.summary.id, limit: limit, in: database, losses: &lost))
        }
      }
      losses = lost
      for (item, found) in read {
        guard let found else { continue }
        var trial = SourceTrial(
          record: found.run.record(store: store), history: found.points.metrics,
          experiment: item.experiment, fingerprint: item.fingerprint)
        trial.record.isDeleted = trial.record.isDeleted || item.isDeleted
        if let cursor = found.points.cursor {
          try enterLarge(trial, found.metrics, cursor, &entry, &losses)
        } else {
          trial.record.metrics = counted(found.metrics, trial.history)
          trial.summarise()
          try entry.enter(trial)
        }
      }
      try entry.flush()
    }
  }

  /// A run with more points than are held in memory: read and entered piece by piece.
  private func enterLarge(
    _ trial: SourceTrial, _ latest: [TrialRecord.Metric], _ cursor: Int, _ entry: inout TrialEntry,
    _ losses: inout MLflowLosses
  ) throws(Diagnostic) {
    var lost = losses
    var trial = trial
    let id = trial.record.originID
    trial.record.metrics = latest
    var first: [(metric: String, points: [MetricPoint])]? = trial.history
    trial.history = []
    var next: Int? = cursor
    do {
      try entry.enter(large: trial) {
        if let points = first {
          first = nil
          return points
        }
        guard let after = next else { return [] }
        let found = try source.read {
          try source.points(id, after: after, limit: TrialEntry.pointsAtOnce, in: $0, losses: &lost)
        }
        next = found.cursor
        return found.metrics
      }
    } catch let known as Diagnostic {
      throw known
    } catch {
      throw Diagnostic(
        .interchangeStoreUnreadable, .failure, at: .init(file: store), "the store can't be read",
        found: "\(error)")
    }
    losses = lost
  }

  private func counted(
    _ latest: [TrialRecord.Metric], _ history: [(metric: String, points: [MetricPoint])]
  ) -> [TrialRecord.Metric] {
    let counts = Dictionary(history.map { ($0.metric, $0.points.count) }) { first, _ in first }
    return latest.map {
      TrialRecord.Metric(
        name: $0.name, value: $0.value, step: $0.step, time: $0.time, points: counts[$0.name] ?? 0)
    }
  }

  /// Those without a trial, too; what changed of the others.
  private func enterExperiments(_ experiments: [String: MLflowDatabase.Experiment]) throws(Diagnostic) {
    for experiment in experiments.values.sorted(by: { $0.name < $1.name }) {
      if let selection, experiment.name != selection { continue }
      _ = try target.book.save(
        target.experiment(
          foreign: experiment.name, isDeleted: experiment.isDeleted, tags: experiment.tags,
          origin: "mlflow", createdAt: experiment.createdAt))
    }
  }

  private func enterModels(_ entry: inout TrialEntry, _ losses: inout MLflowLosses) throws(Diagnostic) {
    // A part of a store says nothing about its models.
    guard selection == nil else { return }
    let models = try source.models(losses: &losses)
    let changed = try target.book.replaceForeignModels(of: store, with: models)
    entry.note {
      $0.models = models.count
      $0.changedModels = changed
    }
  }

  private func check(_ experiments: [String: MLflowDatabase.Experiment]) throws(Diagnostic) {
    let names = experiments.values.map(\.name).sorted()
    guard let selection, !names.contains(selection) else { return }
    throw Diagnostic(
      .interchangeExperimentUnknown, .configuration, at: .init(file: store),
      "the store has no experiment \(quoted(selection))",
      next: nearestName(to: selection, among: names).map { "Did you mean \(quoted($0))?" }
        ?? "There is \(names.prefix(10).map { quoted($0) }.joined(separator: ", ")).")
  }

  private func tellSchema(_ entry: inout TrialEntry) {
    if let revision = source.revision, !MLflowSchema.revisions.contains(revision) {
      entry.note {
        $0.warn(
          Diagnostic(
            .interchangeSchemaUnknown, .failure, severity: .warning, at: .init(file: store),
            "the store's schema is one that this scorebook does not know",
            found: "revision \(quoted(revision))",
            next: "What it does know was read. Compare the counts with those of MLflow."))
      }
    }
    let counts = MLflowSchema.counted.compactMap { known -> ImportOutcome.Count? in
      guard source.has(known.table),
        let count = try? source.read({
          try Int.fetchOne($0, sql: "SELECT count(*) FROM \"\(known.table)\"")
        }), count > 0
      else { return nil }
      return ImportOutcome.Count(name: known.name, count: count)
    }
    let unknown = source.unknownTables
    entry.note { outcome in
      outcome.notRead += counts
      if !unknown.isEmpty { outcome.notRead.append(.init(name: "unknown tables", count: unknown.count)) }
    }
  }

  private func tell(_ losses: MLflowLosses, _ entry: inout TrialEntry) {
    entry.note { outcome in
      if losses.cut > 0 {
        outcome.warn(
          .skipped(
            store, "\(losses.cut) texts longer than \(MLflowDatabase.longestText) characters were cut"))
      }
      if losses.odd > 0 {
        outcome.warn(
          .skipped(
            store, "\(losses.odd) rows hold values of a type that MLflow does not write",
            next: "A number that is none became NaN; the other rows were left out."))
      }
    }
  }
}

/// A run that is new or has changed.
private struct DueRun {
  let summary: MLflowRunSummary
  let experiment: ExperimentRecord
  let fingerprint: String
  /// Whether its experiment is deleted.
  let isDeleted: Bool
}
