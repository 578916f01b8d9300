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
      let upsert = try database.makeStatement(
        sql: """
          INSERT INTO evaluation (name, model, number, date, content, computed_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (name, model, number, date) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content
          """)
      var changed = 0
      var kept: Set<[String]> = []
      for evaluation in evaluations where evaluation.name == name {
        kept.insert([evaluation.model, String(evaluation.number), evaluation.date ?? ""])
        try upsert.execute(arguments: [
          evaluation.name, evaluation.model, evaluation.number, evaluation.date ?? "",
          try RecordJSON.text(evaluation.computed(at: "")), evaluation.computedAt,
        ])
        changed += database.changesCount
      }
      let stored = try Row.fetchAll(
        database, sql: "SELECT model, number, date FROM evaluation WHERE name = ?", arguments: [name])
      for row in stored {
        let (model, number, date) = (row["model"] as String, row["number"] as Int, row["date"] as String)
        if kept.contains([model, String(number), date]) { continue }
        try database.execute(
          sql: "DELETE FROM evaluation WHERE name = ? AND model = ? AND number = ? AND date = ?",
          arguments: [name, model, number, date])
        changed += database.changesCount
      }
      changed += try Book.replace(comparisons, of: name, in: database)
      changed += try Book.replace(slices, of: name, in: database)
      return changed
    }
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
