import Book
import Delivery
import Diagnostics
import Reports
import Workspace

extension MailComposer {
  /// What an audience's web-hook gets.
  ///
  /// **Throws:** `report-empty` of a report without a number.
  func call(
    of name: String, _ page: BuiltPage, for audience: Configuration.Audience,
    by webhook: Configuration.Webhook,
    attempt: Int
  ) throws -> PreparedCall {
    let content = try content(of: name, page, for: audience)
    return PreparedCall(
      audience: audience, webhook,
      messageID: Self.identifier(name, content.period, audience.channel, attempt),
      content: WebhookContent(
        content.document, detail: .init(rawValue: audience.detail.rawValue) ?? .summary, report: name,
        period: content.period, audience: audience.name,
        title: (attempt == 0 ? "" : "Again: ") + content.subject,
        attention: content.facts.summary.attention,
        numbers: content.facts.kpis.compactMap { kpi in kpi.value.map { (kpi.title, $0.text) } },
        page: content.page))
  }
}

extension Handover {
  init(_ delivery: any PreparedDelivery, by transport: WebhookTransport) {
    self.init(delivery: delivery, waits: Courier.waits) { () throws(Diagnostic) in
      try transport.send(delivery.bytes, key: delivery.messageID)
    }
  }
}

extension PreparedCall {
  init(
    audience: Configuration.Audience, _ webhook: Configuration.Webhook, messageID: String,
    content: WebhookContent
  ) {
    let shape = WebhookPayload.Shape(rawValue: webhook.template.rawValue) ?? .json
    let bytes = WebhookPayload.bytes(content, as: shape)
    self.init(
      audience: audience, messageID: messageID, subject: content.title, bytes: bytes,
      digest: ContentDigest.sha256(bytes))
  }
}
