import Delivery
import Diagnostics
import Testing
import Workspace

@Suite("Mail addresses")
struct MailAddressTests {
  @Test("are read with and without a name")
  func sound() throws {
    #expect(try MailAddress("crm@example.com").description == "crm@example.com")
    let named = try MailAddress("Repeat customers <crm@example.com>")
    #expect(named.name == "Repeat customers" && named.address == "crm@example.com")
    #expect(named.domain == "example.com")
    #expect(
      try MailAddress("\"Müller, \\\"R\\\" <x>\" <a.b+c@mail.example.co.uk>").name == "Müller, \"R\" <x>")
    #expect(try MailAddress("<a@b>").description == "a@b")
    #expect(try MailAddress("  Ända  <a@b.de>").name == "Ända")
  }

  @Test(
    "are refused by what is wrong with them",
    arguments: [
      ("board", "it has no '@'"),
      ("@example.com", "there is nothing before the '@'"),
      ("a@", "there is nothing after the '@'"),
      ("a b@example.com", "the part before the '@' is not made of words and dots"),
      ("a..b@example.com", "the part before the '@' is not made of words and dots"),
      ("\"a b\"@example.com", "the part before the '@' is not made of words and dots"),
      ("a@[192.0.2.1]", "what follows the '@' is no host's name"),
      ("a@-x.de", "what follows the '@' is no host's name"),
      ("a@b..de", "what follows the '@' is no host's name"),
      ("a@example.com, b@example.com", "it is several"),
      ("Board: a@example.com;", "it is several"),
      ("ü@example.com", "the part before the '@' is not ASCII, which not every server takes"),
      ("a@bücher.example", "the domain is not ASCII; it has a form that begins with 'xn--'"),
      ("Board <a@example.com", "'<' is not closed at its end"),
      ("a@example.com>", "'>' has no '<' before it"),
      ("\"Board <a@example.com>", "the name's quote is not closed"),
      ("a@example.com\r\nBcc: x@example.com", "it holds a line end or another control character"),
      ("X\n <a@example.com>", "it holds a line end or another control character"),
      (String(repeating: "a", count: 65) + "@b", "the part before the '@' is longer than 64 bytes"),
      ("", "it has no '@'"),
    ])
  func wrong(text: String, what: String) {
    let problem = #expect(throws: Diagnostic.self) { try MailAddress(text) }
    #expect(problem?.identifier == .mailAddress && problem?.summary.hasSuffix(": " + what) == true)
    #expect(problem?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }
}
