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

  static func figures(_ comparison: ComparisonRecord) throws -> Figures {
    var content = comparison
    content.computedAt = ""
    return Figures(
      key: [comparison.model, comparison.number, comparison.baseline, comparison.metric],
      content: try RecordJSON.text(content), computedAt: comparison.computedAt)
  }

  static func figures(_ slice: SliceRecord) throws -> Figures {
    var content = slice
    content.computedAt = ""
    return Figures(
      key: [slice.model, slice.number, slice.dimension, slice.kind.rawValue, slice.label],
      content: try RecordJSON.text(content), computedAt: slice.computedAt)
  }
}
