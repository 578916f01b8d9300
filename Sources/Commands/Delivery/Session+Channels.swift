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

  func noMail(_ audience: Configuration.Audience) -> Diagnostic { channels.noMail(audience) }

  func noAudience(_ name: String) -> Diagnostic { channels.noAudience(name) }
}
