import Diagnostics

/// Lines that are meant as front matter and are none: they would be published, with what `draft: true` holds back.
///
/// Rules, headings of two lines and prose begin alike, so that a key has to follow at once, and nothing that only text
/// has.
struct MisplacedFrontMatter {
  typealias Bytes = FrontMatterSplit.Bytes

  let line: Int
  let summary: String
  let expected: String
  private var found: String?
  private var next = "Mend it; as it stands, all of it would be part of the page, whatever it says of it."

  /// Keys that pages have: what stands between two marks is no front matter without one.
  private static let keys = [
    "title", "description", "date", "weight", "draft", "layout", "aliases", "tags", "navigation",
  ]
  private static let more = "the line that begins the front matter holds more than its mark"
  /// So many lines of it are looked at.
  static let most = 200

  /// Nil of a text whose beginning can't be mistaken.
  ///
  /// - Parameters:
  ///   - firstLine: the number of the text's first line.
  ///   - isSecond: whether the text stands behind front matter.
  init?(_ text: FrontMatterSplit.Bytes, firstLine: Int, isSecond: Bool) {
    var rest = text
    var number = firstLine - 1
    var isInComment = false
    while true {
      let start = rest
      guard let next = FrontMatterSplit.takeLine(&rest) else { return nil }
      number += 1
      let words = Self.trimmed(next)
      if isInComment || words.starts(with: "<!--".utf8) {
        isInComment = !words.contains("-->".utf8)
        // Words behind it are the text's.
        if !isInComment, !words.suffix(3).elementsEqual("-->".utf8) { return nil }
        continue
      }
      if words.isEmpty { continue }
      line = number
      if words.first == UInt8(ascii: "{"), !isSecond {
        guard Self.isJSON(start) else { return nil }
        (summary, expected) = ("the front matter is JSON", "YAML, between two lines of '---'")
        return
      }
      guard let mark = Mark(words), Self.isMeant(rest, behind: words, mark, isSecond) else { return nil }
      if isSecond {
        (summary, expected) = ("a second front matter stands behind the first", "one")
        self.next = "Put its keys into the first; as it stands, it would be part of the page."
        return
      }
      switch mark {
      case .toml: (summary, expected) = ("the front matter is TOML", "YAML, between two lines of '---'")
      case .hyphens(let count) where count != 3:
        (summary, expected) = (
          "the front matter stands between lines of \(count) hyphens", "lines of three: '---'"
        )
      case .dashes:
        (summary, expected) = ("the front matter begins with a line of other dashes", "three hyphens: '---'")
        found = Self.quoted(words)
      case .labelled:
        (summary, expected) = (Self.more, "'---' alone")
        found = Self.quoted(words)
      case .hyphens:
        if number == 1, next.first == UInt8(ascii: "-") {
          (summary, expected) = (Self.more, "'---' alone")
        } else {
          (summary, expected) = (
            "the front matter is not at the beginning of the file", "nothing before its '---'"
          )
        }
        found = Self.unseen(next)
      }
      return
    }
  }

  func problem(file: String) -> Diagnostic {
    Diagnostic(
      .markdownFrontMatter, .configuration, at: .init(file: file, line: line), summary, expected: expected,
      found: found, next: next)
  }

  /// What the first line of it is.
  private enum Mark {
    case toml
    case hyphens(Int)
    /// As a program that corrects while one types leaves hyphens.
    case dashes
    /// Three hyphens and something behind them.
    case labelled

    init?(_ words: Bytes) {
      if words.elementsEqual("+++".utf8) {
        self = .toml
      } else if words.allSatisfy({ $0 == UInt8(ascii: "-") }) {
        // One begins an item of a list.
        guard words.count > 1 else { return nil }
        self = .hyphens(words.count)
      } else if MisplacedFrontMatter.isDashes(words) {
        self = .dashes
      } else if words.starts(with: "---".utf8) {
        self = .labelled
      } else {
        return nil
      }
    }

    var isTOML: Bool { if case .toml = self { true } else { false } }

    /// Whether a line closes what this one, `first`, has opened.
    func isClosed(by words: Bytes, first: Bytes) -> Bool {
      switch self {
      case .toml: return words.elementsEqual(first)
      // A rule before a heading of two lines.
      case .hyphens(let count) where count > 3:
        return words.elementsEqual(first) || words.elementsEqual("...".utf8)
      case .hyphens, .dashes, .labelled:
        return words.elementsEqual("...".utf8)
          || words.count > 1 && (words.elementsEqual(first) || MisplacedFrontMatter.isDashes(words))
      }
    }
  }

