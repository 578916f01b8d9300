import Diagnostics

/// The table `scorebook_commits`: what stands in the tables of a SQLite file.
///
/// A job has commits of its own in each table it wrote to. SQLite takes `Scores` and `scores` for one table;
/// so does `output`.
enum SQLiteCommits {
  // The key's columns stand first: `PRAGMA integrity_check` of SQLite 3.40 tells NULLs that are not there in a
  // table WITHOUT ROWID whose key does not.
  static let create = """
    CREATE TABLE IF NOT EXISTS scorebook_commits (
      job TEXT NOT NULL, date TEXT NOT NULL, output TEXT NOT NULL COLLATE NOCASE, run_id TEXT NOT NULL,
      model TEXT NOT NULL, model_digest TEXT NOT NULL, plan_digest TEXT NOT NULL,
      input_digest TEXT NOT NULL, source_stamp TEXT NOT NULL, rows_in INTEGER NOT NULL,
      rows_out INTEGER NOT NULL, rejects INTEGER NOT NULL, committed_at TEXT NOT NULL,
      PRIMARY KEY (job, date, output)
    ) STRICT, WITHOUT ROWID
    """
  private static let key = ["job", "date", "output"]
  private static let columns: Set<String> = [
    "job", "date", "run_id", "model", "model_digest", "plan_digest", "input_digest", "source_stamp",
    "rows_in",
    "rows_out", "rejects", "committed_at", "output",
  ]

  /// Whether the table is there.
  ///
  /// **Throws** where something else has its name.
  static func isThere(in database: SQLiteDatabase) throws(Diagnostic) -> Bool {
    let found = try database.rows("SELECT name, pk FROM pragma_table_info('scorebook_commits')")
    if found.isEmpty { return false }
    let foundKey = found.filter { ($0[1].integer ?? 0) > 0 }
      .sorted { ($0[1].integer ?? 0) < ($1[1].integer ?? 0) }
      .compactMap { $0[0].text }
    guard foundKey == key, Set(found.compactMap { $0[0].text }) == columns else {
      throw Diagnostic(
        .outputForeignTable, .configuration, at: Diagnostic.Place(file: database.path),
        "'scorebook_commits' is there already and is not the table that tells what stands",
        expected: "one with the primary key (\(key.joined(separator: ", ")))",
        found: foundKey.isEmpty ? "another table or view" : "one with (\(foundKey.joined(separator: ", ")))",
        next: "Write to another file, or move this one away.")
    }
    return true
  }

  /// Records of a job in one table, oldest date first; of one date only where a date is given.
  static func read(
    from database: SQLiteDatabase, table: String, job: String, date: String?
  ) throws(Diagnostic) -> [CommitRecord] {
    guard try isThere(in: database) else { return [] }
    let only = date == nil ? "" : " AND date = ?"
    let rows = try database.rows(
      """
      SELECT job, date, run_id, model, model_digest, plan_digest, input_digest, source_stamp, committed_at,
             rows_in, rows_out, rejects
        FROM scorebook_commits WHERE job = ? AND output = ?\(only) ORDER BY date
      """, [.text(job), .text(table)] + (date.map { [.text($0)] } ?? []))
    return rows.map { row in
      func text(_ column: Int) -> String { row[column].text ?? "" }
      return CommitRecord(
        job: text(0), date: text(1), runID: text(2), model: text(3), modelDigest: text(4),
        planDigest: text(5), inputDigest: text(6), sourceStamp: text(7), rowsIn: row[9].integer ?? 0,
        rowsOut: row[10].integer ?? 0, rejects: row[11].integer ?? 0, committedAt: text(8))
    }
  }

  static func write(_ record: CommitRecord, table: String, to database: SQLiteDatabase) throws(Diagnostic) {
    _ = try database.rows(
      """
      INSERT OR REPLACE INTO scorebook_commits
        (job, date, run_id, model, model_digest, plan_digest, input_digest, source_stamp, committed_at,
         rows_in, rows_out, rejects, output)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(record.job), .text(record.date), .text(record.runID), .text(record.model),
        .text(record.modelDigest), .text(record.planDigest), .text(record.inputDigest),
        .text(record.sourceStamp), .text(record.committedAt), .integer(Int64(record.rowsIn)),
        .integer(Int64(record.rowsOut)), .integer(Int64(record.rejects)), .text(table),
      ])
  }
}
