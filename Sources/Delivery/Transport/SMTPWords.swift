package import Diagnostics
import Foundation
import Glibc
import Workspace

extension Diagnostic.Identifier {
  package static let smtpHost = Self("smtp-host")
  package static let smtpConnection = Self("smtp-connection")
  package static let smtpTime = Self("smtp-time")
  package static let smtpTLS = Self("smtp-tls")
  package static let smtpCertificate = Self("smtp-certificate")
  package static let smtpLogin = Self("smtp-login")
  package static let smtpSender = Self("smtp-sender")
  package static let smtpRecipient = Self("smtp-recipient")
  package static let smtpSize = Self("smtp-size")
  package static let smtpLater = Self("smtp-later")
  package static let smtpRefused = Self("smtp-refused")
}

/// Tells why a mail server has not taken a message, or may have.
struct SMTPWords {
  /// CURLcodes that are told apart. **Source:** curl.h.
  enum Code {
    static let noHost: Int32 = 6
    static let noConnection: Int32 = 7
    static let noMailServer: Int32 = 8
    static let tooLong: Int32 = 28
    static let noHandshake: Int32 = 35
    static let certificate: Int32 = 60
    static let noTLS: Int32 = 64
    static let loginDenied: Int32 = 67
    static let authorities: Int32 = 77
  }

  let smtp: Configuration.SMTP
  /// Which must not be told, whoever repeats it.
  let password: String?
  let sender: String
  let recipient: String
  /// **Units:** bytes.
  let size: Int
  /// **Units:** milliseconds.
  let connectLimit: Int

  /// An address of IPv6 stands in brackets.
  private var server: String {
    smtp.host.contains(":") ? "[\(smtp.host)]:\(smtp.port)" : "\(smtp.host):\(smtp.port)"
  }

  /// The server's last answer to what counts, all lines of it in one; a farewell after that is none.
  ///
  /// **Source:** RFC 5321, section 4.2.1: the lines of one answer but its last have a hyphen behind the number. Each
  /// begins with the same status of RFC 2034, which is told once.
  func answer(_ result: CurlTransfer.Result) -> String? {
    let number = "\(result.answer)"
    guard result.answer > 0, let last = result.lines.lastIndex(where: { $0.hasPrefix(number) }) else {
      return nil
    }
    let first = result.lines[..<last].lastIndex { !$0.hasPrefix(number + "-") }.map { $0 + 1 } ?? 0
    let texts = result.lines[first...last].map { String($0.dropFirst(number.count + 1)) }
    let status = texts.last?.prefix { $0.isNumber || $0 == "." } ?? ""
    let isCommon = status.split(separator: ".").count == 3 && texts.allSatisfy { $0.hasPrefix(status) }
    let words = isCommon ? texts.map { $0.dropFirst(status.count).trimmingBlanks } : texts
    let answer = ([number] + (isCommon ? [String(status)] : []) + words.filter { !$0.isEmpty }).joined(
      separator: " ")
    return told(String(answer.prefix(Self.longest)))
  }

  /// What somebody else said, without the password, also as it travels.
  ///
  /// **Source:** RFC 4616 (PLAIN): nothing, user and password with NUL between; LOGIN has them one by one.
  private func told(_ line: String) -> String {
    guard let password else { return line }
    let travelling = ["\0\(smtp.login?.user ?? "")\0\(password)", password].map {
      Data($0.utf8).base64EncodedString()
    }
    guard SecretMask([password] + travelling).hides(line) else { return line }
    return "\(line.prefix(3)) (what it said has the password in it)"
  }

  /// Of a message of whose end nothing was said.
  func uncertain(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    DeliveryTrouble(
      .deliveryUncertain,
      result.code == Code.tooLong
        ? "the mail server \(smtp.host) had all of the message and gave no answer in time"
        : "the connection to \(smtp.host) ended after all of the message was handed over, before an answer",
      expected: "250, that it was taken", answer: told(result.reason))
  }

  /// Why it was not taken.
  func trouble(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    let stage = SMTPStage(result)
    var trouble = trouble(result, stage)
    switch result.code {
    case Code.noHost, Code.noConnection, Code.certificate, Code.authorities: trouble.isOfAll = true
    case Code.loginDenied, Code.noTLS: trouble.isOfAll = !isLater(result)
    // Whoever ends a connection may let the next one in.
    default: break
    }
    return trouble
  }

