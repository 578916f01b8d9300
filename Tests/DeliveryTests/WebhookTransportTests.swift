import Testing

@testable import Delivery

@Suite("What comes of a web-hook")
struct WebhookTransportTests {
  private static let address = "https://hooks.example.com/services/T0KEN42/abcdef"

  private func outcome(
    code: Int32 = 0, _ answer: Int = 0, body: String = "", isAllTaken: Bool = true, reason: String = ""
  ) -> DeliveryOutcome {
    WebhookTransport.outcome(
      .init(
        code: code, answer: answer, lines: [], body: Array(body.utf8), isAllTaken: isAllTaken, reason: reason),
      address: Self.address)
  }

  @Test("is told by the status")
  func statuses() {
    #expect(outcome(200, body: "ok") == .delivered(answer: "HTTP 200: ok"))
    #expect(outcome(204) == .delivered(answer: "HTTP 204"))
    #expect(outcome(400, body: "invalid_payload\nmore") == .refused(answer: "HTTP 400: invalid_payload"))
    #expect(outcome(410) == .refused(answer: "HTTP 410"))
    #expect(outcome(429) == .deferred(answer: "HTTP 429") && outcome(503) == .deferred(answer: "HTTP 503"))
    for status in [301, 302, 303, 307, 308] {
      #expect(
        outcome(status, body: "elsewhere")
          == .refused(answer: "HTTP \(status): it redirects, which is not followed"))
    }
    // The answer was there before the connection went.
    #expect(outcome(code: 18, 200) == .delivered(answer: "HTTP 200"))
  }

  @Test("without a status is uncertain once all was handed over, and nothing before")
  func connections() {
    #expect(
      outcome(code: 28, isAllTaken: true, reason: "Operation timed out")
        == .uncertain(reason: "Operation timed out"))
    #expect(
      outcome(code: 7, isAllTaken: false, reason: "Connection refused")
        == .deferred(answer: "Connection refused"))
    #expect(outcome(code: 52, reason: "Empty reply") == .uncertain(reason: "Empty reply"))
    #expect(outcome(code: 60, isAllTaken: false, reason: "self-signed") == .refused(answer: "self-signed"))
  }

  @Test("repeats nothing of the address")
  func secrets() {
    #expect(outcome(404, body: "no hook T0KEN42 here") == .refused(answer: "HTTP 404"))
    #expect(
      outcome(code: 6, isAllTaken: false, reason: "Could not resolve host: hooks.example.com")
        == .deferred(answer: "the name of its host is not known"))
  }
}
