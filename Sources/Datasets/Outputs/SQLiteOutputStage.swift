import Diagnostics
import Synchronization
import Tabular

/// A date on its way into a SQLite table: spooled in chunk order, then committed in one transaction.
///
/// Unchecked: `append` touches the files only in its turn of the gate; `commit` and `discard` are called when
/// all workers are done, and `isOver` is atomic.
final class SQLiteOutputStage: OutputStage, @unchecked Sendable {
  private let target: SQLiteTarget
  private let plan: OutputPlan
  private let schema: SQLiteSchema
  private let gate = TurnGate()
  private let main: SpoolFile
  private let shadow: SpoolFile
  private let rejects: SpoolFile
  private let keys: KeyIndex
  private let scratch = ByteScratch(capacity: 1 << 12)
  private let isOver = Atomic(false)

  init(_ target: SQLiteTarget, _ plan: OutputPlan, _ schema: SQLiteSchema) throws(Diagnostic) {
    self.target = target
    self.plan = plan
    self.schema = schema
    let stem = "\(target.stagingFolder)/\(plan.job).\(plan.runID)"
    main = try SpoolFile("\(stem).rows.spool")
    shadow = try SpoolFile("\(stem).shadow.spool")
    rejects = try SpoolFile("\(stem).rejects.spool")
    keys = KeyIndex(folder: target.stagingFolder, name: "\(plan.job).\(plan.runID)")
  }

  func makeEncoder() -> any RowEncoder { SQLiteRowEncoder(plan) }

  func append(_ chunk: Int, _ rows: EncodedRows) throws(Diagnostic) {
    try gate.pass(chunk) { () throws(Diagnostic) in
      try keys.add(rows.keys)
      try main.writeFrame(rows.main, rows: rows.rowCount)
      try shadow.writeFrame(rows.shadow, rows: rows.shadowCount)
      scratch.removeAll()
      for reject in rows.rejects.list { append(reject) }
      try rejects.writeFrame(scratch.bytes, rows: rows.rejects.count)
    }
  }

  private func append(_ reject: Reject) {
    let sink = SpoolCells(scratch: scratch)
    func text(_ text: String?) {
      guard var text else { return sink.null() }
      text.withUTF8 { sink.text(UnsafeRawBufferPointer($0)) }
    }
    text(reject.source)
    sink.integer(Int64(reject.record))
    if let line = reject.line { sink.integer(Int64(line)) } else { sink.null() }
    text(reject.column)
    text(reject.reason)
    let isText = String(validating: reject.row, as: UTF8.self) != nil
    reject.row.withUnsafeBytes { if isText { sink.text($0) } else { sink.blob($0) } }
  }

  func cancel() { gate.cancel() }

  func commit(_ record: CommitRecord) throws(Diagnostic) {
    try target.fault(.staged)
    try keys.check()
    for file in [main, shadow, rejects] { try file.flush() }
    let database = try SQLiteDatabase(target.path, .readWrite, busyTimeout: target.busyTimeout)
    try database.execute("PRAGMA synchronous=FULL; PRAGMA cache_size=-8192")
    try database.transaction { () throws(Diagnostic) in
      try target.fault(.transactionBegun)
      try schema.apply(to: database)
      try deleteOld(record, in: database)
      try target.fault(.oldRowsDeleted)
      try insertRows(into: database)
      try insertShadows(into: database)
      try insertRejects(record, into: database)
      try target.fault(.rowsInserted)
      try SQLiteCommits.write(record, table: target.table, to: database)
      try target.fault(.beforeTransactionEnds)
    }
    try target.fault(.transactionEnded)
    removeFiles()
  }

  func discard() { removeFiles() }

  private func removeFiles() {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    for file in [main, shadow, rejects] { Folder.remove(file.path) }
    keys.removeFiles()
  }

  private func deleteOld(_ record: CommitRecord, in database: SQLiteDatabase) throws(Diagnostic) {
    let isOneDate = target.mode == .byDate && schema.hasDate
    let rows: [SQLValue] = isOneDate ? [.text(record.date)] : []
    let condition = isOneDate ? " WHERE \"date\" = ?" : ""
    // A plan without shadows replaces rows that were written with them.
    let hasShadows = try schema.hasOwnShadows(in: database)
    for table in [target.table] + (hasShadows ? [schema.shadowTable] : []) {
      _ = try database.rows("DELETE FROM \(SQLiteDatabase.quoted(table))\(condition)", rows)
    }
    let replaced =
      "FROM scorebook_commits WHERE job = ? AND output = ?\(isOneDate ? " AND date = ?" : "")"
    let commit: [SQLValue] = [.text(record.job), .text(target.table)] + rows
    // Rejects belong to a run: those of the same date in another table stay.
    _ = try database.rows(
      "DELETE FROM scorebook_rejects WHERE job = ? AND (date, run_id) IN (SELECT date, run_id \(replaced))",
      [.text(record.job)] + commit)
    _ = try database.rows("DELETE \(replaced)", commit)
  }

  private func insertRows(into database: SQLiteDatabase) throws(Diagnostic) {
    let insert = try BulkInsert(database, into: target.table, plan.columns)
    let frame = ByteScratch(capacity: 1 << 16)
    while let rows = try main.readFrame(into: frame) { _ = try insert.insert(rows, from: frame, at: 0) }
  }

  private func insertShadows(into database: SQLiteDatabase) throws(Diagnostic) {
    var inserts: [BulkInsert] = []
    for columns in plan.shadows {
      inserts.append(try BulkInsert(database, into: schema.shadowTable, columns))
    }
    let frame = ByteScratch(capacity: 1 << 16)
    while try shadow.readFrame(into: frame) != nil {
      var offset = 0
      while offset < frame.count {
        let index = frame.base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let rows = frame.base.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        offset = try inserts[Int(index)].insert(Int(rows), from: frame, at: offset + 8)
      }
    }
  }

  private func insertRejects(_ record: CommitRecord, into database: SQLiteDatabase) throws(Diagnostic) {
    let columns =
      [("job", record.job), ("date", record.date), ("run_id", record.runID)].map {
        OutputColumn(name: $0.0, kind: .text, value: .constant($0.1))
      }
      + ["source", "record", "line", "column", "reason", "row"].map {
        OutputColumn(name: $0, kind: .text, value: .input(0))
      }
    let insert = try BulkInsert(database, into: "scorebook_rejects", columns)
    let frame = ByteScratch(capacity: 1 << 12)
    while let rows = try rejects.readFrame(into: frame) { _ = try insert.insert(rows, from: frame, at: 0) }
  }
}
