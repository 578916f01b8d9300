#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics
import Tabular

/// Rows that are read again by the process that wrote them, and are gone with it: what is scored only to be judged.
///
/// The files lose their names as soon as they are open, so that whatever ends the process leaves nothing of them.
///
/// Unchecked: `append` writes only in its turn of the gate; everything else is called when all workers are done.
package final class ScratchOutput: OutputStage, @unchecked Sendable {
  private let plan: OutputPlan
  private let gate = TurnGate()
  private let main: SpoolFile
  private let shadow: SpoolFile
  private let keys: KeyIndex

  /// - Parameter folder: where there is room for the rows of one date; it is made where it is missing.
  package init(_ plan: OutputPlan, folder: String) throws(Diagnostic) {
    self.plan = plan
    try Folder.create(folder, mode: 0o700)
    let path = "\(folder)/\(plan.job).\(getpid())"
    main = try ScratchOutput.nameless("\(path).main")
    shadow = try ScratchOutput.nameless("\(path).shadow")
    // Hashes stay in memory, since files of them would have names: 24 bytes for each row of one date.
    keys = KeyIndex(folder: folder, name: plan.job, limit: .max)
    try main.write(TextRowEncoder.header(plan.columns, .csv))
    if let columns = plan.shadows.first { try shadow.write(TextRowEncoder.header(columns, .csv)) }
  }

  private static func nameless(_ path: String) throws(Diagnostic) -> SpoolFile {
    // What a process of the same number left in the instant between making a file and taking its name.
    Folder.remove(path)
    let file = try SpoolFile(path)
    Folder.remove(path)
    return file
  }

  package func makeEncoder() -> any RowEncoder { TextRowEncoder(plan, .csv) }

  package func append(_ chunk: Int, _ rows: EncodedRows) throws(Diagnostic) {
    try gate.pass(chunk) { () throws(Diagnostic) in
      try keys.add(rows.keys)
      try main.write(rows.main)
      try shadow.write(rows.shadow)
    }
  }

  package func cancel() { gate.cancel() }

  package func commit(_ record: CommitRecord) throws(Diagnostic) { try finish() }

  package func discard() {}

  /// All rows are written and can be read. **Throws** for a key that stands twice, naming both records.
  package func finish() throws(Diagnostic) {
    try keys.check()
    keys.removeFiles()
    try main.flush()
    try shadow.flush()
  }

  /// The rows of the main output; readable as long as this output lives.
  package func rows(called name: String) throws(Diagnostic) -> any DatasetSource {
    try source(main, name)
  }

  /// The shadows' rows; nil where the plan has no shadow.
  package func shadowRows(called name: String) throws(Diagnostic) -> (any DatasetSource)? {
    plan.shadows.isEmpty ? nil : try source(shadow, name)
  }

  private func source(_ file: SpoolFile, _ name: String) throws(Diagnostic) -> any DatasetSource {
    // A key that reads NA is a key.
    try CSVSource(name: name, files: [file.openPath], dialect: CSVDialect(missingValues: [""]))
  }
}
