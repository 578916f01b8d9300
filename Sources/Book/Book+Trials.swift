package import Diagnostics
import GRDB

extension Book {
  /// How many trials an experiment has.
  package struct TrialCounts: Sendable, Hashable, Codable {
    package let trials: Int
    package let deleted: Int
    package let running: Int
    package let points: Int
    /// RFC 3339 of the newest start.
    package let newest: String?
  }

  /// What the trials of an origin were when they were read: id there → fingerprint, within ids from `first`
  /// to `last` (all where they are nil).
  package func fingerprints(
    experiment: String?, origin: String, from first: String? = nil, to last: String? = nil
  ) throws(Diagnostic) -> [Fingerprint: String] {
    try read { database in
      var found: [Fingerprint: String] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT e.name, t.origin_id, t.fingerprint FROM trial t JOIN experiment e ON e.id = t.experiment
          WHERE t.origin = ?1 AND t.origin_id >= ifnull(?2, '') AND (?3 IS NULL OR t.origin_id <= ?3)
            AND (?4 IS NULL OR e.name = ?4)
          """, arguments: [origin, first, last, experiment])
      while let row = try rows.next() {
        found[Fingerprint(experiment: row[0], originID: row[1])] = row[2]
      }
      return found
    }
  }

  /// Which trial of an origin a fingerprint belongs to.
  package struct Fingerprint: Sendable, Hashable {
    package let experiment: String
    package let originID: String

    package init(experiment: String, originID: String) {
      self.experiment = experiment
      self.originID = originID
    }
  }

  /// By experiment.
  package func trialCounts() throws(Diagnostic) -> [String: TrialCounts] {
    try read { database in
      var found: [String: TrialCounts] = [:]
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT e.name, count(*), sum(t.is_deleted), sum(t.state = 'running' AND t.is_deleted = 0),
            (SELECT total(m.points) FROM trial_metric m JOIN trial u ON u.id = m.trial
             WHERE u.experiment = e.id),
            max(t.started_at)
          FROM trial t JOIN experiment e ON e.id = t.experiment WHERE t.fingerprint <> '' GROUP BY e.id
          """)
      for row in rows {
        found[row[0]] = TrialCounts(
          trials: row[1], deleted: row[2], running: row[3], points: Int(row[4] as Double), newest: row[5])
      }
      return found
    }
  }

  /// The trials of an experiment without their points, oldest first; deleted ones only where asked for.
  package func trials(
    of experiment: String, name: String? = nil, withDeleted: Bool = false
  ) throws(Diagnostic) -> [TrialRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.* FROM trial t JOIN experiment e ON e.id = t.experiment
          WHERE e.name = ?1 AND (?2 IS NULL OR t.name = ?2) AND (?3 OR t.is_deleted = 0) AND t.fingerprint <> ''
          ORDER BY t.started_at, t.name, t.origin, t.origin_id
          """, arguments: [experiment, name, withDeleted]
      ).map { try Book.trial($0, in: database) }
    }
  }

  /// The points of one metric of a trial, in the order in which they were logged.
  package func points(
    ofTrial originID: String, origin: String, experiment: String, metric: String
  ) throws(Diagnostic) -> [MetricPoint] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT p.step, p.time, p.value FROM trial_metric_point p JOIN trial t ON t.id = p.trial
          JOIN experiment e ON e.id = t.experiment
          WHERE e.name = ? AND t.origin = ? AND t.origin_id = ? AND p.metric = ? ORDER BY p.position
          """, arguments: [experiment, origin, originID, metric]
      ).map { MetricPoint(step: $0[0], time: $0[1], value: $0[2] ?? .nan) }
    }
  }

  private static func trial(_ row: Row, in database: Database) throws -> TrialRecord {
    let id: Int = row["id"]
    var trial = TrialRecord(
      name: row["name"], origin: row["origin"], originID: row["origin_id"],
      state: TrialRecord.State(rawValue: row["state"]) ?? .unknown, isDeleted: row["is_deleted"])
    trial.parentID = row["parent_id"]
    trial.startedAt = row["started_at"]
    trial.endedAt = row["ended_at"]
    trial.startedBy = row["started_by"]
    trial.sourceName = row["source_name"]
    trial.sourceCommit = row["source_commit"]
    trial.dataDigest = row["data_digest"]
    trial.note = row["note"]
    trial.artefactsURI = row["artefacts_uri"]
    trial.store = row["store"]
    trial.parameters = try entries("trial_parameter", "trial", id, in: database)
    trial.tags = try entries("trial_tag", "trial", id, in: database)
    trial.metrics = try Row.fetchAll(
      database, sql: "SELECT name, value, step, time, points FROM trial_metric WHERE trial = ? ORDER BY name",
      arguments: [id]
    ).map { TrialRecord.Metric(name: $0[0], value: $0[1], step: $0[2], time: $0[3], points: $0[4]) }
    trial.datasets = try Row.fetchAll(
      database,
      sql: """
        SELECT name, digest, context, source_kind, source FROM trial_dataset WHERE trial = ?
        ORDER BY name, digest, context
        """, arguments: [id]
    ).map {
      TrialRecord.Dataset(name: $0[0], digest: $0[1], context: $0[2], sourceKind: $0[3], source: $0[4])
    }
    trial.artefacts = try Row.fetchAll(
      database, sql: "SELECT name, digest, size, uri FROM trial_artefact WHERE trial = ? ORDER BY name",
      arguments: [id]
    ).map { TrialRecord.Artefact(name: $0[0], digest: $0[1], size: $0[2], uri: $0[3]) }
    return trial
  }
}
