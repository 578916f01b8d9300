package import Diagnostics
package import Workspace

/// What keeps a message from arriving, in our words, with what the other side said.
package struct DeliveryTrouble: Sendable, Hashable, CustomStringConvertible {
  /// What of the configuration it is about.
  package enum Subject: Sendable, Hashable {
    /// A key of the channel, or the channel itself.
    case channel(String?)
    /// Who sends.
    case sender
    case recipient
    /// How much an audience gets.
    case detail
  }

  package let identifier: Diagnostic.Identifier
  package let subject: Subject
  /// One clause without a full stop.
  package let summary: String
  package let expected: String?
  /// What was answered, in one line and without a secret; nil where nothing was.
  package let answer: String?
  package let next: String?
  /// Whether whoever is sent to by this channel would meet the same: nobody is there, or nobody is let in.
  package var isOfAll = false

  package init(
    _ identifier: Diagnostic.Identifier, about subject: Subject = .channel(nil), _ summary: String,
    expected: String? = nil, answer: String? = nil, next: String? = nil
  ) {
    self.identifier = identifier
    self.subject = subject
    self.summary = summary
    self.expected = expected
    self.answer = answer
    self.next = next
  }

  /// One line, as the book keeps it.
  package var description: String { answer.map { "\(summary): \($0)" } ?? summary }

  /// What a person is told, with the line where the channel or the address stands.
  package func diagnostic(in configuration: Configuration, for recipient: Recipient) -> Diagnostic {
    let audience = recipient.audience
    let channel = "channels.\(audience.channel)"
    let path: String
    switch subject {
    case .channel(let key):
      let kind = configuration.channels[audience.channel]?.kind.key ?? ""
      path = key.map { "\(channel).\(kind).\($0)" } ?? "\(channel).\(kind)"
    case .sender: path = "audiences.\(audience.name).from"
    case .recipient: path = recipient.path
    case .detail: path = "audiences.\(audience.name).detail"
    }
    return Diagnostic(
      identifier, .failure, at: configuration.place(of: path), summary, expected: expected, found: answer,
      next: next)
  }
}

extension Diagnostic.Identifier {
  package static let deliveryUncertain = Self("delivery-uncertain")
}
