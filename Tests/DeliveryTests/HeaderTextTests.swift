import Testing

@testable import Delivery

@Suite("Texts of headers")
struct HeaderTextTests {
  @Test("of plain ASCII stay as they are")
  func plain() {
    #expect(HeaderText.unstructured("Weekly: 3 of 4 (up 5 %)") == "Weekly: 3 of 4 (up 5 %)")
    #expect(HeaderText.phrase("Repeat customers") == "Repeat customers")
    #expect(HeaderText.phrase("Board, \"the\" one") == "\"Board, \\\"the\\\" one\"")
  }

  /// The words were read back with Python 3.11's `email.header.decode_header`.
  @Test("of any script are encoded words that can be read one by one")
  func encoded() {
    #expect(HeaderText.unstructured("Umsatz für KW 48") == "=?utf-8?b?VW1zYXR6IGbDvHIgS1cgNDg=?=")
    #expect(HeaderText.phrase("日本") == "=?utf-8?b?5pel5pys?=")
    #expect(HeaderText.unstructured("=?utf-8?b?YQ==?=") == "=?utf-8?b?PT91dGYtOD9iP1lRPT0/PQ==?=")
    let long = HeaderText.unstructured(String(repeating: "売上高は前週比で", count: 12))
    #expect(long.split(separator: " ").allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?b?") })
    // One character of a person's eye that is longer than a word is.
    let family = "e" + String(repeating: "\u{301}", count: 80)
    #expect(HeaderText.unstructured(family).split(separator: " ").allSatisfy { $0.utf8.count <= 75 })
  }

  @Test("can't begin another header")
  func injection() {
    #expect(HeaderText.unstructured("a\r\nBcc: x@example.com") == "a Bcc: x@example.com")
    #expect(HeaderText.unstructured("a\u{2028}b\u{85}c\0d") == "a b c d")
    // Nor turn what stands behind: an address read backwards is another.
    #expect(HeaderText.unstructured("a\u{202E}b\u{2066}c\u{2069}") == "abc")
    #expect(HeaderText.phrase("a\n b") == "a b")
    #expect(HeaderText.parameter("filename", "a\r\n\"b\".csv") == ["filename=\"a \\\"b\\\".csv\""])
  }

  @Test("are folded at blanks, and no line is longer than it has to be")
  func folded() {
    let text = (1...40).map { "word\($0)" }.joined(separator: " ")
    let lines = HeaderText.folded("Subject", text).split(separator: "\r\n")
    #expect(lines.count > 3 && lines.allSatisfy { $0.utf8.count <= 76 })
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
    #expect(lines.joined() == "Subject: " + text)
    let word = String(repeating: "x", count: 200)
    #expect(HeaderText.folded("Message-ID", word) == "Message-ID: \(word)\r\n")
    // A word that no line holds is encoded, so that no line of a subject is long.
    #expect(
      HeaderText.folded("Subject", HeaderText.unstructured(word)).split(separator: "\r\n").allSatisfy {
        $0.utf8.count <= 78
      })
  }

  @Test("of names of files are whole also where they are not ASCII")
  func parameters() {
    #expect(HeaderText.parameter("filename", "revenue.csv") == ["filename=\"revenue.csv\""])
    #expect(HeaderText.parameter("filename", "Umsätze.csv") == ["filename*=UTF-8''Ums%C3%A4tze.csv"])
    let long = HeaderText.parameter("filename", String(repeating: "ä", count: 30))
    #expect(
      long.count == 4 && long[0].hasPrefix("filename*0*=UTF-8''%C3") && long[3].hasPrefix("filename*3*="))
  }
}
