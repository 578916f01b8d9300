package import Diagnostics
import GRDB

/// Enters trials inside one transaction of the book.
///
/// A trial is told apart by its experiment, origin and id there; what it held before is replaced whole.
package struct TrialWriter {
  let database: Database
  /// RFC 3339.
  let now: String

  /// The experiment's number in the book; made, or brought up to date, where needed.
  package func experiment(_ record: ExperimentRecord) throws -> Int {
    try Book.save(record, in: database).id
  }

  /// Enters a trial with everything but the history of its metrics, which `add` gives point by point.
  ///
  /// Gives its number in the book. `fingerprint` tells whether its source has changed since; a trial with an empty
  /// one is not whole yet, and not shown, until `complete` gives it its own.
  package func replace(_ trial: TrialRecord, experiment: Int, fingerprint: String) throws -> Int {
    let id = try row(trial, experiment, fingerprint)
    for table in [
      "trial_parameter", "trial_tag", "trial_metric", "trial_metric_point", "trial_dataset", "trial_artefact",
    ] {
      try database.cachedStatement(sql: "DELETE FROM \(table) WHERE trial = ?").execute(arguments: [id])
    }
    try Book.insert(trial.parameters, "trial_parameter", "trial", id, in: database)
    try Book.insert(trial.tags, "trial_tag", "trial", id, in: database)
    try setMetrics(trial.metrics, trial: id)
    for entry in trial.datasets {
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO trial_dataset (trial, name, digest, context, source_kind, source)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [id, entry.name, entry.digest, entry.context, entry.sourceKind, entry.source])
    }
    for entry in trial.artefacts {
      if let digest = entry.digest, let size = entry.size {
        try database.execute(
          sql: "INSERT INTO artefact (digest, size, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          arguments: [digest, size, now])
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO trial_artefact (trial, name, digest, size, uri) VALUES (?, ?, ?, ?, ?)",
        arguments: [id, entry.name, entry.digest, entry.size, entry.uri])
    }
    return id
  }

  /// The last values of a trial's metrics.
  package func setMetrics(_ metrics: [TrialRecord.Metric], trial: Int) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO trial_metric (trial, name, value, step, time, points)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for entry in metrics {
      try statement.execute(arguments: [trial, entry.name, entry.value, entry.step, entry.time, entry.points])
    }
  }

  /// Makes a trial whole that was entered in several transactions.
  package func complete(_ id: Int, metrics: [TrialRecord.Metric], fingerprint: String) throws {
    try setMetrics(metrics, trial: id)
    try database.execute(sql: "UPDATE trial SET fingerprint = ? WHERE id = ?", arguments: [fingerprint, id])
  }

  /// Points of one metric of a trial, from `position` on.
  package func add(_ points: some Sequence<MetricPoint>, of metric: String, trial: Int, from position: Int)
    throws
  {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO trial_metric_point (trial, metric, position, step, time, value) VALUES (?, ?, ?, ?, ?, ?)
        """)
    let (trial, metric) = (trial.databaseValue, metric.databaseValue)
    var position = position
    for point in points {
      // SQLite makes NULL of a NaN.
      statement.setUncheckedArguments([
        trial, metric, position, point.step, point.time, point.value.isNaN ? nil : point.value,
      ])
      try statement.execute()
      position += 1
    }
  }

  private func row(_ trial: TrialRecord, _ experiment: Int, _ fingerprint: String) throws -> Int {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO trial (experiment, name, origin, origin_id, parent_id, state, is_deleted, started_at,
          ended_at, started_by, source_name, source_commit, data_digest, note, artefacts_uri, store,
          fingerprint, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (experiment, origin, origin_id) DO UPDATE SET name = excluded.name,
          parent_id = excluded.parent_id, state = excluded.state, is_deleted = excluded.is_deleted,
          started_at = excluded.started_at, ended_at = excluded.ended_at, started_by = excluded.started_by,
          source_name = excluded.source_name, source_commit = excluded.source_commit,
          data_digest = excluded.data_digest, note = excluded.note, artefacts_uri = excluded.artefacts_uri,
          store = excluded.store, fingerprint = excluded.fingerprint, recorded_at = excluded.recorded_at
        RETURNING id
        """)
    let id = try Int.fetchOne(
      statement,
      arguments: [
        experiment, trial.name, trial.origin, trial.originID, trial.parentID, trial.state.rawValue,
        trial.isDeleted, trial.startedAt, trial.endedAt, trial.startedBy, trial.sourceName,
        trial.sourceCommit, trial.dataDigest, trial.note, trial.artefactsURI, trial.store, fingerprint, now,
      ])
    guard let id else { throw DamagedRecord(what: "a trial that got no number") }
    return id
  }
}

extension Book {
  /// One transaction that enters trials; all of it or nothing.
  package func writeTrials<Value>(
    now: String, _ body: (TrialWriter) throws -> Value
  ) throws(Diagnostic) -> Value {
    try write { try body(TrialWriter(database: $0, now: now)) }
  }
}