  private func trouble(_ result: CurlTransfer.Result, _ stage: SMTPStage) -> DeliveryTrouble {
    switch result.code {
    case Code.noHost:
      return DeliveryTrouble(
        .smtpHost, about: .channel("host"), "the name of the mail server \(smtp.host) is not known",
        expected: "a name that this machine can look up",
        next: "Mend 'host' of the channel, or look at this machine's network.")
    case Code.noConnection:
      return DeliveryTrouble(
        .smtpConnection, about: .channel("port"), "no connection to \(server) can be made",
        expected: "a mail server that listens there", answer: connection(result),
        next: "Look at 'host' and 'port': 587 goes with tls: starttls, 465 with tls: implicit.")
    case Code.certificate, Code.authorities: return certificate(result)
    case Code.loginDenied where !isLater(result): return login(result)
    case Code.noTLS where !isLater(result):
      return DeliveryTrouble(
        .smtpTLS, about: .channel("tls"), "the mail server \(smtp.host) offers no TLS",
        expected: "STARTTLS, since the channel says tls: \(smtp.security.rawValue)", answer: answer(result),
        next:
          "Ask who runs it for the port that does TLS; tls: none is for a server on this machine, without a login."
      )
    default: break
    }
    if let answer = answer(result), result.answer >= 400 { return refusal(result, answer, stage) }
    switch result.code {
    case Code.tooLong:
      let whole = Int(smtp.timeLimit * 1000)
      let limit = stage.isConnecting ? min(connectLimit, whole) : whole
      return DeliveryTrouble(
        .smtpTime, about: .channel("time_limit"),
        "the mail server \(smtp.host) gave no answer in time, \(stage.words)",
        expected: "one within \(Self.seconds(limit))", answer: answer(result),
        next: "Look at the server and the network; 'time_limit' of the channel is for a whole mail.")
    case Code.noHandshake:
      return DeliveryTrouble(
        .smtpTLS, about: .channel("tls"), "no TLS connection to \(server) can be made",
        expected: smtp.security == .implicit ? "TLS from the first byte" : "TLS after STARTTLS",
        answer: told(result.reason), next: "tls: implicit goes with port 465, tls: starttls with port 587.")
    case _ where result.lines.isEmpty || result.code == Code.noMailServer:
      return DeliveryTrouble(
        .smtpConnection, about: .channel("port"),
        "what listens at \(server) does not speak as a mail server does",
        expected: "220, a mail server's greeting", answer: told(result.reason),
        next: "Look at 'host' and 'port': 587 goes with tls: starttls, 465 with tls: implicit.")
    default:
      return DeliveryTrouble(
        .smtpConnection, "the connection to \(server) was lost \(stage.words)", answer: told(result.reason),
        next: "Look at the server and the network.")
    }
  }

  private func isLater(_ result: CurlTransfer.Result) -> Bool { (400..<500).contains(result.answer) }

  /// What this machine says of a connection that can't be made: "Connection refused".
  private func connection(_ result: CurlTransfer.Result) -> String {
    result.systemError == 0 ? told(result.reason) : String(cString: strerror(result.systemError))
  }

  private func certificate(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    let reason = result.reason.lowercased()
    let what: String
    var key = "ca"
    let next: String
    if result.code == Code.authorities {
      what = "the file of those who may sign the certificate of \(smtp.host) can't be read, or holds none"
      next = "Look at 'ca' of the channel: a PEM file with certificates."
    } else if reason.contains("expir") {
      (what, key) = ("the certificate of \(smtp.host) has expired", "host")
      next = "Tell who runs the server. Nothing is sent meanwhile."
    } else if reason.contains("not yet valid") || reason.contains("not activated") {
      (what, key) = ("the certificate of \(smtp.host) is not valid yet", "host")
      next = "Look at this machine's clock, and tell who runs the server."
    } else if reason.contains("subject name") || reason.contains("hostname mismatch") {
      (what, key) = ("the certificate of \(server) is for another name than \(smtp.host)", "host")
      next = "Write the name that the certificate bears as 'host'."
    } else {
      what = "the certificate of \(smtp.host) is signed by nobody who is trusted"
      next =
        "Where your own authority signs it, name its certificate as 'ca' of the channel; else don't trust this server."
    }
    return DeliveryTrouble(
      .smtpCertificate, about: .channel(key), what,
      expected:
        "one for \(smtp.host), valid today, signed by \(smtp.authorities.map { "one of \($0)" } ?? "one whom this machine trusts")",
      answer: told(result.reason), next: next)
  }

