import Diagnostics
import Foundation
import Synchronization
import Testing
import Workspace

@testable import Delivery

/// What a server's thread tells its test.
private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isRaised: Bool { value.load(ordering: .acquiring) }
  func raise() { value.store(true, ordering: .releasing) }
}

/// What certificates do is seen by `.ci/check-mail`, with servers that have them.
@Suite("Mail by SMTP, with servers on this machine", .timeLimit(.minutes(2)))
struct SMTPTransportTests {
  private static let password = "hunter2 is secret"

  private func smtp(
    _ port: Int, security: Configuration.SMTP.Security = .none,
    login: Configuration.SMTP.Authentication? = nil, limit: Double = 20
  ) -> Configuration.SMTP {
    Configuration.SMTP(
      host: "127.0.0.1", port: port, security: security,
      login: login.map { .init(method: $0, user: "ada", password: .environment("NONE")) }, timeLimit: limit)
  }

  private func send(
    _ smtp: Configuration.SMTP, password: String? = nil, size: Int = 0
  ) throws -> DeliveryOutcome {
    let message = MailMessage(
      from: try MailAddress("s@example.com"), to: try MailAddress("a@example.org"), subject: "S", date: 0,
      identifier: "weekly.1", language: "en", unsubscribe: nil,
      text: String(repeating: "many words \n", count: size / 12), html: "", pictures: [], attachments: [])
    return try SMTPTransport(smtp, password: password).send(message, message.bytes)
  }

  private func troubleOf(_ outcome: DeliveryOutcome) -> DeliveryTrouble? {
    switch outcome {
    case .delivered: nil
    case .refused(let trouble), .deferred(let trouble), .uncertain(let trouble), .doubtful(let trouble):
      trouble
    }
  }

  /// What comes of a server that answers otherwise to one command.
  private func outcome(
    _ word: String, _ answer: ScriptedServer.Answer, limit: Double = 20, size: Int = 0
  ) throws -> DeliveryOutcome {
    let server = try ScriptedServer { $0 == word ? answer : nil }
    defer { server.stop() }
    return try send(smtp(server.port, limit: limit), size: size)
  }

