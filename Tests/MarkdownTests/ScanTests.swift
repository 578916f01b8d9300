import Markdown
import Testing

/// Bytes are looked through sixteen at a time: what matters may stand at any place of such a step, and at its end.
@Suite("Bytes looked through in steps")
struct ScanTests {
  @Test("text is escaped wherever a mark stands, and up to its last byte")
  func escaped() {
    let marks = [
      ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"), ("\0", "\u{FFFD}"),
      ("\u{E9}", "\u{E9}"), ("\u{FF}\u{80}", "\u{FF}\u{80}"), ("a", "a"),
    ]
    for count in 0..<50 {
      for place in 0...count {
        let (before, after) = (
          String(repeating: "x", count: place), String(repeating: "y", count: count - place)
        )
        for (mark, written) in marks {
          #expect(HTMLText.escape(before + mark + after) == before + written + after)
          #expect(HTMLText.escape(before + mark + mark + after) == before + written + written + after)
        }
      }
    }
    #expect(HTMLText.escape("") == "")
  }

  @Test("a line that costs too much is found wherever its marks stand")
  func counted() throws {
    for place in 0..<40 {
      // One wide row, and as many short ones as make it dear.
      let before = String(repeating: "x", count: place)
      let text =
        before + String(repeating: "|", count: 3000) + "\n" + String(repeating: before + "x\n", count: 400)
      #expect(throws: (any Error).self) { try Document(parsing: text, file: "a.md") }
      _ = try Document(
        parsing: before + "|x|\n" + String(repeating: before + "x\n", count: 400), file: "a.md")
      let returns = try Document(parsing: before + "\r\n" + before + "\r" + before, file: "a.md")
      #expect(Array(returns.body.utf8) == Array((before + "\n" + before + "\n" + before).utf8))
    }
  }
}
