import Diagnostics
import Testing

@testable import Delivery

@Suite("The text of an SMS")
struct SMSTextTests {
  /// Counted by hand from the tables of 3GPP TS 23.038.
  @Test(
    "is counted in GSM-7, its extension table as two, or in UCS-2",
    arguments: [
      ("", .gsm7, 0), ("Sales 76 @ £1_ΔΩ", .gsm7, 16), ("ä€[", .gsm7, 5), ("{}^~|\\", .gsm7, 12),
      ("Ç", .gsm7, 1), ("ç", .ucs2, 1), ("−2.6%", .ucs2, 5), ("`", .ucs2, 1), ("😀", .ucs2, 2),
      ("a😀", .ucs2, 3),
      ("e\u{301}", .ucs2, 2), ("two\r\nlines", .gsm7, 9),
    ] as [(String, SMSText.Alphabet, Int)])
  func counts(text: String, alphabet: SMSText.Alphabet, count: Int) {
    let sms = SMSText(text)
    #expect(sms.alphabet == alphabet && sms.count == count)
  }

  @Test("fits up to 160 or 70 units", arguments: [("a", 160), ("€", 80), ("я", 70), ("😀", 35)])
  func fits(text: String, most: Int) throws {
    try SMSText(String(repeating: text, count: most)).check()
    #expect(!SMSText(String(repeating: text, count: most + 1)).fits)
  }

  @Test("that is too long is refused with its count and what makes it so")
  func refused() {
    let plain = #expect(throws: Diagnostic.self) {
      try SMSText(String(repeating: "€", count: 81)).check()
    }
    #expect(
      plain?.identifier == .smsTooLong
        && plain?.description.contains("the SMS has 162 units of GSM-7; expected at most 160") == true)
    let emoji = #expect(throws: Diagnostic.self) {
      try SMSText(String(repeating: "a", count: 70) + "😀").check()
    }
    #expect(emoji?.description.contains("72 units of UCS-2, since GSM-7 has no “😀”") == true)
  }

  @Test("is escaped in the gateway's template, which knows number and text alone")
  func template() throws {
    let template = try PayloadTemplate(
      "{\"to\": \"{{to}}\", \"m\": \"{{text}}\"}", file: "g.mustache", of: .sms)
    #expect(
      String(decoding: try template.bytes(SMSText("a \"b\""), to: "+49301234567"), as: UTF8.self)
        == "{\"to\": \"+49301234567\", \"m\": \"a \\\"b\\\"\"}")
    let error = #expect(throws: Diagnostic.self) {
      try PayloadTemplate("{{title}}", file: "g.mustache", of: .sms)
    }
    #expect(error?.description.contains("there is no variable 'title' here") == true)
  }
}
