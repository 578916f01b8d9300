package import Diagnostics

/// Mail by SMTP, one transaction for each message, all over one connection where the server keeps it.
///
/// **Source:** RFC 5321 (SMTP), 3207 (STARTTLS), 8314 (implicit TLS), 4954 (AUTH). libcurl does the protocol.
package final class SMTPTransport: MailTransport {
  package enum Security: String, Sendable, Hashable, CaseIterable {
    /// TLS from the first byte, usually port 465.
    case implicit
    /// TLS before anything else is said, usually port 587; where the server offers none, nothing is sent.
    case starttls
    /// No TLS; for a server on the same machine.
    case none
  }

  package enum Authentication: String, Sendable, Hashable, CaseIterable {
    case plain, login
  }

  package struct Login: Sendable {
    let method: Authentication
    let user: String
    let password: String

    package init(method: Authentication, user: String, password: String) {
      self.method = method
      self.user = user
      self.password = password
    }
  }

  package struct Server: Sendable {
    let host: String
    let port: Int
    let security: Security
    let login: Login?
    /// A file with the certificates of who signs the server's, instead of the system's.
    let authorities: String?
    /// **Units:** milliseconds, for the connection and for a whole transaction.
    let connectLimit: Int
    let limit: Int
    /// **Units:** seconds.
    let waits: [Double]

    package init(
      host: String, port: Int, security: Security, login: Login? = nil, authorities: String? = nil,
      connectLimit: Int = 10_000, limit: Int = 60_000, waits: [Double] = [2, 8, 30]
    ) {
      self.host = host
      self.port = port
      self.security = security
      self.login = login
      self.authorities = authorities
      self.connectLimit = connectLimit
      self.limit = limit
      self.waits = waits
    }
  }

  /// CURLcodes that tell what went wrong whatever the server had said.
  private enum Code {
    static let loginDenied: Int32 = 67
    static let certificate: Int32 = 60
    static let authorities: Int32 = 77
    static let noTLS: Int32 = 64
  }

  private let server: Server
  private let transfer: CurlTransfer

  package var waits: [Double] { server.waits }

  /// **Throws:** `delivery-library`.
  package init(_ server: Server) throws(Diagnostic) {
    self.server = server
    transfer = try CurlTransfer()
  }

  package func send(_ message: MailMessage, _ bytes: [UInt8]) throws(Diagnostic) -> DeliveryOutcome {
    try transfer.begin()
    let scheme = server.security == .implicit ? "smtps" : "smtp"
    // An address of IPv6 stands in brackets.
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    transfer.set(.url, "\(scheme)://\(host):\(server.port)/\(message.from.domain)")
    // SMTP and SMTPS alone.
    transfer.set(.protocols, 1 << 16 | 1 << 17)
    // CURLUSESSL_ALL: without TLS there is no transfer.
    transfer.set(.useSSL, server.security == .none ? 0 : 3)
    if let authorities = server.authorities { transfer.set(.caInfo, authorities) }
    if let login = server.login {
      transfer.set(.userName, login.user)
      transfer.set(.password, login.password)
      transfer.set(.loginOptions, "AUTH=\(login.method.rawValue.uppercased())")
    }
    transfer.set(.connectTimeoutMilliseconds, server.connectLimit)
    transfer.set(.timeoutMilliseconds, server.limit)
    transfer.set(.mailFrom, "<\(message.from.address)>")
    transfer.set(.mailRecipients, ["<\(message.to.address)>"])
    transfer.set(.upload, 1)
    return Self.outcome(transfer.perform(bytes))
  }

  /// - Parameter result: of one transaction.
  static func outcome(_ result: CurlTransfer.Result) -> DeliveryOutcome {
    // What was said after that, as a farewell, is no answer.
    let answer = result.lines.last { $0.hasPrefix("\(result.answer)") } ?? ""
    if result.code == 0 { return .delivered(answer: answer) }
    switch result.code {
    // A server whose users or keys are out of reach for now says so with 454.
    case Code.loginDenied where (400..<500).contains(result.answer),
      Code.noTLS where (400..<500).contains(result.answer):
      return .deferred(answer: answer.isEmpty ? result.reason : answer)
    case Code.loginDenied, Code.certificate, Code.authorities, Code.noTLS:
      return .refused(answer: [result.reason, answer].filter { !$0.isEmpty }.joined(separator: ": "))
    default: break
    }
    switch result.answer {
    // The last that was said is no: whenever that was, nothing was taken.
    case 400..<500: return .deferred(answer: answer)
    case 500..<600: return .refused(answer: answer)
    // All of it was handed over, and the last that was said is that it may be.
    case _ where result.isAllTaken: return .uncertain(reason: result.reason)
    default: return .deferred(answer: result.reason)
    }
  }
}
