package import Diagnostics
import GRDB

extension Book {
  /// Makes these the registered models of a foreign store; gives how many are new, differ or went.
  package func replaceForeignModels(
    of store: String, with models: [ForeignModelRecord]
  ) throws(Diagnostic) -> Int {
    let before = try foreignModels(of: store)
    let standing = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
    let wanted = Set(models.map(\.name))
    let changed = models.filter { standing[$0.name] != $0 }
    let gone = before.filter { !wanted.contains($0.name) }
    guard !changed.isEmpty || !gone.isEmpty else { return 0 }
    try write { database in
      for model in gone + changed {
        try database.execute(
          sql: "DELETE FROM foreign_model WHERE store = ? AND name = ?", arguments: [store, model.name])
      }
      for model in changed { try Book.insert(model, store, in: database) }
    }
    return changed.count + gone.count
  }

  /// The registered models of one foreign store, by name.
  package func foreignModels(of store: String) throws(Diagnostic) -> [ForeignModelRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM foreign_model WHERE store = ? ORDER BY name", arguments: [store]
      ).map { row in
        let name: String = row["name"]
        let versions = try Row.fetchAll(
          database, sql: "SELECT * FROM foreign_version WHERE store = ? AND model = ? ORDER BY version",
          arguments: [store, name])
        let aliases = try Row.fetchAll(
          database, sql: "SELECT alias, version FROM foreign_alias WHERE store = ? AND model = ?",
          arguments: [store, name])
        return ForeignModelRecord(
          name: name, description: row["description"], tags: try tags(row["tags"]),
          createdAt: row["created_at"], updatedAt: row["updated_at"],
          versions: try versions.map {
            ForeignModelRecord.Version(
              version: $0["version"], stage: $0["stage"], state: $0["state"], trial: $0["trial"],
              source: $0["source"], description: $0["description"], createdBy: $0["created_by"],
              tags: try tags($0["tags"]), createdAt: $0["created_at"], updatedAt: $0["updated_at"])
          }, aliases: Dictionary(aliases.map { ($0[0] as String, $0[1] as Int) }) { first, _ in first })
      }
    }
  }

  /// The stores whose registered models the book knows, sorted.
  package func foreignStores() throws(Diagnostic) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT DISTINCT store FROM foreign_model ORDER BY store") }
  }

  private func tags(_ text: String) throws -> [TrialRecord.Entry] {
    try RecordJSON.stored([TrialRecord.Entry].self, text, of: "the tags of a foreign model")
  }

  private static func insert(_ model: ForeignModelRecord, _ store: String, in database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO foreign_model (store, name, description, tags, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        store, model.name, model.description, try RecordJSON.text(model.tags), model.createdAt,
        model.updatedAt,
      ])
    for version in model.versions {
      try database.execute(
        sql: """
          INSERT INTO foreign_version (store, model, version, stage, state, trial, source, description,
            created_by, tags, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          store, model.name, version.version, version.stage, version.state, version.trial, version.source,
          version.description, version.createdBy, try RecordJSON.text(version.tags), version.createdAt,
          version.updatedAt,
        ])
    }
    for (alias, version) in model.aliases.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "INSERT INTO foreign_alias (store, model, alias, version) VALUES (?, ?, ?, ?)",
        arguments: [store, model.name, alias, version])
    }
  }
}
