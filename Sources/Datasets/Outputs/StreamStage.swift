#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Diagnostics
import Synchronization
import Tabular

/// Rows on their way to standard output or a file.
///
/// Unchecked: `append` writes only in its turn of the gate; `commit` and `discard` are called when all workers
/// are done, and `isOver` is atomic.
final class StreamStage: OutputStage, @unchecked Sendable {
  private let target: StreamOutput
  private let plan: OutputPlan
  private let gate = TurnGate()
  private let main: SpoolFile
  /// A pipe or device that was named as a file.
  private let device: StreamDescriptor?
  /// Where the main file belongs; nil for what is written to as it stands.
  private let place: String?
  private let rejects: SpoolFile?
  private let rejectsPlace: String?
  /// Whether the folder of key hashes was there before, and stays.
  private let keepsFolder: Bool
  private let keys: KeyIndex
  private let scratch = ByteScratch(capacity: 1 << 12)
  private let isOver = Atomic(false)

  init(_ target: StreamOutput, _ plan: OutputPlan) throws(Diagnostic) {
    self.target = target
    self.plan = plan
    keepsFolder = FileStamp(path: target.stagingFolder) != nil
    keys = KeyIndex(folder: target.stagingFolder, name: "score.\(plan.runID)")
    // Before anything is opened: waiting for a pipe's reader would be in vain.
    let rejectsPlace = target.rejectsPath.map { StreamPlace($0) }
    try rejectsPlace?.requireFile()
    self.rejectsPlace = rejectsPlace?.path
    switch target.destination {
    case .descriptor(let descriptor):
      device = nil
      main = SpoolFile(writingTo: descriptor, name: target.name)
      place = nil
    case .file(let path):
      let found = StreamPlace(path)
      if found.isSpecial {
        let opened = try StreamDescriptor(path: path)
        device = opened
        main = SpoolFile(writingTo: opened.number, name: path)
        place = nil
      } else {
        device = nil
        main = try SpoolFile(CSVOutputFiles(path: found.path).partial(run: plan.runID), mode: 0o666)
        place = found.path
      }
    }
    do {
      rejects = try self.rejectsPlace.map { path throws(Diagnostic) in
        try SpoolFile(CSVOutputFiles(path: path).partial(run: plan.runID), mode: 0o666)
      }
    } catch {
      if place != nil { Folder.remove(main.path) }
      throw error
    }
    do {
      try rejects?.write(RejectText.header([]))
      try main.write(TextRowEncoder.header(plan.columns, target.format))
    } catch {
      discard()
      throw error
    }
  }

  func makeEncoder() -> any RowEncoder { TextRowEncoder(plan, target.format) }

  func append(_ chunk: Int, _ rows: EncodedRows) throws(Diagnostic) {
    try gate.pass(chunk) { () throws(Diagnostic) in
      try keys.add(rows.keys)
      try main.write(rows.main)
      // Who reads a pipe shall not wait for a full buffer.
      if place == nil { try main.flush() }
      if let rejects {
        scratch.removeAll()
        RejectText.append(rows.rejects, leading: [], to: scratch)
        try rejects.write(scratch.bytes)
      }
    }
  }

  func cancel() { gate.cancel() }

  func commit(_ record: CommitRecord) throws(Diagnostic) {
    try keys.check()
    if place == nil { try main.flush() } else { try main.sync() }
    if let rejects, let rejectsPlace {
      try rejects.sync()
      try Folder.rename(rejects.path, to: rejectsPlace)
    }
    guard let place else { return discard() }
    try Folder.rename(main.path, to: place)
    try Folder.sync(Folder.parent(of: place))
    discard()
  }

  func discard() {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    if place != nil { Folder.remove(main.path) }
    if let rejects { Folder.remove(rejects.path) }
    keys.removeFiles()
    // Only when it is empty: another run's hashes stay.
    if !keepsFolder { rmdir(target.stagingFolder) }
  }
}
