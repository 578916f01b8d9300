import Testing

@testable import Delivery

@Suite("Quoted-printable")
struct QuotedPrintableTests {
  private func encoded(_ text: String) -> String {
    String(decoding: QuotedPrintable.encoded(text), as: UTF8.self)
  }

  @Test("keeps ASCII readable, and encodes what would not arrive")
  func encodes() {
    #expect(encoded("a=b\nÜ\r\n") == "a=3Db\r\n=C3=9C\r\n")
    #expect(encoded("blank \ntab\t\n") == "blank=20\r\ntab=09\r\n")
    #expect(encoded(".\nFrom me\nx.") == "=2E\r\n=46rom me\r\nx.\r\n")
    let long = String(repeating: "x", count: 75)
    #expect(encoded(long + ".") == "\(long)=\r\n=2E\r\n")
    #expect(encoded("") == "")
    #expect(encoded("a\rb\n\nc") == "a\r\nb\r\n\r\nc\r\n")
    #expect(encoded("\0\u{7F}") == "=00=7F\r\n")
  }

  @Test("has no line of more than 76 characters, and cuts no encoded byte")
  func lines() {
    for text in [
      String(repeating: "x", count: 1000), String(repeating: "ä€😀", count: 200),
      String(repeating: "= ", count: 300),
    ] {
      let lines = encoded(text).split(separator: "\r\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      var joined = lines.map { $0.hasSuffix("=") ? String($0.dropLast()) : $0 + "\n" }.joined()
      while joined.hasSuffix("\n") { joined.removeLast() }
      #expect(decoded(joined) == text)
    }
  }

  private func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      rest = rest.dropFirst(2)
      bytes.append(UInt8(digits, radix: 16) ?? 0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
