package import Diagnostics
import GRDB

extension Diagnostic.Identifier {
  package static let bookDeliveryTaken = Self("book-delivery-taken")
}

extension Book {
  /// What tells this book from any other.
  package func identity() throws(Diagnostic) -> String {
    try read { database in
      guard let identity = try String.fetchOne(database, sql: "SELECT id FROM identity") else {
        throw DamagedRecord(what: "a book without an identity")
      }
      return identity
    }
  }

  /// All deliveries of a report, or of all; by report, period, recipient and attempt.
  package func deliveries(
    report: String? = nil, period: String? = nil
  ) throws(Diagnostic) -> [DeliveryRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM delivery WHERE (?1 IS NULL OR report = ?1) AND (?2 IS NULL OR period = ?2)
          ORDER BY report, period, recipient, attempt
          """, arguments: [report, period]
      ).map(DeliveryRecord.init(row:))
    }
  }

  /// Enters a delivery before anything is handed over.
  ///
  /// - Parameter newest: The newest attempt that the caller knows of, 0 for none; the new one comes after it.
  ///
  /// **Throws:** `book-delivery-taken` where there is a newer one: somebody else sends.
  package func begin(
    _ delivery: DeliveryRecord, after newest: Int
  ) throws(Diagnostic) -> DeliveryRecord {
    var begun = delivery
    begun.attempt = newest + 1
    begun.state = .sending
    let entered = begun
    try write { database in
      let found =
        try Int.fetchOne(
          database,
          sql: "SELECT max(attempt) FROM delivery WHERE report = ? AND period = ? AND recipient = ?",
          arguments: [entered.report, entered.period, entered.recipient]) ?? 0
      guard found == newest else {
        throw Diagnostic(
          .bookDeliveryTaken, .notNow,
          "somebody else sends '\(entered.report)' of \(entered.period) to \(entered.recipient) just now",
          next: "Run it once more: it then tells what came of it.")
      }
      try database.execute(
        sql: """
          INSERT INTO delivery (report, period, recipient, attempt, audience, channel, message_id, digest, state,
            answer, began_at, ended_at, process)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          entered.report, entered.period, entered.recipient, entered.attempt, entered.audience,
          entered.channel, entered.messageID, entered.digest, entered.state.rawValue, entered.answer,
          entered.beganAt, nil, try RecordJSON.text(entered.process),
        ])
    }
    return begun
  }

  /// Tells what came of a delivery.
  package func end(
    _ delivery: DeliveryRecord, _ state: DeliveryRecord.State, answer: String, at time: String
  ) throws(Diagnostic) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE delivery SET state = ?, answer = ?, ended_at = ?
          WHERE report = ? AND period = ? AND recipient = ? AND attempt = ?
          """,
        arguments: [
          state.rawValue, answer, time, delivery.report, delivery.period, delivery.recipient,
          delivery.attempt,
        ])
    }
  }
}

extension DeliveryRecord {
  fileprivate init(row: Row) throws {
    guard let state = State(rawValue: row["state"]) else {
      throw DamagedRecord(what: "a delivery without a state")
    }
    self.init(
      report: row["report"], period: row["period"], recipient: row["recipient"], audience: row["audience"],
      channel: row["channel"], messageID: row["message_id"], digest: row["digest"], beganAt: row["began_at"],
      process: try RecordJSON.stored(ProcessIdentity.self, row["process"] as String, of: "a delivery"))
    attempt = row["attempt"]
    self.state = state
    answer = row["answer"]
    endedAt = row["ended_at"]
  }
}
