package import Diagnostics
import GRDB

extension Book {
  /// Enters a look; one under another plan stands beside it. One whose figures are as they were keeps its time, unless
  /// another was taken of the same morning since. Gives whether it is new or differs.
  package func save(_ readout: ReadoutRecord) throws(Diagnostic) -> Bool {
    try write { database in
      var content = readout
      content.computedAt = ""
      try database.execute(
        sql: """
          INSERT INTO readout (name, as_of, plan_digest, content, computed_at) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (name, as_of, plan_digest) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content OR EXISTS (
            SELECT 1 FROM readout AS other
            WHERE other.name = excluded.name AND other.as_of = excluded.as_of
              AND other.plan_digest <> excluded.plan_digest AND other.computed_at >= readout.computed_at)
          """,
        arguments: [
          readout.name, readout.asOf, readout.planDigest, try RecordJSON.text(content), readout.computedAt,
        ])
      return database.changesCount > 0
    }
  }

  /// By name, then oldest morning first, and of one morning the look that was taken first.
  package func readouts(name: String? = nil) throws(Diagnostic) -> [ReadoutRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT content, computed_at FROM readout WHERE ?1 IS NULL OR name = ?1 ORDER BY name, as_of, computed_at
          """, arguments: [name]
      ).map { row in
        var record = try RecordJSON.stored(ReadoutRecord.self, row["content"] as String, of: "a readout")
        record.computedAt = row["computed_at"]
        return record
      }
    }
  }
}
