import Diagnostics
import Testing
import Workspace

@testable import Delivery

/// The numbers are those of curl.h.
@Suite("What came of a mail by SMTP")
struct SMTPOutcomeTests {
  /// What came of it as a word, with what was answered.
  private func outcome(
    _ code: Int32, _ lines: [String], isAllTaken: Bool = false, reason: String = "why"
  ) -> String {
    let answers = lines.filter { !$0.hasPrefix("221") }
    let answer = answers.last.flatMap { Int($0.prefix(3)) } ?? 0
    let words = SMTPWords(
      smtp: .init(host: "mail.example.com", port: 587, security: .starttls), password: "hunter2",
      sender: "s@example.com", recipient: "a@example.org", size: 1000, connectLimit: 10_000)
    let result = CurlTransfer.Result(
      code: code, answer: answer, lines: lines, body: [], isAllTaken: isAllTaken, reason: reason)
    switch SMTPTransport.outcome(result, words) {
    case .delivered(let answer): return "delivered \(answer)"
    case .refused(let trouble): return "refused \(trouble.answer ?? "")"
    case .deferred(let trouble): return "deferred \(trouble.answer ?? "")"
    case .uncertain(let trouble): return "uncertain \(trouble.answer ?? "")"
    case .doubtful: return "doubtful, which no mail is"
    }
  }

  @Test("a name that is not known may be tried again, since a name service may be out of reach")
  func unknownName() {
    let words = SMTPWords(
      smtp: .init(host: "mail.example.com", port: 587, security: .starttls), password: nil,
      sender: "s@example.com", recipient: "a@example.org", size: 1000, connectLimit: 10_000)
    // CURLE_COULDNT_RESOLVE_HOST.
    let result = CurlTransfer.Result(
      code: 6, answer: 0, lines: [], body: [], isAllTaken: false, reason: "Could not resolve host")
    guard case .deferred(let trouble) = SMTPTransport.outcome(result, words) else {
      Issue.record("it may be tried again")
      return
    }
    #expect(trouble.identifier == .smtpHost && trouble.subject == .channel("host"))
    #expect(trouble.summary == "the name of the mail server mail.example.com is not known")
  }

