import Book
package import Workspace

/// What is ready to be handed over to one recipient.
package protocol PreparedDelivery {
  var audience: Configuration.Audience { get }
  /// How the book names who gets it: an address in small letters, or a channel whose own address nobody may know.
  var recipient: String { get }
  /// The same for the same message, so that a recipient knows one that comes twice.
  var messageID: String { get }
  var subject: String { get }
  /// For a person who looks before it is sent.
  var preview: String { get }
  var bytes: [UInt8] { get }
  var digest: String { get }
}

/// A message for one recipient as it travels, with what the book keeps of it.
package struct PreparedMail: PreparedDelivery {
  package let audience: Configuration.Audience
  package let message: MailMessage
  package let bytes: [UInt8]
  /// SHA-256 of the bytes.
  package let digest: String

  package init(audience: Configuration.Audience, message: MailMessage) {
    self.audience = audience
    self.message = message
    bytes = message.bytes
    digest = ContentDigest.sha256(bytes)
  }

  package var recipient: String { message.to.address.lowercased() }
  package var messageID: String { message.messageID }
  package var subject: String { message.subject }
  package var preview: String { message.text }
}

/// A payload for a web-hook, or for a gateway that makes an SMS of it.
package struct PreparedCall: PreparedDelivery {
  package let audience: Configuration.Audience
  package let recipient: String
  package let messageID: String
  package let subject: String
  /// But for secrets, which the channel puts behind them.
  package let bytes: [UInt8]
  package let digest: String
  package let preview: String

  package init(
    audience: Configuration.Audience, recipient: String, messageID: String, subject: String, bytes: [UInt8],
    digest: String, preview: String? = nil
  ) {
    self.audience = audience
    self.recipient = recipient
    self.messageID = messageID
    self.subject = subject
    self.bytes = bytes
    self.digest = digest
    self.preview = preview ?? String(decoding: bytes, as: UTF8.self)
  }
}
