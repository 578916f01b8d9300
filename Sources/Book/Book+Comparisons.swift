package import Diagnostics
import GRDB

extension Book {
  /// By name, model, number, baseline and metric.
  package func comparisons(name: String? = nil) throws(Diagnostic) -> [ComparisonRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT content, computed_at FROM comparison WHERE ?1 IS NULL OR name = ?1
          ORDER BY name, model, number, baseline, metric
          """, arguments: [name]
      ).map { row in
        var record = try RecordJSON.stored(
          ComparisonRecord.self, row["content"] as String, of: "a comparison")
        record.computedAt = row["computed_at"]
        return record
      }
    }
  }

  /// By name, model, number, column and value.
  package func slices(name: String? = nil) throws(Diagnostic) -> [SliceRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT content, computed_at FROM slice WHERE ?1 IS NULL OR name = ?1
          ORDER BY name, model, number, dimension, kind = 'value' DESC, kind, label
          """, arguments: [name]
      ).map { row in
        var record = try RecordJSON.stored(SliceRecord.self, row["content"] as String, of: "a slice")
        record.computedAt = row["computed_at"]
        return record
      }
    }
  }

  /// Makes these the only comparisons of an evaluation; one that is as it was keeps its time.
  static func replace(
    _ comparisons: [ComparisonRecord], of name: String, in database: Database
  ) throws -> Int {
    var changed = 0
    var kept: Set<[String]> = []
    for comparison in comparisons where comparison.name == name {
      kept.insert([
        comparison.model, String(comparison.number), comparison.baseline, comparison.metric,
      ])
      var content = comparison
      content.computedAt = ""
      try database.execute(
        sql: """
          INSERT INTO comparison (name, model, number, baseline, metric, content, computed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (name, model, number, baseline, metric) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content
          """,
        arguments: [
          comparison.name, comparison.model, comparison.number, comparison.baseline, comparison.metric,
          try RecordJSON.text(content), comparison.computedAt,
        ])
      changed += database.changesCount
    }
    let stored = try Row.fetchAll(
      database, sql: "SELECT model, number, baseline, metric FROM comparison WHERE name = ?",
      arguments: [name])
    for row in stored {
      let number = row["number"] as Int
      let key = [
        row["model"] as String, String(number), row["baseline"] as String, row["metric"] as String,
      ]
      if kept.contains(key) { continue }
      try database.execute(
        sql: """
          DELETE FROM comparison WHERE name = ? AND model = ? AND number = ? AND baseline = ? AND metric = ?
          """, arguments: [name, key[0], number, key[2], key[3]])
      changed += database.changesCount
    }
    return changed
  }

  /// Makes these the only slices of an evaluation; one that is as it was keeps its time.
  static func replace(_ slices: [SliceRecord], of name: String, in database: Database) throws -> Int {
    var changed = 0
    var kept: Set<[String]> = []
    for slice in slices where slice.name == name {
      kept.insert([slice.model, String(slice.number), slice.dimension, slice.kind.rawValue, slice.label])
      var content = slice
      content.computedAt = ""
      try database.execute(
        sql: """
          INSERT INTO slice (name, model, number, dimension, kind, label, content, computed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (name, model, number, dimension, kind, label) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content
          """,
        arguments: [
          slice.name, slice.model, slice.number, slice.dimension, slice.kind.rawValue, slice.label,
          try RecordJSON.text(content), slice.computedAt,
        ])
      changed += database.changesCount
    }
    let stored = try Row.fetchAll(
      database, sql: "SELECT model, number, dimension, kind, label FROM slice WHERE name = ?",
      arguments: [name])
    for row in stored {
      let key = [
        row["model"] as String, String(row["number"] as Int), row["dimension"] as String,
        row["kind"] as String, row["label"] as String,
      ]
      if kept.contains(key) { continue }
      try database.execute(
        sql: """
          DELETE FROM slice WHERE name = ? AND model = ? AND number = ? AND dimension = ? AND kind = ?
          AND label = ?
          """, arguments: [name, key[0], row["number"] as Int, key[2], key[3], key[4]])
      changed += database.changesCount
    }
    return changed
  }
}
