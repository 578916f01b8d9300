import CParsing
import Glibc
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

  /// As plainly as can be.
  private func says(_ bytes: [UInt8]) -> Bool {
    let word = Array("draft".utf8)
    return bytes.indices.contains { start in
      bytes[start...].prefix(word.count).map { $0 | 0x20 } == word
    }
  }

  /// At the end of a page behind which there is none, so that a look beyond them ends the program.
  private func scanned<Value>(_ bytes: [UInt8], _ body: (UnsafePointer<UInt8>, Int) -> Value) -> Value? {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    guard let pages = mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      pages != MAP_FAILED, mprotect(pages + page, page, PROT_NONE) == 0
    else { return nil }
    defer { munmap(pages, 2 * page) }
    let start = (pages + page - bytes.count).assumingMemoryBound(to: UInt8.self)
    start.update(from: bytes, count: bytes.count)
    return body(start, bytes.count)
  }

  @Test(
    "the word is found at every place, in letters of whatever case, and nothing like it is", arguments: 0...64
  )
  func draft(count: Int) {
    for filling in ["x", "d", "dr", "dra", "draf", "raftd", "draf t", "xxxxxdraft"] {
      let plain = Array(Array(String(repeating: filling, count: 64).utf8).prefix(count))
      #expect(scanned(plain) { cparsing_says_draft($0, $1) != 0 } == says(plain))
      for word in ["draft", "DRAFT", "dRaFt", "drafT"] where count >= 5 {
        for start in 0...(count - 5) {
          var bytes = plain
          bytes.replaceSubrange(start..<(start + 5), with: word.utf8)
          #expect(scanned(bytes) { cparsing_says_draft($0, $1) != 0 } == true, "\(filling) \(start)")
        }
      }
    }
  }

  @Test("the first byte that means something is found at every place", arguments: 0...40)
  func first(count: Int) {
    let plain = [UInt8](repeating: UInt8(ascii: "a"), count: count)
    #expect(scanned(plain, cparsing_before_markup) == count)
    #expect(scanned(plain, cparsing_before_counted) == count)
    for place in 0..<count {
      for byte: UInt8 in 0...255 {
        var bytes = plain
        bytes[place] = byte
        let isMarkup = "&<>\"'\0".utf8.contains(byte)
        #expect(scanned(bytes, cparsing_before_markup) == (isMarkup ? place : count))
        let isCounted = "\n\r|[".utf8.contains(byte)
        #expect(scanned(bytes, cparsing_before_counted) == (isCounted ? place : count))
      }
    }
  }
}
