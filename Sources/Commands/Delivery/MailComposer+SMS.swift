import Book
import Delivery
import Diagnostics
import Reports
import Workspace

extension MailComposer {
  /// One SMS for each number of an audience: the title, with `summary` also what needs attention.
  ///
  /// **Throws:** `report-empty` of a report without a number, `webhook-template`, and `sms-too-long`.
  func messages(
    of name: String, _ page: BuiltPage, for audience: Configuration.Audience, by sms: Configuration.SMS,
    attempts: (String) -> Int
  ) throws -> [PreparedCall] {
    let content = try content(of: name, page, for: audience)
    let template = try session.template(sms.template, of: .sms)
    return try audience.to.map { number in
      let attempt = attempts(number)
      let title = (attempt == 0 ? "" : "Again: ") + content.subject
      let text = SMSText(audience.detail == .line ? title : "\(title). \(content.facts.summary.attention)")
      try text.check(at: configuration.place(of: "audiences.\(audience.name)"))
      return try PreparedCall(
        audience: audience, text, to: number, template,
        messageID: Self.identifier(name, content.period, number, attempt))
    }
  }
}

extension PreparedCall {
  /// **Throws:** `webhook-template`.
  init(
    audience: Configuration.Audience, _ text: SMSText, to number: String, _ template: PayloadTemplate,
    messageID: String
  ) throws(Diagnostic) {
    let bytes = try template.bytes(text, to: number)
    self.init(
      audience: audience, recipient: number, messageID: messageID, subject: text.text, bytes: bytes,
      digest: ContentDigest.sha256(bytes))
  }
}
