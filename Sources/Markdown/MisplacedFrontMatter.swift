/// Lines that are meant as front matter and are none: they would be published, with what `draft: true` holds back.
///
/// Rules and headings of two lines begin alike, so that a key has to follow at once, and nothing that only text has;
/// `draft: true` is told wherever it stands ahead of all text.
struct MisplacedFrontMatter {
  let line: Int
  let summary: String
  let expected: String

  /// Keys that pages have: what stands between two marks is no front matter without one.
  private static let keys = [
    "title", "description", "date", "weight", "draft", "layout", "aliases", "tags", "navigation",
  ]
  /// So many lines of it are looked at.
  private static let most = 200

  /// Nil of a text whose beginning can't be mistaken.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    var number = 0
    var isInComment = false
    while let next = Self.takeLine(&rest) {
      number += 1
      let words = Self.trimmed(next)
      if isInComment || words.starts(with: "<!--".utf8) {
        isInComment = !words.contains("-->".utf8)
        continue
      }
      if words.isEmpty { continue }
      let isTOML = words.elementsEqual("+++".utf8)
      guard isTOML || (words.count >= 3 && words.allSatisfy { $0 == UInt8(ascii: "-") }),
        Self.isMeant(rest, closed: words, isTOML: isTOML)
      else { return nil }
      line = number
      let isOldMac = number == 1 && words.count == 3 && next.count == 3 && !isTOML
      if isTOML {
        (summary, expected) = ("the front matter is TOML", "YAML, between two lines of '---'")
      } else if isOldMac {
        (summary, expected) = (
          "the lines of the front matter end with a carriage return alone", "a line feed behind each"
        )
      } else if words.count > 3 {
        (summary, expected) = (
          "the front matter stands between lines of \(words.count) hyphens", "lines of three: '---'"
        )
      } else {
        (summary, expected) = (
          "the front matter is not at the beginning of the file", "nothing before its '---'"
        )
      }
      return
    }
    return nil
  }

  /// What would hold a page back, ahead of all text, whatever it stands between: marks of other kinds or none, remarks,
  /// lists, empty lines.
  init?(draft text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    var isInComment = false
    for number in 1...Self.most {
      guard let next = Self.takeLine(&rest) else { return nil }
      let words = Self.trimmed(next)
      if isInComment || words.starts(with: "<!--".utf8) {
        isInComment = !words.contains("-->".utf8)
        continue
      }
      if Self.holdsBack(words) {
        line = number
        summary = "'draft: true' is in no front matter here, and holds nothing back"
        expected = "front matter at the beginning of the file, between two lines of '---'"
        return
      }
      guard Self.isAhead(next) else { return nil }
    }
    return nil
  }

  /// Whether a line says `draft: true`, as YAML, TOML or JSON do.
  private static func holdsBack(_ line: Bytes) -> Bool {
    let quotes = "\"'".utf8
    func word(_ bytes: Bytes) -> (word: String, rest: Bytes) {
      let start = bytes.drop { isBlank($0) || quotes.contains($0) }
      let letters = start.prefix { 0x61...0x7A ~= $0 | 0x20 }
      let end = start[letters.endIndex...].drop { isBlank($0) || quotes.contains($0) }
      return (String(decoding: letters, as: UTF8.self).lowercased(), end)
    }
    let (key, rest) = word(line)
    guard key == "draft", let sign = rest.first, ":=".utf8.contains(sign) else { return false }
    let (value, end) = word(rest.dropFirst())
    return ["true", "yes", "on"].contains(value) && (end.isEmpty || "#,}".utf8.contains(end[end.startIndex]))
  }

  /// Whether a line may stand before or in front matter: it has no words, or is a key, a remark, or part of a list.
  private static func isAhead(_ line: Bytes) -> Bool {
    let words = trimmed(line)
    if words.starts(with: "```".utf8) || words.starts(with: "~~~".utf8) { return false }
    if let first = words.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "[") { return true }
    if line.first.map(isBlank) == true || words.starts(with: "- ".utf8) { return true }
    if key(line, isTOML: false) ?? key(line, isTOML: true) != nil { return true }
    return String(decoding: words, as: UTF8.self).unicodeScalars.allSatisfy {
      !$0.properties.isAlphabetic && $0.properties.numericType == nil
    }
  }

  private static func isMeant(_ rest: Bytes, closed mark: Bytes, isTOML: Bool) -> Bool {
    var rest = rest
    var isKnown = false
    for number in 0..<most {
      guard let next = takeLine(&rest) else { return false }
      let words = trimmed(next)
      if words.elementsEqual(mark) || !isTOML && words.elementsEqual("...".utf8) { return isKnown }
      // A line of '+++' is nothing in Markdown: what follows it may have empty lines and remarks.
      if !isTOML, words.isEmpty || textMarks.contains(where: { words.starts(with: $0.utf8) }) {
        return false
      }
      let key = key(next, isTOML: isTOML)
      if number == 0, key == nil { return false }
      if let key { isKnown = isKnown || keys.contains { key.elementsEqual($0.utf8) } }
    }
    return false
  }

  /// What headings and fences begin with.
  private static let textMarks = ["#", "```", "~~~"]

  /// The word before the colon or the equals sign of a line that is not indented, without its quotes.
  private static func key(_ line: Bytes, isTOML: Bool) -> Bytes? {
    let sign = UInt8(ascii: isTOML ? "=" : ":")
    guard let end = line.firstIndex(of: sign), line.first.map(isBlank) != true else { return nil }
    let next = line.index(after: end)
    guard isTOML || next == line.endIndex || isBlank(line[next]) else { return nil }
    var word = trimmed(line[..<end])
    if let quote = word.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), word.count > 1,
      word.last == quote
    {
      word = word.dropFirst().dropLast()
    }
    let isWord = word.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
      default: false
      }
    }
    return word.isEmpty || !isWord ? nil : word
  }

  /// Without blanks around it, no-break ones too.
  private static func trimmed(_ line: Bytes) -> Bytes {
    let unbroken = Array("\u{A0}".utf8)
    var words = line
    while true {
      if let first = words.first, isBlank(first) {
        words.removeFirst()
      } else if let last = words.last, isBlank(last) {
        words.removeLast()
      } else if words.starts(with: unbroken) {
        words.removeFirst(2)
      } else if words.suffix(2).elementsEqual(unbroken) {
        words.removeLast(2)
      } else {
        return words
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The next line without its end, which may be a carriage return alone: Markdown takes that for one, too.
  private static func takeLine(_ rest: inout Bytes) -> Bytes? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? rest.endIndex
    let line = rest[..<end]
    rest = rest[end...]
    if rest.popFirst() == UInt8(ascii: "\r"), rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
    return line
  }
}
