package import Workspace

/// Somebody who may get a report: an address, a number, or a channel that is an address itself.
package struct Recipient: Sendable, Hashable {
  package enum Way: Sendable, Hashable {
    case mail(from: MailAddress, to: MailAddress)
    case webhook(Configuration.Webhook)
    case sms(Configuration.SMS, number: String)
  }

  package let audience: Configuration.Audience
  package let way: Way
  /// Where in the configuration it stands.
  package let path: String
  /// Why it is sent; nil where it is always.
  package let reason: String?

  package init(audience: Configuration.Audience, way: Way, path: String, reason: String?) {
    self.audience = audience
    self.way = way
    self.path = path
    self.reason = reason
  }

  /// As the book knows it.
  package var key: String { name.lowercased() }

  /// As a person knows it; the address of a web-hook may be a secret.
  package var name: String {
    switch way {
    case .mail(_, let to): to.address
    case .webhook: audience.channel
    case .sms(_, let number): number
    }
  }

  /// Whether a person means this one: by the address with or without its name, in large letters or small, or by the
  /// channel of a web-hook.
  package func isNamed(_ text: String) -> Bool { text.lowercased() == key || Self.key(text) == key }

  /// What the book would know somebody by whom a person names.
  package static func key(_ text: String) -> String {
    (try? MailAddress(text))?.address.lowercased() ?? text.lowercased()
  }
}
