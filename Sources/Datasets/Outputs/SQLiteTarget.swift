package import Diagnostics

/// How much of a target one run replaces.
package enum WriteMode: String, Sendable, Hashable {
  /// The rows of its date, all of them; other dates stay.
  case byDate = "by_date"
  /// Everything: the target holds one result only.
  case latest
}

/// A table in a SQLite file, with what belongs to it.
///
/// - `TABLE`: STRICT, WITHOUT ROWID, primary key (date, key…). New outputs become new columns.
/// - `TABLE_shadow`: predictions of shadow models, primary key (date, key…, model, version).
/// - `scorebook_rejects`: rows that could not be scored, by job and date.
/// - `scorebook_commits`: one row for each job, date and table that stands, with all of its
///   `CommitRecord`.
/// - `TABLE_with_commits`: a view that tells for each row which model and run it came from.
///
/// All of it changes in one transaction, so that a crash at any instant leaves a date as it was or as it
/// becomes. Until then rows lie in a spool in the staging folder.
package struct SQLiteTarget: OutputTarget {
  let path: String
  let table: String
  let mode: WriteMode
  let stagingFolder: String
  let busyTimeout: Int32
  let fault: FaultPoint.Hook

  /// **Units:** `busyTimeout` in milliseconds, how long a commit waits for another program's lock.
  package init(
    path: String, table: String, mode: WriteMode, stagingFolder: String, busyTimeout: Int32 = 30_000,
    fault: @escaping FaultPoint.Hook = { _ in }
  ) {
    self.path = path
    self.table = table
    self.mode = mode
    self.stagingFolder = stagingFolder
    self.busyTimeout = busyTimeout
    self.fault = fault
  }

  package func recover(job: String) throws(Diagnostic) {
    for file in Folder.names(in: stagingFolder)
    where file.hasPrefix("\(job).") && (file.hasSuffix(".spool") || file.contains(".keys-")) {
      Folder.remove("\(stagingFolder)/\(file)")
    }
    // Opening for writing lets SQLite roll back what a crash left in the middle.
    if FileStamp(path: path) != nil { _ = try commits(job: job) }
  }

  package func standing(job: String, date: String?) throws(Diagnostic) -> CommitRecord? {
    try commits(job: job, date: date ?? "").first
  }

  package func commits(job: String) throws(Diagnostic) -> [CommitRecord] {
    try commits(job: job, date: nil)
  }

  private func commits(job: String, date: String?) throws(Diagnostic) -> [CommitRecord] {
    guard FileStamp(path: path) != nil else { return [] }
    let database = try SQLiteDatabase(path, .existing, busyTimeout: busyTimeout)
    return try SQLiteCommits.read(from: database, table: table, job: job, date: date)
  }

  package func stage(_ plan: OutputPlan) throws(Diagnostic) -> any OutputStage {
    let schema = try SQLiteSchema(table: table, plan)
    try Folder.create(Folder.parent(of: path))
    try Folder.create(stagingFolder, mode: 0o700)
    let database = try SQLiteDatabase(path, .readWrite, busyTimeout: busyTimeout)
    // Tried and rolled back: a table that does not fit and a file that can't be written are found before the
    // first row is scored.
    try database.execute("BEGIN IMMEDIATE")
    defer { try? database.execute("ROLLBACK") }
    try schema.apply(to: database)
    return try SQLiteOutputStage(self, plan, schema)
  }
}
