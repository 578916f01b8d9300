package import Diagnostics
import GRDB

extension Book {
  /// Enters a look; one whose figures are as they were keeps its time. Gives whether it is new or differs.
  package func save(_ readout: ReadoutRecord) throws(Diagnostic) -> Bool {
    try write { database in
      var content = readout
      content.computedAt = ""
      try database.execute(
        sql: """
          INSERT INTO readout (name, as_of, content, computed_at) VALUES (?, ?, ?, ?)
          ON CONFLICT (name, as_of) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content
          """,
        arguments: [readout.name, readout.asOf, try RecordJSON.text(content), readout.computedAt])
      return database.changesCount > 0
    }
  }

  /// By name, then oldest look first.
  package func readouts(name: String? = nil) throws(Diagnostic) -> [ReadoutRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT content, computed_at FROM readout WHERE ?1 IS NULL OR name = ?1 ORDER BY name, as_of
          """, arguments: [name]
      ).map { row in
        var record = try RecordJSON.stored(ReadoutRecord.self, row["content"] as String, of: "a readout")
        record.computedAt = row["computed_at"]
        return record
      }
    }
  }
}