  @Test("is taken, with what was answered")
  func taken() throws {
    let server = try ScriptedServer { $0 == "." ? .say("250 2.0.0 queued as 4711") : nil }
    defer { server.stop() }
    #expect(try send(smtp(server.port)) == .delivered(answer: "250 2.0.0 queued as 4711"))
    #expect(
      server.heard.contains("MAIL FROM:<s@example.com>") && server.heard.contains("RCPT TO:<a@example.org>"))
  }

  @Test("a port where nobody listens may be tried again")
  func nobody() throws {
    let refused = try send(smtp(1))
    guard case .deferred(let trouble) = refused else {
      Issue.record("\(refused)")
      return
    }
    #expect(trouble.identifier == .smtpConnection && trouble.subject == .channel("port"))
    #expect(trouble.description == "no connection to 127.0.0.1:1 can be made: Connection refused")
  }

  /// What comes of a server that says nothing more to one command. Where a busy machine does not get that far within the
  /// limit, it has longer.
  private func fallenSilent(at silent: String) throws -> DeliveryOutcome {
    let isReached = Flag()
    for limit in [0.4, 3, 20] {
      let server = try ScriptedServer { word in
        guard word == silent else { return nil }
        isReached.raise()
        return .silence
      }
      defer { server.stop() }
      let began = ContinuousClock.now
      let outcome = try send(smtp(server.port, limit: limit))
      // Nobody waits for an answer to a farewell either.
      #expect(ContinuousClock.now - began < .seconds(limit + 20))
      if isReached.isRaised { return outcome }
    }
    struct NotReached: Error {}
    throw NotReached()
  }

  @Test(
    "a limit of time tells how far it came, and after the whole mail nobody knows",
    arguments: [
      ("connect", "while it was being connected to"), ("EHLO", "while it was being greeted"),
      ("MAIL", "when it was told the sender"), ("RCPT", "when it was told the recipient"),
      ("DATA", "while the message was being handed over"), (".", ""),
    ])
  func silence(word: String, words: String) throws {
    let outcome = try fallenSilent(at: word)
    if word == "." {
      guard case .uncertain(let trouble) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(trouble.identifier == .deliveryUncertain)
      #expect(
        trouble.summary == "the mail server 127.0.0.1 had all of the message and gave no answer in time")
    } else {
      guard case .deferred(let trouble) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(trouble.identifier == .smtpTime && trouble.subject == .channel("time_limit"))
      #expect(trouble.summary == "the mail server 127.0.0.1 gave no answer in time, \(words)")
    }
  }

  @Test(
    "a connection that ends is tried again before the whole mail, and uncertain after",
    arguments: [
      "connect", "EHLO", "MAIL", "RCPT", "DATA", ".",
    ])
  func dropped(word: String) throws {
    switch try outcome(word, .drop) {
    case .uncertain(let trouble): #expect(word == "." && trouble.identifier == .deliveryUncertain)
    case .deferred(let trouble): #expect(word != "." && trouble.identifier == .smtpConnection, "\(word)")
    case let other: Issue.record("\(word): \(other)")
    }
  }

  @Test("the limit is for each mail, and not for all over one connection")
  func slow() throws {
    let server = try ScriptedServer { $0 == "." ? .sayLate("250 taken", 0.7) : nil }
    defer { server.stop() }
    let message = try MailMessageTests.message()
    let transport = try SMTPTransport(smtp(server.port, limit: 1.5))
    for _ in 1...4 {
      #expect(try transport.send(message, message.bytes) == .delivered(answer: "250 taken"))
    }
    #expect(server.heard.count { $0.hasPrefix("EHLO") } == 1)
  }

  @Test("nobody waits long for an answer to the last farewell")
  func farewell() throws {
    let server = try ScriptedServer { $0 == "QUIT" ? .silence : nil }
    defer { server.stop() }
    let began = ContinuousClock.now
    let message = try MailMessageTests.message()
    var transport: SMTPTransport? = try SMTPTransport(smtp(server.port))
    #expect(try transport?.send(message, message.bytes) == .delivered(answer: "250 ok"))
    transport = nil
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(server.heard.contains("QUIT"))
  }

  @Test("where TLS is not offered nothing is said of the mail")
  func noTLS() throws {
    let server = try ScriptedServer { _ in nil }
    defer { server.stop() }
    let outcome = try send(smtp(server.port, security: .starttls, login: .plain), password: Self.password)
    guard case .refused(let trouble) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trouble.identifier == .smtpTLS && trouble.subject == .channel("tls"))
    #expect(trouble.summary == "the mail server 127.0.0.1 offers no TLS")
    #expect(trouble.expected == "STARTTLS, since the channel says tls: starttls")
    #expect(server.heard.allSatisfy { $0.hasPrefix("EHLO") || $0.hasPrefix("QUIT") }, "\(server.heard)")
  }

  @Test("TLS from the first byte with a server that speaks plainly is told as such")
  func plain() throws {
    let server = try ScriptedServer { _ in nil }
    defer { server.stop() }
    let trouble = try #require(troubleOf(send(smtp(server.port, security: .implicit))))
    #expect(trouble.identifier == .smtpTLS && trouble.expected == "TLS from the first byte")
    #expect(server.heard.isEmpty || !server.heard.contains { $0.contains("MAIL") })
  }

  @Test("a login that is refused is told with the user, never with the password, whoever repeats it")
  func login() throws {
    let server = try ScriptedServer { word in
      switch word {
      case "EHLO": .say("250-localhost\r\n250 AUTH PLAIN LOGIN")
      case "AUTH": .say("535 5.7.8 wrong: hunter2 is secret")
      default: nil
      }
    }
    defer { server.stop() }
    let outcome = try send(smtp(server.port, login: .plain), password: Self.password)
    guard case .refused(let trouble) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trouble.identifier == .smtpLogin && trouble.subject == .channel("password"))
    #expect(trouble.summary == "the mail server 127.0.0.1 refuses the login of 'ada'")
    #expect(trouble.answer == "535 (what it said has the password in it)")
    #expect(!server.heard.contains { $0.hasPrefix("MAIL") })
  }

  @Test(
    "a server that repeats what came has nothing of the password told, as it travels or as it is",
    arguments: [
      "501 can't decode AGFkYQBodW50ZXIyIGlzIHNlY3JldA==", "535 not hunter2 is secret", "535 hunter2",
    ])
  func echo(answer: String) throws {
    let server = try ScriptedServer { word in
      switch word {
      case "EHLO": .say("250-localhost\r\n250 AUTH PLAIN")
      case "AUTH": .say(answer)
      default: nil
      }
    }
    defer { server.stop() }
    let trouble = try #require(troubleOf(send(smtp(server.port, login: .plain), password: Self.password)))
    #expect(trouble.identifier == .smtpLogin)
    #expect(!trouble.description.contains("hunter2") && !trouble.description.contains("AGFkYQ"), "\(trouble)")
  }

  @Test("users that are out of reach for now are asked for again")
  func loginLater() throws {
    let server = try ScriptedServer { word in
      switch word {
      case "EHLO": .say("250-localhost\r\n250 AUTH PLAIN")
      case "AUTH": .say("454 4.7.0 users are out of reach")
      default: nil
      }
    }
    defer { server.stop() }
    let outcome = try send(smtp(server.port, login: .plain), password: Self.password)
    guard case .deferred(let trouble) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trouble.identifier == .smtpLater && trouble.answer == "454 4.7.0 users are out of reach")
  }

  @Test("a way of a login that is not offered is told with those that are; none at all, too")
  func mechanisms() throws {
    let other = try ScriptedServer { $0 == "EHLO" ? .say("250-localhost\r\n250 AUTH CRAM-MD5 LOGIN") : nil }
    defer { other.stop() }
    let trouble = try #require(troubleOf(send(smtp(other.port, login: .plain), password: Self.password)))
    #expect(trouble.identifier == .smtpLogin && trouble.subject == .channel("auth"))
    #expect(trouble.summary == "the mail server 127.0.0.1 does not offer auth: plain")
    #expect(trouble.expected == "AUTH PLAIN" && trouble.answer == "AUTH CRAM-MD5 LOGIN")
    let none = try ScriptedServer { $0 == "MAIL" ? .say("530 5.7.0 Authentication required") : nil }
    defer { none.stop() }
    let second = try #require(troubleOf(send(smtp(none.port))))
    #expect(second.identifier == .smtpLogin && second.answer == "530 5.7.0 Authentication required")
    #expect(second.summary == "the mail server 127.0.0.1 takes nothing without a login")
  }

  @Test(
    "what is refused for good tells what of it, with the server's own words",
    arguments: [
      ("MAIL", "553 5.7.1 not yours", Diagnostic.Identifier.smtpSender, DeliveryTrouble.Subject.sender),
      ("RCPT", "550 5.1.1 no such user", .smtpRecipient, .recipient),
      ("MAIL", "552 5.3.4 too big", .smtpSize, .detail), (".", "552 5.3.4 too big", .smtpSize, .detail),
      (".", "554 5.7.1 spam", .smtpRefused, .channel(nil)), ("DATA", "554 no", .smtpRefused, .channel(nil)),
    ])
  func refused(
    word: String, answer: String, identifier: Diagnostic.Identifier, subject: DeliveryTrouble.Subject
  ) throws {
    let outcome = try outcome(word, .say(answer))
    guard case .refused(let trouble) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trouble.identifier == identifier && trouble.subject == subject && trouble.answer == answer)
    #expect(trouble.next != nil && !trouble.summary.hasSuffix("."))
  }

  @Test(
    "what is later is asked again; a recipient who is greylisted is told what that wants",
    arguments: [
      ("RCPT", "451 4.7.1 greylisted, come back in 5 minutes"), ("connect", "421 too busy"),
      (".", "452 no room"),
    ])
  func later(word: String, answer: String) throws {
    let outcome = try outcome(word, .say(answer))
    guard case .deferred(let trouble) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trouble.identifier == .smtpLater && trouble.answer == answer)
    #expect(trouble.next?.contains("retries: [1m, 5m, 15m]") == (word == "RCPT"))
  }

  @Test("what a server says is one line without control characters")
  func neutral() throws {
    let outcome = try outcome("RCPT", .say("550 no \u{1B}[31muser\u{7}\tthere"))
    let answer = try #require(troubleOf(outcome)?.answer)
    #expect(!answer.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "\(answer)")
  }

  @Test("a trouble is told at the line where its channel or address stands")
  func places() throws {
    let scratch = try SendingScratch()
    let yaml = SendingScratch.yaml.replacing(
      "outbox: {maildir: mail}", with: "outbox:\n    smtp:\n      host: h.example.com\n      tls: none")
    let configuration = try scratch.configuration(yaml)
    let report = try #require(configuration.reports["weekly"])
    let recipient = try #require(Recipients(of: report, in: configuration, triggers: [:]).all.last)
    func line(_ subject: DeliveryTrouble.Subject) -> Int? {
      DeliveryTrouble(.smtpHost, about: subject, "s").diagnostic(in: configuration, for: recipient).place?
        .line
    }
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func find(_ text: String) throws -> Int { try #require(lines.firstIndex { $0.contains(text) }) + 1 }
    #expect(try line(.channel("host")) == find("host:") && line(.channel("tls")) == find("tls:"))
    // What is not written stands where it would.
    #expect(try [find("smtp:"), find("host:")].contains(try #require(line(.channel("ca")))))
    #expect(try line(.sender) == find("board: {via") && line(.recipient) == find("board: {via"))
  }
}
