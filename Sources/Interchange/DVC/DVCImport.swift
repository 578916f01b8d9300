import Book
import Diagnostics

/// Brings a DVC project into the book: a trial for the working tree, and one for each commit that changed what
/// the project says about itself.
struct DVCImport {
  let folder: String
  /// 0: the working tree alone; nil: all commits.
  let commits: Int?
  let target: ImportTarget
  let store: String

  func run() throws(Diagnostic) -> ImportOutcome {
    guard let experiment = target.experiment else {
      throw Diagnostic(
        .interchangeExperimentUnknown, .configuration, "a DVC project does not name an experiment",
        next: "Name the one its trials belong to: 'scorebook experiment import NAME \(store)'.")
    }
    let tree = StoreFolder(root: folder)
    guard tree.entries("") != nil else {
      throw Diagnostic(
        .interchangeStoreMissing, .configuration, at: .init(file: folder), "there is no such folder")
    }
    var entry = TrialEntry(target, store: store)
    let standing = try target.book.fingerprints(experiment: experiment.name, origin: "dvc")
    let cache = tree.entries(".dvc/cache") == nil ? nil : StoreFolder(root: folder + "/.dvc/cache")
    var found = false
    do {
      if commits != 0 { found = try enterCommits(experiment, standing, cache, &entry) }
      var reader = DVCReader(files: DVCTree(folder: tree), cache: cache, place: folder)
      var record = TrialRecord(name: "working_tree", origin: "dvc", originID: "working_tree:\(store)")
      record.store = store
      if let read = try reader.fill(&record) {
        found = true
        try enter(&record, read, experiment, standing, reader, &entry)
      }
    } catch let known as Diagnostic {
      throw known
    } catch {
      let reason = (error as? Unreadable)?.reason ?? "\(error)"
      throw Diagnostic(
        .interchangeStoreUnreadable, .failure, at: .init(file: folder), "the project can't be read",
        found: reason)
    }
    guard found else {
      throw Diagnostic(
        .interchangeStoreForeign, .configuration, at: .init(file: folder), "the folder is no DVC project",
        expected: "a dvc.yaml in it")
    }
    return try entry.finish()
  }

  private struct Commit {
    let id: String
    let seconds: Int
    let author: String
    let subject: String
  }

  /// Oldest first, so that a commit that changed nothing of the project is known as one.
  private func enterCommits(
    _ experiment: ExperimentRecord, _ standing: [Book.Fingerprint: String], _ cache: StoreFolder?,
    _ entry: inout TrialEntry
  ) throws -> Bool {
    let git = try GitProgram(folder: folder)
    let prefix = String(decoding: try git.output(["rev-parse", "--show-prefix"]).dropLast(), as: UTF8.self)
    let list = try list(git)
    let objects = try GitObjects(git)
    var before: String?
    var found = false
    var same = 0
    for commit in list.reversed() {
      if let stop = target.interruption() { throw stop }
      var record = TrialRecord(
        name: String(commit.id.prefix(10)), origin: "dvc", originID: "\(commit.id):\(prefix)")
      record.sourceCommit = commit.id
      record.startedBy = commit.author
      record.startedAt = TimeText.text(milliseconds: commit.seconds &* 1000)
      record.endedAt = record.startedAt
      record.note = commit.subject
      record.store = store
      let files = DVCCommit(git: git, objects: objects, commit: commit.id, prefix: prefix)
      var reader = DVCReader(files: files, cache: cache, place: String(commit.id.prefix(10)))
      guard let read = try reader.fill(&record) else { continue }
      found = true
      if read.digest == before {
        same += 1
        continue
      }
      before = read.digest
      try enter(&record, read, experiment, standing, reader, &entry)
    }
    if same > 0 {
      entry.note { $0.notRead.append(.init(name: "commits that changed nothing of it", count: same)) }
    }
    return found
  }

  private func list(_ git: GitProgram) throws(Diagnostic) -> [Commit] {
    var arguments = ["log", "-z", "--no-show-signature", "--format=%H%x1f%ct%x1f%an%x1f%s"]
    if let commits { arguments.append("--max-count=\(commits)") }
    return try git.output(arguments + ["HEAD", "--"]).split(separator: 0).compactMap { record in
      let parts = String(decoding: record, as: UTF8.self).split(
        separator: "\u{1F}", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let seconds = Int(parts[1]), abs(seconds) < 1 << 50 else { return nil }
      return Commit(
        id: String(parts[0]), seconds: seconds, author: String(parts[2]), subject: String(parts[3]))
    }
  }

  private func enter(
    _ record: inout TrialRecord, _ read: (history: [(metric: String, points: [MetricPoint])], digest: String),
    _ experiment: ExperimentRecord, _ standing: [Book.Fingerprint: String], _ reader: DVCReader,
    _ entry: inout TrialEntry
  ) throws(Diagnostic) {
    entry.note { outcome in
      for diagnostic in reader.lost { outcome.warn(diagnostic) }
      if reader.otherPlots > 0 { outcome.count("plots without numbers by step", reader.otherPlots) }
    }
    let fingerprint = "1:" + read.digest
    let known = standing[.init(experiment: experiment.name, originID: record.originID)]
    guard entry.isDue(fingerprint, standing: known, isDeleted: false, experiment: experiment.name) else {
      return
    }
    let training = record.datasets.filter { $0.context == "train" }
    if training.count == 1 { record.dataDigest = training[0].digest }
    let counts = Dictionary(read.history.map { ($0.metric, $0.points.count) }) { first, _ in first }
    record.metrics = record.metrics.map {
      .init(name: $0.name, value: $0.value, step: $0.step, time: nil, points: counts[$0.name] ?? 0)
    }
    var trial = SourceTrial(
      record: record, history: read.history, experiment: experiment, fingerprint: fingerprint)
    trial.summarise()
    try entry.enter(trial)
  }
}
