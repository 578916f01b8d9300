import Book
import Delivery
import Diagnostics
import Reports
import Workspace

extension MailComposer {
  /// One SMS: the title, with `summary` also what needs attention.
  ///
  /// - Parameter sent: How many of this period have arrived there.
  ///
  /// **Throws:** `webhook-template`, and `sms-too-long`.
  func message(
    for audience: Configuration.Audience, to number: String, by sms: Configuration.SMS, sent: Int
  ) throws(Diagnostic) -> PreparedCall {
    let title = subject(sent)
    let text = SMSText(audience.detail == .line ? title : "\(title). \(facts.summary.attention)")
    try text.check(at: configuration.place(of: "audiences.\(audience.name)"))
    return try PreparedCall(
      audience: audience, text, to: number, try session.payload(of: sms),
      messageID: identifier(of: number, sent))
  }
}

extension PreparedCall {
  /// **Throws:** `webhook-template`.
  init(
    audience: Configuration.Audience, _ text: SMSText, to number: String, _ payload: SMSPayload,
    messageID: String
  ) throws(Diagnostic) {
    let bytes = try payload.bytes(text, to: number)
    self.init(
      audience: audience, recipient: number, messageID: messageID, subject: text.text, bytes: bytes,
      digest: ContentDigest.sha256(bytes), preview: try payload.preview(text, to: number))
  }
}
