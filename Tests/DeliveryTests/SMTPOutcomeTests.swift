import Testing

@testable import Delivery

/// The numbers are those of curl.h.
@Suite("What came of a mail by SMTP")
struct SMTPOutcomeTests {
  private func outcome(
    _ code: Int32, _ lines: [String], isAllTaken: Bool = false, reason: String = "why"
  ) -> DeliveryOutcome {
    let answers = lines.filter { !$0.hasPrefix("221") }
    let answer = answers.last.flatMap { Int($0.prefix(3)) } ?? 0
    return SMTPTransport.outcome(
      .init(code: code, answer: answer, lines: lines, body: [], isAllTaken: isAllTaken, reason: reason))
  }

  @Test("it is sent where the server says so, whatever it says as a farewell")
  func sent() {
    #expect(
      outcome(0, ["354 go on", "250 2.0.0 taken", "221 bye"], isAllTaken: true)
        == .delivered(answer: "250 2.0.0 taken"))
  }

  @Test("nothing was delivered where the last that was said is no, also after all of it was handed over")
  func refused() {
    #expect(outcome(55, ["250 ok", "550 no such user"]) == .refused(answer: "550 no such user"))
    #expect(outcome(8, ["354 go on", "554 spam"], isAllTaken: true) == .refused(answer: "554 spam"))
    #expect(outcome(55, ["250 ok", "451 later"]) == .deferred(answer: "451 later"))
    #expect(outcome(8, ["354 go on", "452 full"], isAllTaken: true) == .deferred(answer: "452 full"))
    #expect(outcome(56, ["421 too busy"]) == .deferred(answer: "421 too busy"))
  }

  @Test("it may be tried again where the connection ended before all was handed over")
  func early() {
    for (code, lines) in [
      // No name, no connection, weird reply, time over, nothing sent, nothing received, TLS.
      (6, []), (7, []), (8, ["220 hi"]), (28, []), (28, ["354 go on"]), (55, ["354 go on"]), (56, ["250 ok"]),
      (35, ["220 go on"]),
    ] as [(Int32, [String])] {
      #expect(outcome(code, lines) == .deferred(answer: "why"), "\(code)")
    }
  }

  @Test("nobody knows where the connection ended after all was handed over and before an answer")
  func uncertain() {
    for code in [28, 52, 55, 56] as [Int32] {
      #expect(outcome(code, ["250 ok", "354 go on"], isAllTaken: true) == .uncertain(reason: "why"))
    }
  }

  @Test("certificates, TLS and logins that are refused stay so, unless the server says later")
  func doors() {
    #expect(outcome(67, ["535 wrong"]) == .refused(answer: "why: 535 wrong"))
    #expect(outcome(67, ["454 users are out of reach"]) == .deferred(answer: "454 users are out of reach"))
    #expect(outcome(60, []) == .refused(answer: "why"))
    #expect(outcome(77, []) == .refused(answer: "why"))
    #expect(outcome(64, ["250 ok"]) == .refused(answer: "why: 250 ok"))
    #expect(outcome(64, ["454 no key"]) == .deferred(answer: "454 no key"))
  }
}
