import Testing

@testable import Delivery

@Suite("What comes of a web-hook")
struct WebhookTransportTests {
  private static let address = "https://hooks.example.com/services/T0KEN42/abcdef"

  private func outcome(
    code: Int32 = 0, _ answer: Int = 0, body: String = "", isAllTaken: Bool = true, reason: String = "",
    knowsKeys: Bool = false
  ) -> String {
    let outcome = WebhookTransport.outcome(
      .init(
        code: code, answer: answer, lines: [], body: Array(body.utf8), isAllTaken: isAllTaken, reason: reason),
      WebhookWords(
        name: "the web-hook 'chat'", address: Self.address,
        secrets: ["hunter2", "c2NvcmU6aHVudGVyMg==", "p\"ss word12&3"]), knowsKeys: knowsKeys)
    switch outcome {
    case .delivered(let answer): return "delivered \(answer)"
    case .refused(let trouble): return "refused, \(trouble)"
    case .deferred(let trouble): return "deferred, \(trouble)"
    case .uncertain(let trouble): return "uncertain, \(trouble)"
    case .doubtful(let trouble): return "doubtful, \(trouble)"
    }
  }

  @Test("is told by the status")
  func statuses() {
    #expect(outcome(200, body: "ok") == "delivered HTTP 200: ok")
    #expect(outcome(204) == "delivered HTTP 204")
    #expect(
      outcome(400, body: "invalid_payload\nmore")
        == "refused, the web-hook 'chat' refuses the message: HTTP 400: invalid_payload")
    #expect(outcome(410) == "refused, the web-hook 'chat' refuses the message: HTTP 410")
    #expect(
      outcome(401, body: "bad key") == "refused, the web-hook 'chat' does not know us: HTTP 401: bad key")
    for status in [408, 429, 503] {
      #expect(outcome(status) == "deferred, the web-hook 'chat' says later: HTTP \(status)")
    }
    for status in [301, 302, 303, 307, 308] {
      #expect(
        outcome(status, body: "elsewhere")
          == "refused, the web-hook 'chat' redirects, which is not followed: HTTP \(status)")
    }
    // The answer was there before the connection went.
    #expect(outcome(code: 18, 200) == "delivered HTTP 200")
  }

  @Test(
    "is uncertain where the server had all and then an error of its own", arguments: [500, 502, 504, 520])
  func errors(_ status: Int) {
    let told = "the web-hook 'chat' had all of the message and then an error of its own: HTTP \(status)"
    #expect(outcome(status) == "uncertain, \(told)")
    // Whoever knows a message that comes twice is asked again.
    #expect(outcome(status, knowsKeys: true) == "doubtful, \(told)")
    #expect(
      outcome(status, isAllTaken: false) == "deferred, the web-hook 'chat' says later: HTTP \(status)")
  }

  @Test("without a status is uncertain once all was handed over, and nothing before")
  func connections() {
    #expect(
      outcome(code: 28, isAllTaken: true, reason: "Operation timed out")
        == "uncertain, the web-hook 'chat' had all of the message and gave no answer in time: Operation timed out"
    )
    #expect(
      outcome(code: 7, isAllTaken: false, reason: "Connection refused")
        == "deferred, the web-hook 'chat' can't be connected to")
    #expect(
      outcome(code: 52, reason: "Empty reply").hasPrefix(
        "uncertain, the connection to the web-hook 'chat' ended after all"))
    #expect(outcome(code: 60, isAllTaken: false, reason: "self-signed").hasSuffix("is trusted: self-signed"))
  }

  @Test("repeats nothing of the address")
  func secrets() {
    #expect(
      outcome(404, body: "no hook T0KEN42 here")
        == "refused, the web-hook 'chat' refuses the message: HTTP 404")
    #expect(
      outcome(code: 6, isAllTaken: false, reason: "Could not resolve host: hooks.example.com")
        == "deferred, the name of the host of the web-hook 'chat' is not known")
    for body in [
      "no user with hunter2", "no Basic c2NvcmU6aHVudGVyMg==", #"{"key": "p\"ss word12\u00263"}"#,
      "key=p%22ss+word12%263",
    ] {
      #expect(outcome(403, body: body) == "refused, the web-hook 'chat' does not know us: HTTP 403")
    }
  }
}
