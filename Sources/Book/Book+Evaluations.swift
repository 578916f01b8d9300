package import Diagnostics
import GRDB

extension Book {
  /// Enters evaluations, one for each (name, model, number, date), in one transaction.
  ///
  /// One whose figures are as they were keeps its time: doing it twice changes no byte. Gives how many are
  /// new or differ.
  package func save(_ evaluations: [EvaluationRecord]) throws(Diagnostic) -> Int {
    try write { database in
      let statement = try database.makeStatement(
        sql: """
          INSERT INTO evaluation (name, model, number, date, content, computed_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (name, model, number, date) DO UPDATE
          SET content = excluded.content, computed_at = excluded.computed_at
          WHERE content <> excluded.content
          """)
      var changed = 0
      for evaluation in evaluations {
        try statement.execute(arguments: [
          evaluation.name, evaluation.model, evaluation.number, evaluation.date ?? "",
          try RecordJSON.text(evaluation.computed(at: "")), evaluation.computedAt,
        ])
        changed += database.changesCount
      }
      return changed
    }
  }

  /// By name, model, number and date; pooled records first.
  package func evaluations(
    name: String? = nil, model: String? = nil, number: Int? = nil
  ) throws(Diagnostic) -> [EvaluationRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT content, computed_at FROM evaluation
          WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR model = ?2) AND (?3 IS NULL OR number = ?3)
          ORDER BY name, model, number, date
          """,
        arguments: [name, model, number]
      ).map { row in
        try RecordJSON.stored(EvaluationRecord.self, row["content"] as String, of: "an evaluation")
          .computed(at: row["computed_at"])
      }
    }
  }
}
