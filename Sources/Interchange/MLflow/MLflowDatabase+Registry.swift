import Book
import Diagnostics
import GRDB

extension MLflowDatabase {
  /// An experiment as the store has it.
  struct Experiment: Sendable {
    let id: String
    let name: String
    let isDeleted: Bool
    let createdAt: String?
    let tags: [TrialRecord.Entry]
  }

  /// A name of another workspace than MLflow's default one stands behind that one's.
  private func name(_ table: String) -> String {
    let workspace = column(table, "workspace")
    return
      "substr(CASE WHEN \(workspace) IS NULL OR \(workspace) IN ('', 'default') THEN name ELSE \(workspace) || '/' || name END, 1, 1000)"
  }

  /// All experiments by id.
  func experiments(losses: inout MLflowLosses) throws(Diagnostic) -> [String: Experiment] {
    var lost = losses
    let found = try read { database in
      var found: [String: Experiment] = [:]
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT experiment_id, \(name("experiments")), \(column("experiments", "lifecycle_stage")),
            \(column("experiments", "creation_time")) FROM experiments LIMIT 100000
          """)
      let hasTags = columns["experiment_tags"]?.isSuperset(of: ["key", "value", "experiment_id"]) ?? false
      for row in rows {
        guard let id = StoredValue(row, 0).text else { continue }
        found[id] = Experiment(
          id: id, name: StoredValue(row, 1).words ?? "experiment \(id)",
          isDeleted: StoredValue(row, 2).text == "deleted", createdAt: StoredValue(row, 3).moment,
          tags: hasTags
            ? try entries("experiment_tags", "experiment_id", id, in: database, losses: &lost) : [])
      }
      return found
    }
    losses = lost
    return found
  }

  /// The registered models with versions and aliases, by name.
  func models(losses: inout MLflowLosses) throws(Diagnostic) -> [ForeignModelRecord] {
    guard columns["registered_models"]?.contains("name") == true,
      columns["model_versions"]?.isSuperset(of: ["name", "version"]) == true
    else { return [] }
    var odd = 0
    let models = try read { database in
      func grouped<Value>(_ sql: String, _ make: (Row) -> Value?) throws -> [String: [Value]] {
        var found: [String: [Value]] = [:]
        let rows = try Row.fetchCursor(database, sql: sql)
        while let row = try rows.next() {
          guard let key = StoredValue(row, 0).text, let value = make(row) else {
            odd += 1
            continue
          }
          found[key, default: []].append(value)
        }
        return found
      }
      let tags = try tagged("registered_model_tags", "''", grouped)
      let versionTags = try tagged("model_version_tags", "version", grouped)
      let versions = try grouped(
        """
        SELECT \(name("model_versions")), version, \(text("model_versions", "current_stage")),
          \(text("model_versions", "status")), \(text("model_versions", "run_id")),
          \(text("model_versions", "source")), \(text("model_versions", "description")),
          \(text("model_versions", "user_id")), \(column("model_versions", "creation_time")),
          \(column("model_versions", "last_updated_time"))
        FROM model_versions ORDER BY 1, 2 LIMIT 1000000
        """
      ) { row -> ForeignModelRecord.Version? in
        guard let model = StoredValue(row, 0).text, let number = StoredValue(row, 1).integer else {
          return nil
        }
        let stage = StoredValue(row, 2).words
        return ForeignModelRecord.Version(
          version: number, stage: stage == "None" ? nil : stage, state: StoredValue(row, 3).words,
          trial: StoredValue(row, 4).words, source: StoredValue(row, 5).words,
          description: StoredValue(row, 6).words, createdBy: StoredValue(row, 7).words,
          tags: versionTags["\(model)\u{1F}\(number)"] ?? [], createdAt: StoredValue(row, 8).moment,
          updatedAt: StoredValue(row, 9).moment)
      }
      var aliases: [String: [(String, Int)]] = [:]
      if columns["registered_model_aliases"]?.isSuperset(of: ["name", "alias", "version"]) == true {
        aliases = try grouped(
          "SELECT \(name("registered_model_aliases")), alias, version FROM registered_model_aliases"
        ) { row in
          guard let alias = StoredValue(row, 1).text, let version = StoredValue(row, 2).integer else {
            return nil
          }
          return (alias, version)
        }
      }
      return try grouped(
        """
        SELECT \(name("registered_models")), \(text("registered_models", "description")),
          \(column("registered_models", "creation_time")), \(column("registered_models", "last_updated_time"))
        FROM registered_models ORDER BY 1 LIMIT 100000
        """
      ) { row -> ForeignModelRecord? in
        guard let model = StoredValue(row, 0).text else { return nil }
        return ForeignModelRecord(
          name: model, description: StoredValue(row, 1).words, tags: tags["\(model)\u{1F}"] ?? [],
          createdAt: StoredValue(row, 2).moment, updatedAt: StoredValue(row, 3).moment,
          versions: unique(versions[model] ?? []),
          aliases: Dictionary(aliases[model] ?? []) { first, _ in first })
      }
    }
    losses.odd += odd
    return models.values.compactMap(\.first).sorted { $0.name < $1.name }
  }

  private func unique(_ versions: [ForeignModelRecord.Version]) -> [ForeignModelRecord.Version] {
    var seen: Set<Int> = []
    return versions.filter { seen.insert($0.version).inserted }
  }

  private func text(_ table: String, _ column: String) -> String {
    "substr(\(self.column(table, column)), 1, \(Self.longestText))"
  }

  /// Tags by the name of what has them, and its version.
  private func tagged(
    _ table: String, _ version: String,
    _ grouped: (String, (Row) -> TrialRecord.Entry?) throws -> [String: [TrialRecord.Entry]]
  ) throws -> [String: [TrialRecord.Entry]] {
    guard columns[table]?.isSuperset(of: ["name", "key", "value"]) == true else { return [:] }
    return try grouped(
      """
      SELECT \(name(table)) || char(31) || \(version), key, \(text(table, "value")) FROM \(table)
      ORDER BY 1, 2 LIMIT 1000000
      """
    ) { row in
      StoredValue(row, 1).text.map { TrialRecord.Entry(name: $0, value: StoredValue(row, 2).text ?? "") }
    }
  }
}
