/// What is told of one recipient, or of an audience that gets nothing.
package struct RecipientOutcome: Encodable, Sendable, Hashable {
  package enum Word: String, Encodable, Sendable, Hashable {
    case sent, stands, failed, uncertain, busy, resolved, skipped
    case wouldSend = "would_send"

    package var isFine: Bool { self != .failed && self != .uncertain && self != .busy }
  }

  private enum CodingKeys: String, CodingKey {
    case report, period, audience, recipient, outcome, detail, messageID
  }

  package let report: String
  package let period: String
  package let audience: String
  package let recipient: String?
  package let outcome: Word
  package let detail: String
  package let messageID: String?
  /// What would be sent, for a person who looks before.
  package let preview: String?
}
