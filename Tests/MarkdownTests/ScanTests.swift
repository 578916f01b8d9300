import CParsing
import Testing

@Suite("Bytes that are looked for")
struct ScanTests {
  /// As plainly as can be.
  private func says(_ bytes: [UInt8]) -> Bool {
    let word = Array("draft".utf8)
    return bytes.indices.contains { start in
      bytes[start...].prefix(word.count).map { $0 | 0x20 } == word
    }
  }

  /// In memory that is just as large, so that a look beyond its end is one beyond it.
  private func scanned<Value>(_ bytes: [UInt8], _ body: (UnsafePointer<UInt8>, Int) -> Value) -> Value {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { copy.deallocate() }
    copy.initialize(from: bytes, count: bytes.count)
    return body(copy, bytes.count)
  }

  @Test(
    "the word is found at every place, in letters of whatever case, and nothing like it is", arguments: 0...64
  )
  func draft(count: Int) {
    for filling in ["x", "d", "dr", "dra", "draf", "\u{44}\u{12}", "raft"] {
      let plain = Array(Array(String(repeating: filling, count: 64).utf8).prefix(count))
      #expect(scanned(plain) { cparsing_says_draft($0, $1) != 0 } == says(plain), "\(plain)")
      for word in ["draft", "DRAFT", "dRaFt", "drafT"] where count >= 5 {
        for start in 0...(count - 5) {
          var bytes = plain
          bytes.replaceSubrange(start..<(start + 5), with: word.utf8)
          #expect(scanned(bytes) { cparsing_says_draft($0, $1) } != 0, "\(filling) \(start)")
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
