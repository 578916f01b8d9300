import Book
import Diagnostics

/// Brings the trials of MLflow's file store into the book.
struct MLflowFolderImport {
  /// With more bytes of metrics a run is read and entered piece by piece.
  static let largeMetrics = 4 << 20

  let source: MLflowFolder
  let target: ImportTarget
  let store: String
  /// Only this experiment of the store; nil: all.
  let selection: String?

  func run() throws(Diagnostic) -> ImportOutcome {
    var entry = TrialEntry(target, store: store)
    var lost: [Diagnostic] = []
    let experiments = source.experiments { lost.append($0) }
    if let selection, !experiments.contains(where: { $0.name == selection }) {
      throw Diagnostic(
        .interchangeExperimentUnknown, .configuration, at: .init(file: store),
        "the store has no experiment \(quoted(selection))",
        next: nearestName(to: selection, among: experiments.map(\.name)).map { "Did you mean \(quoted($0))?" }
      )
    }
    for foreign in experiments where selection == nil || foreign.name == selection {
      let experiment = target.experiment(
        foreign: foreign.name, isDeleted: foreign.isDeleted, tags: foreign.tags, origin: "mlflow",
        createdAt: foreign.createdAt)
      if target.experiment == nil { _ = try target.book.save(experiment) }
      let standing = try target.book.fingerprints(experiment: experiment.name, origin: "mlflow")
      for name in source.runs(foreign) {
        do {
          try enter("\(foreign.folder)/\(name)", foreign, experiment, standing, &entry)
        } catch let error as Unreadable {
          lost.append(
            .skipped(
              source.files.full("\(foreign.folder)/\(name)"), "a run can't be read", found: error.reason))
        } catch let error as Diagnostic {
          throw error
        } catch {
          throw Diagnostic(.interchangeStoreUnreadable, .failure, "the store failed", found: "\(error)")
        }
      }
      try entry.flush()
    }
    if selection == nil {
      let models = source.models { lost.append($0) }
      let changed = try target.book.replaceForeignModels(of: store, with: models)
      entry.note {
        $0.models = models.count
        $0.changedModels = changed
      }
    }
    entry.note { outcome in for diagnostic in lost { outcome.warn(diagnostic) } }
    return try entry.finish()
  }

  private func enter(
    _ folder: String, _ foreign: MLflowFolder.Experiment, _ experiment: ExperimentRecord,
    _ standing: [Book.Fingerprint: String], _ entry: inout TrialEntry
  ) throws {
    guard let seen = source.fingerprint(folder) else { return }
    let digest = "1:" + ContentDigest.sha256(seen.text + (foreign.isDeleted ? ":deleted" : ""))
    let id = folder.split(separator: "/").last.map(String.init) ?? folder
    let known = standing[.init(experiment: experiment.name, originID: id)]
    let isSame = known == digest || known == digest + ":deleted"
    let run = isSame ? nil : try source.run(folder, foreign)
    if !isSame, run == nil { return }
    if let run, run.id != id { throw Unreadable(reason: "its meta.yaml names another run") }
    // Whether it is deleted stands in a page that is not read again.
    let isDeleted = foreign.isDeleted || run?.isDeleted ?? (known == digest + ":deleted")
    let fingerprint = digest + (isDeleted ? ":deleted" : "")
    guard
      entry.isDue(fingerprint, standing: known, isDeleted: isDeleted, experiment: experiment.name), let run
    else { return }
    var record = run.record(store: store)
    record.isDeleted = isDeleted
    var trial = SourceTrial(record: record, history: [], experiment: experiment, fingerprint: fingerprint)
    if seen.metricBytes <= Self.largeMetrics {
      for (metric, _) in source.files.files("\(folder)/metrics") {
        var points: [MetricPoint] = []
        try read("\(folder)/metrics/\(metric)") { points.append($0) }
        trial.history.append((metric, points))
      }
      trial.summarise()
      try entry.enter(trial)
    } else {
      try enterLarge(trial, folder, &entry)
    }
  }

  /// Reads and enters the metrics piece by piece.
  private func enterLarge(_ trial: SourceTrial, _ folder: String, _ entry: inout TrialEntry) throws {
    let metrics = source.files.files("\(folder)/metrics").map(\.path)
    var rest = metrics[...]
    var lines: FileLines?
    try entry.enter(large: trial) {
      while let metric = rest.first {
        let open = try lines ?? FileLines(source.files.full("\(folder)/metrics/\(metric)"))
        lines = open
        var points: [MetricPoint] = []
        while points.count < TrialEntry.pointsAtOnce, let line = try open.next() {
          if let point = try point(line) { points.append(point) }
        }
        if points.count < TrialEntry.pointsAtOnce {
          rest = rest.dropFirst()
          lines = nil
        }
        if !points.isEmpty { return [(metric, points)] }
      }
      return []
    }
  }

  private func read(_ path: String, _ body: (MetricPoint) -> Void) throws(Unreadable) {
    let lines = try FileLines(source.files.full(path))
    while let line = try lines.next() {
      if let point = try point(line) { body(point) }
    }
  }

  /// A blank line is none.
  private func point(_ line: ArraySlice<UInt8>) throws(Unreadable) -> MetricPoint? {
    if line.allSatisfy({ $0 == 0x20 }) { return nil }
    guard let point = MLflowMetricLine.point(line) else {
      throw Unreadable(reason: "a metric's line that is none: 'timestamp value step' is expected")
    }
    return point
  }
}
