/// How far a conversation with a mail server has come, by what was last said to it.
///
/// **Source:** RFC 5321, 3207 and 4954: the commands.
enum SMTPStage: Sendable, Hashable, CaseIterable {
  case connection, greeting, encryption, login, sender, recipient, message, end

  init(_ result: CurlTransfer.Result) {
    switch result.commands.last {
    case nil: self = .connection
    case .ehlo, .helo: self = .greeting
    case .startTLS: self = .encryption
    case .auth: self = .login
    case .mail: self = .sender
    case .rcpt: self = .recipient
    case .data: self = result.isAllTaken ? .end : .message
    }
  }

  /// A clause of time.
  var words: String {
    switch self {
    case .connection: "while it was being connected to"
    case .greeting: "while it was being greeted"
    case .encryption: "while TLS was being begun"
    case .login: "while it was being logged in to"
    case .sender: "when it was told the sender"
    case .recipient: "when it was told the recipient"
    case .message: "while the message was being handed over"
    case .end: "after all of the message was handed over"
    }
  }
}
