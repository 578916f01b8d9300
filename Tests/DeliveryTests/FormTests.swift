import Testing
import Workspace

@testable import Delivery

@Suite("Forms of SMS gateways")
struct FormTests {
  /// As Python's `urllib.parse.urlencode` and a browser's form give them, but for `~`, which Python leaves as it is.
  @Test(
    "are encoded as a browser does",
    arguments: [
      ("+49 30", "%2B49+30"), ("100 % & more=?", "100+%25+%26+more%3D%3F"),
      ("größer €", "gr%C3%B6%C3%9Fer+%E2%82%AC"),
      ("\u{1F4CA}", "%F0%9F%93%8A"), ("aZ09*-._", "aZ09*-._"),
      ("~!'()\"<>/\\", "%7E%21%27%28%29%22%3C%3E%2F%5C"),
      ("\r\n\u{0}", "%0D%0A%00"), ("", ""),
    ])
  func encoding(text: String, expected: String) {
    #expect(FormEncoding.encoded(text) == expected)
  }

  @Test("have their fields in order, names encoded, too, and no secret")
  func body() throws {
    let payload = SMSPayload.form([
      .init(name: "To", value: .number), .init(name: "api key", value: .secret(.environment("K"))),
      .init(name: "From[0]", value: .written("Score & book")), .init(name: "Body", value: .text),
    ])
    let text = SMSText("Sales: €76.00 (+5 %)")
    #expect(
      try String(decoding: payload.bytes(text, to: "+49301234567"), as: UTF8.self)
        == "To=%2B49301234567&From%5B0%5D=Score+%26+book&Body=Sales%3A+%E2%82%AC76.00+%28%2B5+%25%29")
    #expect(
      try payload.preview(text, to: "+49301234567") == """
        To: +49301234567
        api key: (a secret)
        From[0]: Score & book
        Body: Sales: €76.00 (+5 %)
        """)
  }

  @Test("show who calls as RFC 7617 and 6750 say, in one line")
  func access() {
    // The example of RFC 7617, 2.1, of a password in UTF-8.
    #expect(WebhookAccess.password("123\u{A3}", user: "test").header == "Basic dGVzdDoxMjPCow==")
    #expect(
      WebhookAccess.password("open sesame", user: "Aladdin").header == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    #expect(WebhookAccess.token("abc\r\nX: y").header.contains { $0.isNewline } == false)
  }
}
