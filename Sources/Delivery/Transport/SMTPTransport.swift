package import Diagnostics
package import Workspace

/// Mail by SMTP, one transaction for each message, all over one connection where the server keeps it.
///
/// **Source:** RFC 5321 (SMTP), 3207 (STARTTLS), 8314 (implicit TLS), 4954 (AUTH). libcurl does the protocol.
package final class SMTPTransport: MailTransport {
  /// **Units:** milliseconds, for the connection with its greeting, TLS and login.
  private static let connectLimit = 10_000

  private let smtp: Configuration.SMTP
  private let password: String?
  private let authorities: String?
  private let transfer: CurlTransfer

  package var waits: [Double] { smtp.retries }

  /// - Parameters:
  ///   - password: That of the login.
  ///   - authorities: Where the file of `ca` lies.
  ///
  /// **Throws:** `delivery-library`.
  package convenience init(
    _ smtp: Configuration.SMTP, password: String? = nil, authorities: String? = nil
  ) throws(Diagnostic) {
    try self.init(smtp, password: password, authorities: authorities, library: CurlLibrary.required())
  }

  init(
    _ smtp: Configuration.SMTP, password: String?, authorities: String?, library: CurlLibrary
  ) throws(Diagnostic) {
    self.smtp = smtp
    self.password = password
    self.authorities = authorities
    transfer = try CurlTransfer(library)
  }

  package func send(_ message: MailMessage, _ bytes: [UInt8]) throws(Diagnostic) -> DeliveryOutcome {
    let words = SMTPWords(
      smtp: smtp, password: password, sender: message.from.address, recipient: message.to.address,
      size: bytes.count, connectLimit: Self.connectLimit)
    try transfer.begin()
    let scheme = smtp.security == .implicit ? "smtps" : "smtp"
    // An address of IPv6 stands in brackets.
    let host = smtp.host.contains(":") ? "[\(smtp.host)]" : smtp.host
    try transfer.set(.url, "\(scheme)://\(host):\(smtp.port)/\(message.from.domain)")
    try transfer.allow([.smtp, .smtps])
    // CURLUSESSL_ALL: without TLS there is no transfer.
    try transfer.set(.useSSL, smtp.security == .none ? 0 : 3)
    if let authorities { try transfer.set(.caInfo, authorities) }
    if let login = smtp.login, let password {
      try transfer.set(.userName, login.user)
      try transfer.set(.password, password)
      try transfer.set(.loginOptions, "AUTH=\(login.method.rawValue.uppercased())")
    }
    try transfer.set(.connectTimeoutMilliseconds, Self.connectLimit)
    try transfer.limit(to: Int(smtp.timeLimit * 1000))
    try transfer.set(.mailFrom, "<\(message.from.address)>")
    try transfer.set(.mailRecipients, ["<\(message.to.address)>"])
    try transfer.set(.upload, 1)
    try transfer.noteCommands()
    return Self.outcome(try transfer.perform(bytes), words)
  }

  /// - Parameter result: of one transaction.
  static func outcome(_ result: CurlTransfer.Result, _ words: SMTPWords) -> DeliveryOutcome {
    if result.code == 0 { return .delivered(answer: words.answer(result) ?? "") }
    let isLater = (400..<500).contains(result.answer)
    switch result.code {
    case SMTPWords.Code.certificate, SMTPWords.Code.authorities: return .refused(words.trouble(result))
    case SMTPWords.Code.loginDenied, SMTPWords.Code.noTLS:
      // A server whose users or keys are out of reach for now says so with 454.
      return isLater ? .deferred(words.trouble(result)) : .refused(words.trouble(result))
    default: break
    }
    switch result.answer {
    // The last that was said is no: whenever that was, nothing was taken.
    case 400..<500: return .deferred(words.trouble(result))
    case 500..<600: return .refused(words.trouble(result))
    // All of it was handed over, and the last that was said is that it may be.
    case _ where result.isAllTaken: return .uncertain(words.uncertain(result))
    default: return .deferred(words.trouble(result))
    }
  }
}
