package import Diagnostics

/// What is told of one recipient, or of an audience that gets nothing.
package struct RecipientOutcome: Encodable, Sendable, Hashable {
  package enum Word: String, Encodable, Sendable, Hashable {
    case sent, stands, failed, uncertain, busy, resolved, skipped
    case wouldSend = "would_send"

    package var isFine: Bool { self != .failed && self != .uncertain && self != .busy }
  }

  private enum CodingKeys: String, CodingKey {
    case report, period, audience, recipient, outcome, detail, messageID, identifier, place, expected, next
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
  /// What is wrong, where something is.
  package let problem: Diagnostic?

  /// A problem is told by its identifier, place, expectation and what to do; what was found stands in `detail`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(report, forKey: .report)
    try container.encode(period, forKey: .period)
    try container.encode(audience, forKey: .audience)
    try container.encodeIfPresent(recipient, forKey: .recipient)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(detail, forKey: .detail)
    try container.encodeIfPresent(messageID, forKey: .messageID)
    try container.encodeIfPresent(problem?.identifier.name, forKey: .identifier)
    try container.encodeIfPresent(problem?.place?.description, forKey: .place)
    try container.encodeIfPresent(problem?.expected, forKey: .expected)
    try container.encodeIfPresent(problem?.next, forKey: .next)
  }
}
