/// What is said to a mail server, without what is said with it: that may be a password.
///
/// **Source:** RFC 5321, 3207 and 4954.
enum SMTPCommand: String, Sendable, Hashable, CaseIterable {
  case ehlo = "EHLO"
  case helo = "HELO"
  case startTLS = "STARTTLS"
  case auth = "AUTH"
  case mail = "MAIL"
  case rcpt = "RCPT"
  case data = "DATA"

  /// - Parameter line: As it travels, with its end; nil of what begins with none of these.
  init?(line: some Collection<UInt8>) {
    let word = line.prefix(9).prefix { $0 > 0x20 }
    guard let command = Self.allCases.first(where: { word.elementsEqual($0.rawValue.utf8) }) else {
      return nil
    }
    self = command
  }
}
