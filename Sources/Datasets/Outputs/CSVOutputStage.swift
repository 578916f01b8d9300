import Diagnostics
import Synchronization
import Tabular

/// A date on its way into a CSV file; see `CSVTarget` for the steps.
///
/// Unchecked: `append` touches the files only in its turn of the gate; `commit` and `discard` are called when
/// all workers are done, and `isOver` is atomic.
final class CSVOutputStage: OutputStage, @unchecked Sendable {
  private let target: CSVTarget
  private let plan: OutputPlan
  private let files: CSVOutputFiles
  private let gate = TurnGate()
  private let main: SpoolFile
  private let shadow: SpoolFile
  private let rejects: SpoolFile
  private var rejectCount = 0
  private var digest = ContentDigest()
  private let keys: KeyIndex
  private let scratch = ByteScratch(capacity: 1 << 12)
  private let isOver = Atomic(false)

  init(_ target: CSVTarget, _ plan: OutputPlan, _ files: CSVOutputFiles) throws(Diagnostic) {
    self.target = target
    self.plan = plan
    self.files = files
    main = try SpoolFile(files.partial(run: plan.runID), mode: 0o666)
    shadow = try SpoolFile(files.staged(.shadow, run: plan.runID), mode: 0o666)
    rejects = try SpoolFile(files.staged(.rejects, run: plan.runID), mode: 0o666)
    keys = KeyIndex(folder: target.stagingFolder, name: "\(plan.job).\(plan.runID)")
    let header = TextRowEncoder.header(plan.columns, .csv)
    try main.write(header)
    header.withUnsafeBytes { digest.add($0) }
    if let columns = plan.shadows.first { try shadow.write(TextRowEncoder.header(columns, .csv)) }
    try rejects.write(RejectText.header(["job", "date", "run_id"]))
  }

  func makeEncoder() -> any RowEncoder { TextRowEncoder(plan, .csv) }

  func append(_ chunk: Int, _ rows: EncodedRows) throws(Diagnostic) {
    try gate.pass(chunk) { () throws(Diagnostic) in
      try keys.add(rows.keys)
      try main.write(rows.main)
      rows.main.withUnsafeBytes { digest.add($0) }
      try shadow.write(rows.shadow)
      if rows.rejects.count == 0 { return }
      scratch.removeAll()
      RejectText.append(rows.rejects, leading: [plan.job, plan.date ?? "", plan.runID], to: scratch)
      try rejects.write(scratch.bytes)
      rejectCount += rows.rejects.count
    }
  }

  func cancel() { gate.cancel() }

  func commit(_ record: CommitRecord) throws(Diagnostic) {
    let run = plan.runID
    try target.fault(.staged)
    try keys.check()
    try main.sync()
    try target.fault(.mainSynced)
    let file = try commitFile(record)
    if file.hasShadow { try shadow.sync() } else { Folder.remove(shadow.path) }
    if file.hasRejects { try rejects.sync() } else { Folder.remove(rejects.path) }
    try target.fault(.sidesSynced)
    let staged = try SpoolFile(files.staged(.commit, run: run), mode: 0o666)
    try staged.write(file.json())
    try staged.sync()
    try Folder.sync(files.folder)
    try target.fault(.recordSynced)
    try Folder.rename(main.path, to: files.path)
    // From here on it is committed: nothing may be taken back.
    isOver.store(true, ordering: .relaxed)
    keys.removeFiles()
    try target.fault(.renamed)
    try Folder.sync(files.folder)
    try target.fault(.renameSynced)
    try files.complete(file, run: run, fault: target.fault)
  }

  private func commitFile(_ record: CommitRecord) throws(Diagnostic) -> CSVCommitFile {
    guard let stamp = main.stamp else { throw Folder.ioError(0, path: main.path) }
    return CSVCommitFile(
      record: record,
      main: .init(
        size: stamp.size, modified: stamp.modified, inode: stamp.inode, digest: digest.finish()),
      hasRejects: rejectCount > 0, hasShadow: !plan.shadows.isEmpty)
  }

  func discard() {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    files.removeStaged(run: plan.runID)
    keys.removeFiles()
  }
}