  private static func isMeant(_ rest: Bytes, behind first: Bytes, _ mark: Mark, _ isSecond: Bool) -> Bool {
    var rest = rest
    var known = 0
    var isDraft = false
    for number in 0..<most {
      guard let next = FrontMatterSplit.takeLine(&rest) else { return false }
      let words = trimmed(next)
      if mark.isClosed(by: words, first: first) {
        // Behind front matter, one key alone may be the words of a heading of two lines.
        return isDraft || known > (isSecond ? 1 : 0)
      }
      // A line of '+++' is nothing in Markdown: what follows it may have empty lines and remarks.
      if !mark.isTOML, words.isEmpty || textMarks.contains(where: { words.starts(with: $0.utf8) }) {
        return false
      }
      let key = key(next, isTOML: mark.isTOML)
      if number == 0, key == nil { return false }
      guard let key, keys.contains(where: { key.elementsEqual($0.utf8) }) else { continue }
      known += 1
      isDraft = isDraft || key.elementsEqual("draft".utf8)
    }
    return false
  }

  /// What headings and fences begin with.
  private static let textMarks = ["#", "```", "~~~"]

  /// The word before the colon or the equals sign of a line that is not indented, without its quotes.
  static func key(_ line: Bytes, isTOML: Bool) -> Bytes? {
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

  /// Whether a text begins with a map of JSON that has a key of ours.
  private static func isJSON(_ text: Bytes) -> Bool {
    let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    var depth = 0
    var isKnown = false
    var word: Bytes?
    var isFirst = true
    var place = trimmed(text).startIndex
    while place < text.endIndex {
      let byte = text[place]
      switch byte {
      case quote:
        let start = place + 1
        place = start
        while place < text.endIndex, text[place] != quote { place += text[place] == backslash ? 2 : 1 }
        guard place < text.endIndex else { return false }
        if depth == 1 { word = text[start..<place] }
      case UInt8(ascii: ":"):
        if let word { isKnown = isKnown || keys.contains { word.elementsEqual($0.utf8) } }
        word = nil
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return isKnown }
      case UInt8(ascii: ","): word = nil
      default: break
      }
      // Behind its brace there is a key.
      let isSpace = isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      if isFirst, depth == 1, byte != UInt8(ascii: "{"), !isSpace {
        guard byte == quote else { return false }
        isFirst = false
      }
      place += 1
    }
    return false
  }

  /// Without blanks around it, and without others that can't be seen.
  static func trimmed(_ line: Bytes) -> Bytes {
    var words = line
    while true {
      if let first = words.first, isBlank(first) {
        words.removeFirst()
      } else if let last = words.last, isBlank(last) {
        words.removeLast()
      } else if words.first.map(isOfMany) == true,
        let sign = invisible.first(where: { words.starts(with: $0) })
      {
        words.removeFirst(sign.count)
      } else if words.last.map(isOfMany) == true,
        let sign = invisible.first(where: { words.suffix($0.count).elementsEqual($0) })
      {
        words.removeLast(sign.count)
      } else {
        return words
      }
    }
  }

  /// Whether a byte is one of several of a sign.
  private static func isOfMany(_ byte: UInt8) -> Bool { byte >= 0x80 }

  /// Blanks of other widths, the byte order mark, soft hyphens and what only tells how letters stand together.
  private static let invisible: [[UInt8]] =
    ([0xA0, 0xAD, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF] + Array(0x2000...0x200F)).map { number in
      Array(String(Unicode.Scalar(number).map(Character.init) ?? " ").utf8)
    }

  /// A whole line of signs that look like hyphens.
  private static func isDashes(_ words: Bytes) -> Bool {
    !words.isEmpty
      && String(decoding: words, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
        scalar == "-" || (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212
      }
  }

  /// The first sign of a line that can't be seen, by its number.
  private static func unseen(_ line: Bytes) -> String? {
    let text = String(decoding: line, as: UTF8.self)
    let sign = text.unicodeScalars.first { scalar in invisible.contains(Array(String(scalar).utf8)) }
    guard let sign else { return nil }
    let number = String(sign.value, radix: 16, uppercase: true)
    let padding = String(repeating: "0", count: max(0, 4 - number.count))
    return "U+\(padding)\(number), which can't be seen"
  }

  private static func quoted(_ words: Bytes) -> String {
    let text = String(decoding: words, as: UTF8.self)
    return "'\(text.count > 40 ? text.prefix(40) + "…" : text)'"
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