  private func login(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    let method = smtp.login?.method.rawValue ?? ""
    if result.commands.contains(.auth) {
      return DeliveryTrouble(
        .smtpLogin, about: .channel("password"),
        "the mail server \(smtp.host) refuses the login of '\(smtp.login?.user ?? "")'",
        expected: "235, that user and password are right", answer: answer(result),
        next:
          "Look at 'user' and at where 'password' comes from; some servers want a password made for programs."
      )
    }
    let offered = result.lines.last { line in
      line.dropFirst(4).uppercased().hasPrefix("AUTH ") && line.hasPrefix("250")
    }.map { String($0.dropFirst(9)) }
    return DeliveryTrouble(
      .smtpLogin, about: .channel("auth"), "the mail server \(smtp.host) does not offer auth: \(method)",
      expected: "AUTH \(method.uppercased())", answer: offered.map { "AUTH \(told($0))" },
      next: "Write auth: plain or auth: login, whichever it offers; other ways of a login are not supported.")
  }

  /// What the server has said no to, or later.
  private func refusal(
    _ result: CurlTransfer.Result, _ answer: String, _ stage: SMTPStage
  ) -> DeliveryTrouble {
    let number = result.answer
    if number == 552 || answer.contains(" 5.3.4") {
      return DeliveryTrouble(
        .smtpSize, about: .detail, "the mail is too large for \(smtp.host)",
        expected: "less than its \(size) bytes", answer: answer,
        next: "Give the audience detail: summary, or fewer files under 'attach'.")
    }
    if number < 500 {
      let greylists = number == 450 || number == 451
      return DeliveryTrouble(
        .smtpLater, about: stage == .recipient ? .recipient : .channel("retries"),
        "the mail server \(smtp.host) says later", answer: answer,
        next: greylists && stage == .recipient
          ? "It may want to see the same mail again after some minutes: give the channel retries: [1m, 5m, 15m], "
            + "or run the command again."
          : "Run the command again; only those who got nothing are sent it.")
    }
    if number == 530 || number == 538, smtp.security == .none, answer.uppercased().contains("TLS") {
      return DeliveryTrouble(
        .smtpTLS, about: .channel("tls"), "the mail server \(smtp.host) takes nothing without TLS",
        expected: "tls: starttls or tls: implicit", answer: answer,
        next: "Give the channel that, and 'auth', 'user' and 'password' where the server wants a login.")
    }
    if number == 530 || number == 538 {
      return DeliveryTrouble(
        .smtpLogin, about: .channel("auth"), "the mail server \(smtp.host) takes nothing without a login",
        expected: smtp.login == nil ? "a user and a password" : "a login, which it did not offer",
        answer: answer,
        next: "Give the channel 'auth', 'user' and 'password', and tls: starttls or implicit.")
    }
    // RFC 3463, section 3.8: of security or policy, and no fault of the address.
    let isPolicy = answer.contains(" 5.7.") || answer.lowercased().contains("relay")
    switch stage {
    case .login: return login(result)
    case .connection, .greeting:
      return DeliveryTrouble(
        .smtpRefused, "the mail server \(smtp.host) does not speak with this machine", answer: answer,
        next: "What it said tells why. Nothing was handed over.")
    case .sender:
      return DeliveryTrouble(
        .smtpSender, about: .sender, "the mail server \(smtp.host) refuses the sender \(sender)",
        answer: answer, next: "Write an address as 'from' that this login may send as.")
    case .recipient where isPolicy:
      return DeliveryTrouble(
        .smtpRefused, about: .channel("host"),
        "the mail server \(smtp.host) takes no mail for \(recipient) from this sender", answer: answer,
        next: smtp.login == nil
          ? "It may want a login: 'auth', 'user' and 'password' of the channel. Else ask who runs it."
          : "Ask who runs it; the login may not send there, or as \(sender).")
    case .recipient:
      return DeliveryTrouble(
        .smtpRecipient, about: .recipient, "the mail server \(smtp.host) refuses the recipient \(recipient)",
        answer: answer, next: "Look at the address under 'to'.")
    default:
      return DeliveryTrouble(
        .smtpRefused, "the mail server \(smtp.host) refuses, \(stage.words)", answer: answer,
        next: "It was not taken, and is not tried again in this run; what the server said tells why.")
    }
  }

  /// The most that is told of an answer. **Units:** characters.
  private static let longest = 500

  private static func seconds(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}

extension SMTPStage {
  /// Whether the limit of connections holds.
  fileprivate var isConnecting: Bool { [.connection, .greeting, .encryption, .login].contains(self) }
}

extension Substring {
  fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}
