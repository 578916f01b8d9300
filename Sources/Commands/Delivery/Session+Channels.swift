import Delivery
import Diagnostics
import Workspace

extension Session {
  var channels: Channels { Channels(configuration) }

  func transport(of audience: Configuration.Audience) throws(Diagnostic) -> any MailTransport {
    try channels.transport(of: audience)
  }

  func transport(_ webhook: Configuration.Webhook, _ channel: String) throws(Diagnostic) -> WebhookTransport {
    try channels.transport(webhook, channel)
  }

  func transport(_ sms: Configuration.SMS, _ channel: String) throws(Diagnostic) -> WebhookTransport {
    try channels.transport(sms, channel)
  }

  func webhook(of audience: Configuration.Audience) -> Configuration.Webhook? {
    channels.webhook(of: audience)
  }

  func sms(of audience: Configuration.Audience) -> Configuration.SMS? { channels.sms(of: audience) }

  /// **Throws:** `webhook-template` of a template that can't be read, or is none.
  func payload(of sms: Configuration.SMS) throws(Diagnostic) -> SMSPayload {
    switch sms.payload {
    case .template(let path): .template(try template(path, of: .sms))
    case .form(let fields): .form(fields)
    }
  }

  func noMail(_ audience: Configuration.Audience) -> Diagnostic { channels.noMail(audience) }

  func noAudience(_ name: String) -> Diagnostic { channels.noAudience(name) }
}
