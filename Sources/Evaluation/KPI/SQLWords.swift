/// The words of a query: comments, text in quotes and quoted names aside.
struct SQLWords {
  /// In capitals.
  private let words: [String]

  init(_ sql: String) {
    let bytes = Array(sql.utf8)
    var words: [String] = []
    var offset = 0
    /// Behind the next place of an ending, or the end.
    func end(of ending: String, from start: Int) -> Int {
      let ending = Array(ending.utf8)
      var place = start
      while place < bytes.count, !bytes[place...].starts(with: ending) { place += 1 }
      return min(bytes.count, place + ending.count)
    }
    while offset < bytes.count {
      let rest = bytes[offset...]
      if rest.starts(with: Array("--".utf8)) {
        offset = end(of: "\n", from: offset)
      } else if rest.starts(with: Array("/*".utf8)) {
        offset = end(of: "*/", from: offset + 2)
      } else if let quote = Self.quotes[bytes[offset]] {
        // A doubled quote ends one text and begins the next, which is as good here.
        offset = end(of: quote, from: offset + 1)
      } else if Self.isWordPart(bytes[offset]) {
        let word = rest.prefix(while: Self.isWordPart)
        words.append(String(decoding: word, as: UTF8.self).uppercased())
        offset += word.count
      } else {
        offset += 1
      }
    }
    self.words = words
  }

  /// Whether it says NULL as a value, and not only `IS NULL` or `IS NOT NULL`.
  var givesNull: Bool {
    words.indices.contains { place in
      words[place] == "NULL" && (place == 0 || !["IS", "NOT"].contains(words[place - 1]))
    }
  }

  private static let quotes: [UInt8: String] = [0x27: "'", 0x22: "\"", 0x60: "`", 0x5B: "]"]

  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...: true
    default: false
    }
  }
}
