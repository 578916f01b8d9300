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
  /// Where the main file belongs; nil for a descriptor.
  private let place: String?
  private let rejects: SpoolFile?
  private let keys: KeyIndex
  private let scratch = ByteScratch(capacity: 1 << 12)
  private let isOver = Atomic(false)

  init(_ target: StreamOutput, _ plan: OutputPlan) throws(Diagnostic) {
    self.target = target
    self.plan = plan
    switch target.destination {
    case .descriptor(let descriptor):
      main = SpoolFile(writingTo: descriptor, name: target.name)
      place = nil
    case .file(let path):
      main = try SpoolFile(CSVOutputFiles(path: path).partial(run: plan.runID), mode: 0o666)
      place = path
    }
    if let path = target.rejectsPath {
      rejects = try SpoolFile(CSVOutputFiles(path: path).partial(run: plan.runID), mode: 0o666)
      try rejects?.write(RejectText.header([]))
    } else {
      rejects = nil
    }
    keys = KeyIndex(folder: target.stagingFolder, name: "score.\(plan.runID)")
    try main.write(TextRowEncoder.header(plan.columns, target.format))
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
    if let rejects, let path = target.rejectsPath {
      try rejects.sync()
      try Folder.rename(rejects.path, to: path)
    }
    guard let place else {
      try main.flush()
      return discard()
    }
    try main.sync()
    try Folder.rename(main.path, to: place)
    try Folder.sync(Folder.parent(of: place))
    discard()
  }

  func discard() {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    if place != nil { Folder.remove(main.path) }
    if let rejects { Folder.remove(rejects.path) }
    keys.removeFiles()
  }
}
