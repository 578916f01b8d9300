package import Diagnostics
import GRDB

/// What a CSV commit is about to do: in the book, on the disk, before the rename.
package struct CommitIntent: Sendable, Hashable, Codable {
  package let runID: String
  package let job: String
  /// ISO date; nil for a job that keeps one result only.
  package let date: String?
  /// The main file.
  package let target: String
  /// What will be renamed to it.
  package let temporary: String
  /// Rejects, shadows and the commit record beside it, synced already.
  package let sideFiles: [String]
  /// RFC 3339.
  package let declaredAt: String

  package init(
    runID: String, job: String, date: String?, target: String, temporary: String, sideFiles: [String],
    declaredAt: String
  ) {
    self.runID = runID
    self.job = job
    self.date = date
    self.target = target
    self.temporary = temporary
    self.sideFiles = sideFiles
    self.declaredAt = declaredAt
  }
}

extension Book {
  /// On the disk when it returns.
  package func declare(_ intent: CommitIntent) throws(Diagnostic) {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO commit_intent VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          intent.runID, intent.job, intent.date ?? "", intent.target, intent.temporary,
          try RecordJSON.text(intent.sideFiles), intent.declaredAt,
        ])
    }
  }

  package func clearIntent(run id: String) throws(Diagnostic) {
    try write { try $0.execute(sql: "DELETE FROM commit_intent WHERE run = ?", arguments: [id]) }
  }

  /// Intents that nobody cleared: the commits of a job that a crash may have torn, by run id.
  package func intents(job: String) throws(Diagnostic) -> [CommitIntent] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM commit_intent WHERE job = ? ORDER BY run", arguments: [job]
      ).map { row in
        let date: String = row["date"]
        return CommitIntent(
          runID: row["run"], job: row["job"], date: date.isEmpty ? nil : date, target: row["target"],
          temporary: row["temporary"],
          sideFiles: try RecordJSON.stored([String].self, row["side_files"] as String, of: "an intent"),
          declaredAt: row["declared_at"])
      }
    }
  }
}
