package import Diagnostics
import GRDB

extension Diagnostic.Identifier {
  package static let bookVersionUnknown = Self("book-version-unknown")
}

extension Book {
  /// Lets an alias point at a version from now on and keeps where it pointed before.
  ///
  /// Gives what it pointed at until now; nothing is entered where that is the same version.
  /// - Parameters:
  ///   - attempt: The attempt that opened the gate for it, noted in the same transaction.
  ///   - permit: Throws for a version that may not have it, as it is in this transaction.
  /// **Throws** for a version that does not exist, and where the alias moved since the gate judged.
  package func setAlias(
    _ change: AliasRecord, by attempt: GateAttempt? = nil,
    permitting permit: (VersionRecord) throws(Diagnostic) -> Void = { _ throws(Diagnostic) in }
  ) throws(Diagnostic) -> AliasRecord? {
    try write { database in
      try Book.check(change, permitting: permit, in: database)
      let before = try Book.alias(change.alias, of: change.model, in: database)
      guard before?.number != change.number else { return before }
      if let attempt {
        try Book.check(attempt, before: before)
        try Book.insert(attempt, in: database)
      }
      try Book.insert(change, in: database)
      return before
    }
  }

  /// Sets an alias only where it was never set; gives whether it did.
  ///
  /// - Parameter permit: Throws for a version that may not have it, as it is in this transaction.
  package func setAliasIfUnset(
    _ change: AliasRecord,
    permitting permit: (VersionRecord) throws(Diagnostic) -> Void = { _ throws(Diagnostic) in }
  ) throws(Diagnostic) -> Bool {
    try write { database in
      guard try Book.alias(change.alias, of: change.model, in: database) == nil else { return false }
      try Book.check(change, permitting: permit, in: database)
      try Book.insert(change, in: database)
      return true
    }
  }

  private static func check(
    _ change: AliasRecord, permitting permit: (VersionRecord) throws(Diagnostic) -> Void,
    in database: Database
  ) throws {
    guard let version = try Book.version(model: change.model, number: change.number, in: database) else {
      throw Diagnostic(
        .bookVersionUnknown, .configuration,
        "model '\(change.model)' has no version \(change.number)", next: "See 'scorebook model list'.")
    }
    try permit(version)
  }

  /// Where all aliases point now, by model and alias.
  package func aliases(of model: String? = nil) throws(Diagnostic) -> [AliasRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM alias_change WHERE id IN (SELECT max(id) FROM alias_change GROUP BY model, alias)
          AND (?1 IS NULL OR model = ?1) ORDER BY model, alias
          """,
        arguments: [model]
      ).map(AliasRecord.init(row:))
    }
  }

  /// Every change of the aliases of a model, or of all, oldest first.
  package func aliasHistory(of model: String? = nil, alias: String? = nil) throws(Diagnostic) -> [AliasRecord]
  {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM alias_change
          WHERE (?1 IS NULL OR model = ?1) AND (?2 IS NULL OR alias = ?2) ORDER BY id
          """,
        arguments: [model, alias]
      ).map(AliasRecord.init(row:))
    }
  }

  /// Where one alias points now; nil where it was never set.
  package func alias(_ alias: String, of model: String) throws(Diagnostic) -> AliasRecord? {
    try read { try Book.alias(alias, of: model, in: $0) }
  }

  private static func alias(_ alias: String, of model: String, in database: Database) throws -> AliasRecord? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM alias_change WHERE model = ? AND alias = ? ORDER BY id DESC LIMIT 1",
      arguments: [model, alias]
    ).map(AliasRecord.init(row:))
  }

  private static func insert(_ change: AliasRecord, in database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO alias_change (model, alias, number, since, changed_by, reason, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        change.model, change.alias, change.number, change.since, change.by, change.reason, change.evidence,
      ])
  }
}

extension AliasRecord {
  fileprivate init(row: Row) {
    self.init(
      model: row["model"], alias: row["alias"], number: row["number"], since: row["since"],
      by: row["changed_by"], reason: row["reason"], evidence: row["evidence"])
  }
}
