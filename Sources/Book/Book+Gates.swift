package import Diagnostics
import GRDB

extension Diagnostic.Identifier {
  package static let bookAliasMoved = Self("book-alias-moved")
}

extension Book {
  /// Notes an attempt; one that opens the gate is noted where the alias moves, by `setAlias`.
  package func enter(_ attempt: GateAttempt) throws(Diagnostic) {
    try write { try Book.insert(attempt, in: $0) }
  }

  /// Attempts at the gate of a model, of one of its versions, or of all, oldest first.
  package func gateAttempts(
    of model: String? = nil, number: Int? = nil
  ) throws(Diagnostic) -> [GateAttempt] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM gate_attempt
          WHERE (?1 IS NULL OR model = ?1) AND (?2 IS NULL OR number = ?2) ORDER BY id
          """, arguments: [model, number]
      ).map(GateAttempt.init(row:))
    }
  }

  static func insert(_ attempt: GateAttempt, in database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO gate_attempt (model, number, alias, against, evaluation, confidence, outcome, findings, reason,
          attempted_at, attempted_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        attempt.model, attempt.number, attempt.alias, attempt.against, attempt.evaluation, attempt.confidence,
        attempt.outcome.rawValue, try RecordJSON.text(attempt.findings), attempt.reason, attempt.attemptedAt,
        attempt.attemptedBy,
      ])
  }

  /// **Throws** where the alias does not point at the version that the gate has held the new one against.
  static func check(_ attempt: GateAttempt, before: AliasRecord?) throws {
    guard let before else { return }
    let reference = "\(before.model)@\(before.number)"
    guard reference != attempt.against else { return }
    throw Diagnostic(
      .bookAliasMoved, .notNow, "\(attempt.model)@\(attempt.alias) moved while the gate judged",
      expected: "\(attempt.against), against which \(attempt.reference) was held", found: reference,
      next: "Promote it once more: the gate then holds it against \(reference).")
  }
}

extension GateAttempt {
  fileprivate init(row: Row) throws {
    guard let outcome = Outcome(rawValue: row["outcome"]) else {
      throw DamagedRecord(what: "an attempt at a gate without an outcome")
    }
    self.init(
      model: row["model"], number: row["number"], alias: row["alias"], against: row["against"],
      evaluation: row["evaluation"], confidence: row["confidence"],
      findings: try RecordJSON.stored([Finding].self, row["findings"] as String, of: "an attempt at a gate"),
      outcome: outcome, reason: row["reason"], attemptedAt: row["attempted_at"],
      attemptedBy: row["attempted_by"])
  }
}
