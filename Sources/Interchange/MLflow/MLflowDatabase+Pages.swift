import Book
import Diagnostics
import GRDB

/// What is looked at of each run to tell whether it changed.
struct MLflowRunSummary: Sendable {
  let id: String
  let experiment: String
  let isDeleted: Bool
  let points: Int
  let fingerprint: String
}

extension MLflowDatabase {
  static let runsAtOnce = 256
  /// Longer texts are cut.
  static let longestText = 65_536

  /// The runs after an id, by id, with their fingerprints: one short transaction.
  ///
  /// A fingerprint covers a run's row, parameters, tags and inputs, the last value of each metric and the number
  /// of points. Points are only ever added, so that an equal one means an equal run.
  func page(after last: String?) throws(Diagnostic) -> [MLflowRunSummary] {
    try read { database in
      let rows = try Row.fetchAll(
        try database.cachedStatement(
          sql: """
            SELECT run_uuid, experiment_id, \(column("runs", "lifecycle_stage")), \(runDigest) FROM runs
            WHERE typeof(run_uuid) = 'text' AND run_uuid > ? ORDER BY run_uuid LIMIT \(Self.runsAtOnce)
            """), arguments: [last ?? ""])
      let runs = rows.compactMap { row -> (id: String, experiment: String, stage: String?, text: String)? in
        guard let id = StoredValue(row, 0).text, let experiment = StoredValue(row, 1).text else { return nil }
        return (id, experiment, StoredValue(row, 2).text, StoredValue(row, 3).text ?? "")
      }
      guard let first = runs.first?.id, let end = runs.last?.id else { return [] }
      var parts: [[String: String]] = []
      for sql in summaries {
        var found: [String: String] = [:]
        let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: [first, end])
        while let row = try rows.next() {
          if let id = StoredValue(row, 0).text { found[id] = StoredValue(row, 1).text ?? "" }
        }
        parts.append(found)
      }
      return runs.map { run in
        let texts = [run.text] + parts.map { $0[run.id] ?? "" }
        return MLflowRunSummary(
          id: run.id, experiment: run.experiment, isDeleted: run.stage == "deleted",
          points: Int(parts[0][run.id] ?? "0") ?? 0,
          fingerprint: "1:" + ContentDigest.sha256(texts.joined(separator: "\u{1F}")))
      }
    }
  }

  /// Columns of a row, one behind the other; to the last bit where a number is named in `exact`.
  private func joined(_ table: String, _ names: [String], exact: Set<String> = []) -> String {
    names.map { name in
      let cell = column(table, name)
      return exact.contains(name)
        ? "quote(\(cell))" : "ifnull(substr(\(cell), 1, \(Self.longestText)), char(30))"
    }.joined(separator: " || char(31) || ")
  }

  private var runDigest: String {
    joined(
      "runs",
      [
        "name", "source_name", "user_id", "status", "start_time", "end_time", "source_version",
        "lifecycle_stage", "artifact_uri", "experiment_id",
      ])
  }

  /// One query for each part of a fingerprint, over the runs from ?1 to ?2; the number of points comes first.
  private var summaries: [String] {
    // In the order of the index on run_uuid, and so in that of the rows: nothing has to be sorted.
    func part(_ table: String, _ names: [String], exact: Set<String> = []) -> String {
      """
      SELECT run_uuid, group_concat(\(joined(table, names, exact: exact)), char(29)) FROM \(table)
      WHERE run_uuid >= ?1 AND run_uuid <= ?2 GROUP BY run_uuid
      """
    }
    var parts = [
      """
      SELECT run_uuid, count(*) FROM metrics WHERE run_uuid >= ?1 AND run_uuid <= ?2 GROUP BY run_uuid
      """,
      part("params", ["key", "value"]), part("tags", ["key", "value"]),
    ]
    if hasLatest {
      parts.append(part("latest_metrics", ["key", "value", "timestamp", "step", "is_nan"], exact: ["value"]))
    } else {
      parts.append(
        """
        SELECT run_uuid, max(timestamp) FROM metrics WHERE run_uuid >= ?1 AND run_uuid <= ?2
        GROUP BY run_uuid
        """)
    }
    if hasInputs {
      parts.append(
        """
        SELECT destination_id, group_concat(quote(source_id) || ',' || quote(\(column("inputs", "input_uuid"))), ';')
        FROM (SELECT * FROM inputs WHERE destination_type = 'RUN' AND source_type = 'DATASET'
          AND destination_id >= ?1 AND destination_id <= ?2 ORDER BY destination_id, source_id)
        GROUP BY destination_id
        """)
    }
    return parts
  }

  var hasLatest: Bool {
    columns["latest_metrics"].map { $0.isSuperset(of: ["key", "value", "run_uuid"]) } ?? false
  }

  var hasInputs: Bool {
    let inputs = columns["inputs"] ?? []
    let datasets = columns["datasets"] ?? []
    return inputs.isSuperset(of: ["source_type", "source_id", "destination_type", "destination_id"])
      && datasets.isSuperset(of: ["dataset_uuid", "name", "digest"])
  }
}