  @Test("it is sent where the server says so, whatever it says as a farewell")
  func sent() {
    #expect(
      outcome(0, ["354 go on", "250 2.0.0 taken", "221 bye"], isAllTaken: true)
        == "delivered 250 2.0.0 taken")
  }

  @Test("nothing was delivered where the last that was said is no, also after all of it was handed over")
  func refused() {
    #expect(outcome(55, ["250 ok", "550 no such user"]) == "refused 550 no such user")
    #expect(outcome(8, ["354 go on", "554 spam"], isAllTaken: true) == "refused 554 spam")
    #expect(outcome(55, ["250 ok", "451 later"]) == "deferred 451 later")
    #expect(outcome(8, ["354 go on", "452 full"], isAllTaken: true) == "deferred 452 full")
    #expect(outcome(56, ["421 too busy"]) == "deferred 421 too busy")
  }

  @Test("an answer of several lines is told whole, its number and its status once")
  func lines() {
    #expect(
      outcome(
        8,
        [
          "250-ok", "250 ok", "550-5.7.1 Rejected as spam", "550-5.7.1  because of a link,",
          "550 5.7.1 see example.com",
        ])
        == "refused 550 5.7.1 Rejected as spam because of a link, see example.com")
    #expect(outcome(8, ["550-No", "550-5.1.1 such", "550 user"]) == "refused 550 No 5.1.1 such user")
    #expect(outcome(8, ["550-", "550 no"]) == "refused 550 no")
    #expect(outcome(8, ["550-" + String(repeating: "x", count: 900), "550 y"]).count == 508)
    // The lines of an answer before are another's.
    #expect(outcome(8, ["550-old", "550 old", "550 new"]) == "refused 550 new")
  }

  @Test(
    "what a refusal is about",
    arguments: [
      (.starttls, .rcpt, "550 5.1.1 no such user", .smtpRecipient),
      (.starttls, .rcpt, "554 5.7.1 Relay access denied", .smtpRefused),
      (.starttls, .rcpt, "550 relaying not allowed", .smtpRefused),
      (.none, .mail, "530 5.7.0 Must issue a STARTTLS command first", .smtpTLS),
      (.starttls, .mail, "530 5.7.0 Authentication required", .smtpLogin),
      (.starttls, nil, "554 5.7.1 blocked", .smtpRefused),
    ] as [(Configuration.SMTP.Security, SMTPCommand?, String, Diagnostic.Identifier)])
  func refusals(
    security: Configuration.SMTP.Security, command: SMTPCommand?, line: String,
    identifier: Diagnostic.Identifier
  ) {
    let words = SMTPWords(
      smtp: .init(host: "mail.example.com", port: 587, security: security), password: nil,
      sender: "s@example.com", recipient: "a@example.org", size: 1000, connectLimit: 10_000)
    let trouble = words.trouble(
      .init(
        code: 55, answer: Int(line.prefix(3)) ?? 0, lines: ["220 hi", line], body: [], isAllTaken: false,
        reason: "why", commands: command.map { [.ehlo, $0] } ?? []))
    #expect(trouble.identifier == identifier, "\(trouble.summary)")
    #expect(trouble.answer == line)
  }

  @Test("what listens and is no mail server is told so")
  func otherServer() {
    let words = SMTPWords(
      smtp: .init(host: "mail.example.com", port: 80, security: .none), password: nil,
      sender: "s@example.com", recipient: "a@example.org", size: 1000, connectLimit: 10_000)
    for result in [
      CurlTransfer.Result(
        code: 8, answer: 0, lines: ["HTTP/1.1 400 Bad Request"], body: [], isAllTaken: false, reason: "weird"),
      .init(code: 56, answer: 0, lines: [], body: [], isAllTaken: false, reason: "response reading failed"),
    ] {
      #expect(
        words.trouble(result).summary
          == "what listens at mail.example.com:80 does not speak as a mail server does")
    }
  }

  @Test("it may be tried again where the connection ended before all was handed over")
  func early() {
    for (code, lines) in [
      // No name, no connection, weird reply, time over, nothing sent, nothing received, TLS.
      (6, []), (7, []), (8, ["220 hi"]), (28, []), (28, ["354 go on"]), (55, ["354 go on"]), (56, ["250 ok"]),
      (35, ["220 go on"]),
    ] as [(Int32, [String])] {
      #expect(outcome(code, lines).hasPrefix("deferred"), "\(code)")
    }
  }

  @Test("nobody knows where the connection ended after all was handed over and before an answer")
  func uncertain() {
    for code in [28, 52, 55, 56] as [Int32] {
      #expect(outcome(code, ["250 ok", "354 go on"], isAllTaken: true) == "uncertain why")
    }
  }

  @Test("certificates, TLS and logins that are refused stay so, unless the server says later")
  func doors() {
    #expect(outcome(67, ["535 wrong"]).hasPrefix("refused"))
    #expect(outcome(67, ["454 users are out of reach"]) == "deferred 454 users are out of reach")
    #expect(outcome(60, []) == "refused why")
    #expect(outcome(77, []) == "refused why")
    #expect(outcome(64, ["250 ok"]) == "refused 250 ok")
    #expect(outcome(64, ["454 no key"]) == "deferred 454 no key")
  }
}

@Suite("What is told of a certificate")
struct SMTPCertificateTests {
  /// As libcurl says it with OpenSSL, and with GnuTLS.
  @Test(
    "that is not right tells why",
    arguments: [
      ("SSL certificate problem: certificate has expired", "has expired"),
      ("server certificate expiration date has passed.", "has expired"),
      ("SSL certificate problem: certificate is not yet valid", "is not valid yet"),
      ("server certificate not activated yet.", "is not valid yet"),
      (
        "SSL: no alternative certificate subject name matches target host name 'mail.example.com'",
        "for another name"
      ),
      (
        "SSL: certificate subject name (other) does not match target host name 'mail.example.com'",
        "for another name"
      ),
      ("SSL certificate problem: unable to get local issuer certificate", "signed by nobody"),
      ("SSL certificate problem: self-signed certificate", "signed by nobody"),
    ])
  func certificates(reason: String, words: String) {
    let smtp = SMTPWords(
      smtp: .init(host: "mail.example.com", port: 587, security: .starttls, authorities: "ca.pem"),
      password: nil,
      sender: "s@example.com", recipient: "a@example.org", size: 1000, connectLimit: 10_000)
    let trouble = smtp.trouble(
      .init(code: 60, answer: 220, lines: ["220 go on"], body: [], isAllTaken: false, reason: reason))
    #expect(trouble.identifier == .smtpCertificate && trouble.summary.contains(words), "\(trouble.summary)")
    #expect(trouble.expected == "one for mail.example.com, valid today, signed by one of ca.pem")
    #expect(trouble.answer == reason && trouble.next != nil)
  }
}
