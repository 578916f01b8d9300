import Diagnostics
import Workspace

/// The channels that something is about to travel by, each opened once, with its secrets.
struct OpenChannels {
  private let channels: Channels
  private var mails: [String: any MailTransport] = [:]
  private var calls: [String: WebhookTransport] = [:]

  init(_ channels: Channels) { self.channels = channels }

  /// **Throws:** `secret-missing`, `webhook-address` and `delivery-library`.
  mutating func open(for recipient: Recipient) throws(Diagnostic) {
    let channel = recipient.audience.channel
    guard mails[channel] == nil, calls[channel] == nil else { return }
    switch recipient.way {
    case .mail: mails[channel] = try channels.transport(of: recipient.audience)
    case .webhook(let webhook): calls[channel] = try channels.transport(webhook, channel)
    case .sms(let sms, _): calls[channel] = try channels.transport(sms, channel)
    }
  }

  /// What is prepared for a recipient with the way that it goes; nil where that was not opened.
  func handover(of delivery: any PreparedDelivery, to recipient: Recipient) -> Handover? {
    let channel = recipient.audience.channel
    if let mail = delivery as? PreparedMail { return mails[channel].map { Handover(mail, by: $0) } }
    return calls[channel].map { Handover(delivery, by: $0) }
  }
}
