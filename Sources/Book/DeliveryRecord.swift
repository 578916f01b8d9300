/// One message to one recipient.
package struct DeliveryRecord: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, Codable {
    /// It is being handed over, or its process ended while it was.
    case sending
    case sent
    /// Nothing was delivered.
    case failed
    /// All of it was handed over and no answer came.
    case uncertain
  }

  package var report: String
  /// Kind and first day: `week 2026-01-05`.
  package var period: String
  /// In small letters.
  package var recipient: String
  /// From 1.
  package var attempt = 1
  package var audience: String
  package var channel: String
  package var messageID: String
  /// SHA-256 of the message as it travelled.
  package var digest: String
  package var state = State.sending
  package var answer = ""
  /// RFC 3339; `endedAt` is nil while it is being handed over.
  package var beganAt: String
  package var endedAt: String?
  package var process: ProcessIdentity

  package init(
    report: String, period: String, recipient: String, audience: String, channel: String, messageID: String,
    digest: String, beganAt: String, process: ProcessIdentity
  ) {
    self.report = report
    self.period = period
    self.recipient = recipient
    self.audience = audience
    self.channel = channel
    self.messageID = messageID
    self.digest = digest
    self.beganAt = beganAt
    self.process = process
  }
}
