package import Diagnostics
import GRDB

extension Diagnostic.Identifier {
  package static let bookNumberTaken = Self("book-number-taken")
}

extension Book {
  /// Where a version's number comes from.
  package enum Numbering: Sendable, Hashable {
    /// The next that was never used.
    case next
    /// This one, if it was never used.
    case exactly(Int)
  }

  /// Enters a version whose artefact (and cases) stand in the store already, in one transaction.
  ///
  /// The same artefact twice under the same options changes nothing and gives the version that stands. The record's
  /// own number is replaced by the one that `numbering` gives.
  /// **Throws** when an exact number was used before.
  package func addVersion(
    _ record: VersionRecord, profile: Profile?, numbering: Numbering
  ) throws(Diagnostic) -> (version: VersionRecord, isNew: Bool) {
    try write { database in
      let options = try record.options.key
      if let standing = try Book.version(
        model: record.model, digest: record.digest, options: options, in: database)
      {
        return (standing, false)
      }
      try database.execute(
        sql: "INSERT INTO model (name, next_number, created_at) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
        arguments: [record.model, record.registeredAt])
      let next =
        try Int.fetchOne(
          database, sql: "SELECT next_number FROM model WHERE name = ?", arguments: [record.model]) ?? 1
      let number: Int
      switch numbering {
      case .next: number = next
      case .exactly(let wanted):
        guard try Book.version(model: record.model, number: wanted, in: database) == nil else {
          throw Diagnostic(
            .bookNumberTaken, .configuration,
            "version \(wanted) of model '\(record.model)' exists already with another artefact",
            next: "A number is never used again; take the next, \(next).")
        }
        number = wanted
      }
      let numbered = record.numbered(number)
      try database.execute(
        sql: "INSERT INTO artefact (digest, size, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        arguments: [record.digest, record.size, record.registeredAt])
      try database.execute(
        sql: """
          INSERT INTO version (model, number, digest, options, record, profile, registered_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          record.model, number, record.digest, options, try RecordJSON.text(numbered),
          try profile.map { try RecordJSON.text($0) }, record.registeredAt,
        ])
      try database.execute(
        sql: "UPDATE model SET next_number = max(next_number, ?) WHERE name = ?",
        arguments: [number + 1, record.model])
      return (numbered, true)
    }
  }

  /// Names of all models that have a version, sorted.
  package func modelNames() throws(Diagnostic) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT name FROM model ORDER BY name") }
  }

  /// All versions of a model, or of all models: by name, then number.
  package func versions(of model: String? = nil) throws(Diagnostic) -> [VersionRecord] {
    try read { database in
      try String.fetchAll(
        database,
        sql: "SELECT record FROM version WHERE ?1 IS NULL OR model = ?1 ORDER BY model, number",
        arguments: [model]
      ).map { try RecordJSON.stored(VersionRecord.self, $0, of: "a version") }
    }
  }

  package func version(model: String, number: Int) throws(Diagnostic) -> VersionRecord? {
    try read { try Book.version(model: model, number: number, in: $0) }
  }

  /// The version of a model that these bytes are under these options.
  package func version(
    model: String, digest: String, options: VersionRecord.Options = .none
  ) throws(Diagnostic) -> VersionRecord? {
    try read { try Book.version(model: model, digest: digest, options: options.key, in: $0) }
  }

  /// The training profile stored with a version.
  package func trainingProfile(model: String, number: Int) throws(Diagnostic) -> Profile? {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT profile FROM version WHERE model = ? AND number = ?",
        arguments: [model, number]
      ).map { try RecordJSON.stored(Profile.self, $0, of: "a training profile") }
    }
  }

  /// Notes that a version's cases were replayed; nothing else of a version ever changes.
  package func setVerification(
    _ verification: VersionRecord.Verification, recorded: VersionRecord.Recorded?, model: String,
    number: Int
  ) throws(Diagnostic) {
    try write { database in
      guard let record = try Book.version(model: model, number: number, in: database) else { return }
      try database.execute(
        sql: "UPDATE version SET record = ? WHERE model = ? AND number = ?",
        arguments: [try RecordJSON.text(record.verified(verification, recorded: recorded)), model, number])
    }
  }

  static func version(model: String, number: Int, in database: Database) throws -> VersionRecord? {
    try String.fetchOne(
      database, sql: "SELECT record FROM version WHERE model = ? AND number = ?", arguments: [model, number]
    ).map { try RecordJSON.stored(VersionRecord.self, $0, of: "a version") }
  }

  private static func version(
    model: String, digest: String, options: String, in database: Database
  ) throws -> VersionRecord? {
    try String.fetchOne(
      database, sql: "SELECT record FROM version WHERE model = ? AND digest = ? AND options = ?",
      arguments: [model, digest, options]
    ).map { try RecordJSON.stored(VersionRecord.self, $0, of: "a version") }
  }
}
