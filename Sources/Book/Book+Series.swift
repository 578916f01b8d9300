package import Diagnostics
import GRDB

/// Whole sets of figures at once: what is no longer among them goes, in the same transaction.
extension Book {
  /// Makes these the only evaluations, comparisons and slices of that name.
  ///
  /// One whose figures are as they were keeps its time. Gives how many are new, differ or went.
  package func replaceEvaluations(
    of name: String, with evaluations: [EvaluationRecord], comparisons: [ComparisonRecord] = [],
    slices: [SliceRecord] = []
  ) throws(Diagnostic) -> Int {
    try write { database in
      let own = try evaluations.filter { $0.name == name }.map { evaluation in
        Figures(
          key: [evaluation.model, evaluation.number, evaluation.date ?? ""],
          content: try RecordJSON.text(evaluation.computed(at: "")), computedAt: evaluation.computedAt)
      }
      return try Book.replace("evaluation", ["model", "number", "date"], of: name, with: own, in: database)
        + Book.replace(
          "comparison", ["model", "number", "baseline", "metric"], of: name,
          with: comparisons.filter { $0.name == name }.map(Book.figures), in: database)
        + Book.replace(
          "slice", ["model", "number", "dimension", "kind", "label"], of: name,
          with: slices.filter { $0.name == name }.map(Book.figures), in: database)
    }
  }

  /// A row of a table of figures: what tells it apart below its evaluation, and what it holds.
  struct Figures {
    let key: [any DatabaseValueConvertible]
    let content: String
    let computedAt: String
  }

  /// Makes these the only rows of an evaluation in a table; one whose content is as it was keeps its time.
  ///
  /// - Parameter keys: The columns of `Figures.key`, in its order. Gives how many are new, differ or went.
  private static func replace(
    _ table: String, _ keys: [String], of name: String, with figures: [Figures], in database: Database
  ) throws -> Int {
    let columns = keys.joined(separator: ", ")
    let upsert = try database.makeStatement(
      sql: """
        INSERT INTO \(table) (name, \(columns), content, computed_at)
        VALUES (?, \(keys.map { _ in "?" }.joined(separator: ", ")), ?, ?)
        ON CONFLICT (name, \(columns)) DO UPDATE
        SET content = excluded.content, computed_at = excluded.computed_at WHERE content <> excluded.content
        """)
    var changed = 0
    var kept: Set<[DatabaseValue]> = []
    for row in figures {
      kept.insert(row.key.map(\.databaseValue))
      try upsert.execute(arguments: StatementArguments([name] + row.key + [row.content, row.computedAt]))
      changed += database.changesCount
    }
    let delete = try database.makeStatement(
      sql: "DELETE FROM \(table) WHERE name = ? AND " + keys.map { "\($0) = ?" }.joined(separator: " AND "))
    for row in try Row.fetchAll(
      database, sql: "SELECT \(columns) FROM \(table) WHERE name = ?", arguments: [name])
    {
      let key = keys.map { row[$0] as DatabaseValue }
      if kept.contains(key) { continue }
      try delete.execute(arguments: StatementArguments([name.databaseValue] + key))
      changed += database.changesCount
    }
    return changed
  }

  /// Makes these the only values of a KPI in the periods from `first` on and before `end`.
  ///
  /// **Units:** ISO dates, `first` included and `end` not; nil for no bound. One that is as it was keeps its
  /// time. Gives how many are new, differ or went.
  package func replaceKPIValues(
    of kpi: String, from first: String?, before end: String?, with values: [KPIValueRecord]
  ) throws(Diagnostic) -> Int {
    try write { database in
      let given = values.filter { $0.kpi == kpi }
      var changed = try Book.save(given, in: database)
      let kept = Set(given.map { [$0.dimension ?? "", $0.period] })
      let stored = try Row.fetchAll(
        database,
        sql: """
          SELECT dimension, period FROM kpi_value WHERE kpi = ?1 AND (?2 IS NULL OR period >= ?2)
          AND (?3 IS NULL OR period < ?3)
          """, arguments: [kpi, first, end])
      for row in stored {
        let (dimension, period) = (row["dimension"] as String, row["period"] as String)
        if kept.contains([dimension, period]) { continue }
        try database.execute(
          sql: "DELETE FROM kpi_value WHERE kpi = ? AND dimension = ? AND period = ?",
          arguments: [kpi, dimension, period])
        changed += database.changesCount
      }
      return changed
    }
  }
}
