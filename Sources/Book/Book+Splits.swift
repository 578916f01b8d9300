package import Diagnostics
import GRDB

extension Book {
  /// The split of a name as the newest committed run of a job had it; nil where it never ran.
  package func newestSplit(_ name: String, ofJob job: String) throws(Diagnostic) -> RunRecord.Split? {
    try read { database in
      let id = try String.fetchOne(
        database,
        sql: """
          SELECT run.id FROM run_split JOIN run ON run.id = run_split.run
          WHERE run_split.name = ? AND run.job = ? AND run.state = 'committed'
          ORDER BY run.started_at DESC, run.id DESC LIMIT 1
          """, arguments: [name, job])
      return try id.flatMap { try Book.split(ofRun: $0, in: database) }
    }
  }

  static func split(ofRun id: String, in database: Database) throws -> RunRecord.Split? {
    guard
      let row = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT name, salt_digest FROM run_split WHERE run = ?"),
        arguments: [id])
    else { return nil }
    let variants = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT name, share, model, number, rows FROM run_variant WHERE run = ? ORDER BY position"),
      arguments: [id])
    return RunRecord.Split(
      name: row["name"], saltDigest: row["salt_digest"],
      variants: variants.map {
        .init(
          name: $0["name"], share: $0["share"], model: $0["model"], number: $0["number"], rows: $0["rows"])
      })
  }

  static func insert(_ split: RunRecord.Split, run id: String, in database: Database) throws {
    try database.execute(
      sql: "INSERT INTO run_split (run, name, salt_digest) VALUES (?, ?, ?)",
      arguments: [id, split.name, split.saltDigest])
    for (position, variant) in split.variants.enumerated() {
      try database.execute(
        sql: """
          INSERT INTO run_variant (run, position, name, share, model, number, rows) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, position, variant.name, variant.share, variant.model, variant.number, variant.rows,
        ])
    }
  }

  /// - Parameter rows: by variant; those that no row fell to may be missing at the end.
  static func enter(variantRows rows: [Int], run id: String, in database: Database) throws {
    if rows.isEmpty { return }
    try database.execute(sql: "UPDATE run_variant SET rows = 0 WHERE run = ?", arguments: [id])
    for (position, count) in rows.enumerated() {
      try database.execute(
        sql: "UPDATE run_variant SET rows = ? WHERE run = ? AND position = ?",
        arguments: [count, id, position])
    }
  }
}
