import Book
import Delivery
import Workspace

/// What is ready to be handed over to one recipient.
protocol PreparedDelivery {
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
struct PreparedMail: PreparedDelivery {
  let audience: Configuration.Audience
  let message: MailMessage
  let bytes: [UInt8]
  /// SHA-256 of the bytes.
  let digest: String

  init(audience: Configuration.Audience, message: MailMessage) {
    self.audience = audience
    self.message = message
    bytes = message.bytes
    digest = ContentDigest.sha256(bytes)
  }

  var recipient: String { message.to.address.lowercased() }
  var messageID: String { message.messageID }
  var subject: String { message.subject }
  var preview: String { message.text }
}

/// A payload for a web-hook, or for a gateway that makes an SMS of it.
struct PreparedCall: PreparedDelivery {
  let audience: Configuration.Audience
  let recipient: String
  let messageID: String
  let subject: String
  let bytes: [UInt8]
  let digest: String

  var preview: String { String(decoding: bytes, as: UTF8.self) }
}
