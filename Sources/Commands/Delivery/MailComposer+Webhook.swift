import Book
import Delivery
import Diagnostics
import Foundation
import Reports
import Workspace

extension MailComposer {
  /// What an audience's web-hook gets.
  ///
  /// - Parameter sent: How many of this period have arrived there.
  ///
  /// **Throws:** `webhook-template`.
  func call(
    for audience: Configuration.Audience, by webhook: Configuration.Webhook, sent: Int
  ) throws(Diagnostic) -> PreparedCall {
    try PreparedCall(
      audience: audience, session.payload(of: webhook), messageID: identifier(of: audience.channel, sent),
      content: WebhookContent(
        try document(audience.detail), detail: audience.detail,
        report: report.name, period: from, audience: audience.name, title: subject(sent),
        attention: facts.summary.attention,
        numbers: facts.kpis.compactMap { kpi in kpi.value.map { (kpi.title, $0.text) } }, page: address))
  }
}

extension PreparedCall {
  init(
    audience: Configuration.Audience, _ payload: WebhookPayload, messageID: String, content: WebhookContent
  ) throws(Diagnostic) {
    let bytes = try payload.bytes(content)
    self.init(
      audience: audience, recipient: audience.channel, messageID: messageID, subject: content.title,
      bytes: bytes,
      digest: ContentDigest.sha256(bytes))
  }
}

extension Session {
  /// **Throws:** `webhook-template` of a template that can't be read, or is none.
  func payload(of webhook: Configuration.Webhook) throws(Diagnostic) -> WebhookPayload {
    switch webhook.template {
    case .shape(let shape): .shape(shape)
    case .file(let path): .template(try template(path, of: .report))
    }
  }

  /// **Throws:** `webhook-template` of a template that can't be read, or is none.
  func template(
    _ path: String, of vocabulary: PayloadTemplate.Vocabulary
  ) throws(Diagnostic) -> PayloadTemplate {
    guard let data = FileManager.default.contents(atPath: configuration.location(of: path)),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Diagnostic(
        .webhookTemplate, .configuration, at: .init(file: path),
        "the template can't be read, or is not UTF-8 text", next: "Look at its path and permissions.")
    }
    return try PayloadTemplate(text, file: path, of: vocabulary)
  }
}
