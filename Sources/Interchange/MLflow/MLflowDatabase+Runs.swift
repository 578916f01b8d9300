import Book
import Diagnostics
import GRDB

/// What of a run could not be kept as it stands in the store.
struct MLflowLosses: Sendable {
  /// Texts longer than we keep.
  var cut = 0
  /// Rows with a value of a type that MLflow does not write.
  var odd = 0
}

extension MLflowDatabase {
  /// A run with parameters, tags, inputs, last metrics and its first points, up to `limit`; nil where it is gone.
  ///
  /// `cursor` is where the points go on, nil after the last.
  func run(_ id: String, limit: Int, in database: Database, losses: inout MLflowLosses) throws -> (
    run: MLflowRun, metrics: [TrialRecord.Metric], points: MLflowPoints
  )? {
    func cell(_ name: String) -> String { "substr(\(column("runs", name)), 1, \(Self.longestText))" }
    let row = try Row.fetchOne(
      try database.cachedStatement(
        sql: """
          SELECT \(cell("name")), \(cell("user_id")), \(cell("status")), \(column("runs", "start_time")),
            \(column("runs", "end_time")), \(cell("source_name")), \(cell("source_version")),
            \(cell("lifecycle_stage")), \(cell("artifact_uri"))
          FROM runs WHERE run_uuid = ?
          """), arguments: [id])
    guard let row else { return nil }
    var run = MLflowRun(id: id)
    run.name = StoredValue(row, 0).words
    run.user = StoredValue(row, 1).words
    run.status = Self.status(StoredValue(row, 2))
    run.start = StoredValue(row, 3).moment
    run.end = StoredValue(row, 4).moment
    run.sourceName = StoredValue(row, 5).words
    run.sourceVersion = StoredValue(row, 6).words
    run.isDeleted = StoredValue(row, 7).text == "deleted"
    run.artefacts = StoredValue(row, 8).words
    run.parameters = try entries("params", "run_uuid", id, in: database, losses: &losses)
    run.tags = try entries("tags", "run_uuid", id, in: database, losses: &losses)
    if hasInputs { run.datasets = try datasets(id, in: database) }
    let points = try points(id, after: nil, limit: limit, in: database, losses: &losses)
    return (run, try latest(id, in: database), points)
  }

  /// Points of a run in the order in which they were logged.
  func points(
    _ id: String, after cursor: Int?, limit: Int, in database: Database, losses: inout MLflowLosses
  ) throws -> MLflowPoints {
    let rows = try Row.fetchCursor(
      try database.cachedStatement(
        sql: """
          SELECT rowid, key, value, timestamp, \(column("metrics", "step")), \(column("metrics", "is_nan"))
          FROM metrics WHERE run_uuid = ? AND rowid > ? ORDER BY rowid LIMIT ?
          """), arguments: [id, cursor ?? Int.min, limit])
    var found = MLflowPoints()
    var count = 0
    while let row = try rows.next() {
      count += 1
      found.cursor = StoredValue(row, 0).integer
      guard let key = StoredValue(row, 1).text else {
        losses.odd += 1
        continue
      }
      let value = StoredValue(row, 2).number
      let isNaN = StoredValue(row, 5).integer ?? 0
      if value == nil { losses.odd += 1 }
      found.add(
        MetricPoint(
          step: StoredValue(row, 4).integer ?? 0, time: StoredValue(row, 3).integer,
          value: MLflowNumber.value(value, isNaN: isNaN != 0)), of: key)
    }
    if count < limit { found.cursor = nil }
    return found
  }

  func entries(
    _ table: String, _ owner: String, _ id: some DatabaseValueConvertible, in database: Database,
    losses: inout MLflowLosses
  ) throws -> [TrialRecord.Entry] {
    let rows = try Row.fetchCursor(
      try database.cachedStatement(
        sql: """
          SELECT key, substr(value, 1, \(Self.longestText)), length(value) FROM \(table)
          WHERE \(owner) = ? ORDER BY key
          """), arguments: [id])
    var found: [TrialRecord.Entry] = []
    while let row = try rows.next() {
      guard let key = StoredValue(row, 0).text else {
        losses.odd += 1
        continue
      }
      if let length = StoredValue(row, 2).integer, length > Self.longestText { losses.cut += 1 }
      found.append(TrialRecord.Entry(name: key, value: StoredValue(row, 1).text ?? ""))
    }
    return found
  }

  private func latest(_ id: String, in database: Database) throws -> [TrialRecord.Metric] {
    guard hasLatest else { return [] }
    return try Row.fetchAll(
      try database.cachedStatement(
        sql: """
          SELECT key, value, \(column("latest_metrics", "timestamp")), \(column("latest_metrics", "step")),
            \(column("latest_metrics", "is_nan")) FROM latest_metrics WHERE run_uuid = ? ORDER BY key
          """), arguments: [id]
    ).compactMap { row in
      guard let key = StoredValue(row, 0).text else { return nil }
      let value = MLflowNumber.value(
        StoredValue(row, 1).number, isNaN: StoredValue(row, 4).integer ?? 0 != 0)
      return TrialRecord.Metric(
        name: key, value: value.isNaN ? nil : value, step: StoredValue(row, 3).integer ?? 0,
        time: StoredValue(row, 2).integer, points: 0)
    }
  }

  private func datasets(_ id: String, in database: Database) throws -> [TrialRecord.Dataset] {
    let hasTags = columns["input_tags"].map { $0.isSuperset(of: ["input_uuid", "name", "value"]) } ?? false
    let context =
      hasTags && columns["inputs"]?.contains("input_uuid") == true
      ? """
      (SELECT value FROM input_tags t WHERE t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context')
      """ : "NULL"
    func cell(_ name: String) -> String { "substr(\(column("datasets", name)), 1, \(Self.longestText))" }
    return try Row.fetchAll(
      try database.cachedStatement(
        sql: """
          SELECT \(cell("name")), \(cell("digest")), \(context), \(cell("dataset_source_type")),
            \(cell("dataset_source"))
          FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
          WHERE i.destination_type = 'RUN' AND i.source_type = 'DATASET' AND i.destination_id = ?
          ORDER BY 1, 2, 3 LIMIT 10000
          """), arguments: [id]
    ).map { row in
      TrialRecord.Dataset(
        name: StoredValue(row, 0).text ?? "", digest: StoredValue(row, 1).text ?? "",
        context: StoredValue(row, 2).text ?? "", sourceKind: StoredValue(row, 3).words,
        source: StoredValue(row, 4).words)
    }
  }

  private static func status(_ value: StoredValue) -> String? { value.text?.uppercased() }
}

/// Points by metric, as they come.
struct MLflowPoints: Sendable {
  private(set) var metrics: [(metric: String, points: [MetricPoint])] = []
  private var places: [String: Int] = [:]
  private(set) var count = 0
  /// Where the next ones begin; nil after the last.
  var cursor: Int?

  mutating func add(_ point: MetricPoint, of metric: String) {
    count += 1
    if let last = places[metric] {
      metrics[last].points.append(point)
    } else {
      places[metric] = metrics.count
      metrics.append((metric, [point]))
    }
  }
}
