package import Diagnostics
import GRDB

extension Book {
  /// Enters an experiment, or what is now said of one that is there; gives whether anything changed.
  ///
  /// A question, objective or baseline that is nil leaves what stands; so does the time.
  package func save(_ experiment: ExperimentRecord) throws(Diagnostic) -> Bool {
    try write { try Book.save(experiment, in: $0).isChanged }
  }

  /// By name.
  package func experiments(named name: String? = nil) throws(Diagnostic) -> [ExperimentRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM experiment WHERE ?1 IS NULL OR name = ?1 ORDER BY name",
        arguments: [name]
      ).map { row in
        ExperimentRecord(
          name: row["name"], question: row["question"], objective: row["objective"],
          baseline: row["baseline"], note: row["note"], origin: row["origin"],
          isDeleted: row["is_deleted"],
          tags: try Book.entries("experiment_tag", "experiment", row["id"], in: database),
          createdAt: row["created_at"])
      }
    }
  }

  static func entries(_ table: String, _ column: String, _ id: Int, in database: Database) throws
    -> [TrialRecord.Entry]
  {
    try Row.fetchAll(
      database, sql: "SELECT name, value FROM \(table) WHERE \(column) = ? ORDER BY name", arguments: [id]
    ).map { TrialRecord.Entry(name: $0[0], value: $0[1]) }
  }

  static func save(_ experiment: ExperimentRecord, in database: Database) throws -> (
    id: Int, isChanged: Bool
  ) {
    let before = try Row.fetchOne(
      database, sql: "SELECT * FROM experiment WHERE name = ?", arguments: [experiment.name])
    guard let before else {
      try database.execute(
        sql: """
          INSERT INTO experiment (name, question, objective, baseline, note, origin, is_deleted, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          experiment.name, experiment.question, experiment.objective, experiment.baseline, experiment.note,
          experiment.origin, experiment.isDeleted, experiment.createdAt,
        ])
      let id = Int(database.lastInsertedRowID)
      try insert(experiment.tags, "experiment_tag", "experiment", id, in: database)
      return (id, true)
    }
    let id: Int = before["id"]
    try database.execute(
      sql: """
        UPDATE experiment SET question = ifnull(?1, question), objective = ifnull(?2, objective),
          baseline = ifnull(?3, baseline), note = ifnull(?4, note), is_deleted = ?5
        WHERE id = ?6 AND (question IS NOT ifnull(?1, question) OR objective IS NOT ifnull(?2, objective)
          OR baseline IS NOT ifnull(?3, baseline) OR note IS NOT ifnull(?4, note) OR is_deleted <> ?5)
        """,
      arguments: [
        experiment.question, experiment.objective, experiment.baseline, experiment.note,
        experiment.isDeleted, id,
      ])
    var isChanged = database.changesCount > 0
    for tag in experiment.tags {
      try database.execute(
        sql: """
          INSERT INTO experiment_tag (experiment, name, value) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value
          """, arguments: [id, tag.name, tag.value])
      if database.changesCount > 0 { isChanged = true }
    }
    return (id, isChanged)
  }

  static func insert(
    _ entries: [TrialRecord.Entry], _ table: String, _ column: String, _ id: Int, in database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO \(table) (\(column), name, value) VALUES (?, ?, ?)")
    for entry in entries { try statement.execute(arguments: [id, entry.name, entry.value]) }
  }
}
