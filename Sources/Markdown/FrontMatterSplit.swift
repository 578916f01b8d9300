import Diagnostics

/// Where front matter ends and the body begins.
struct FrontMatterSplit {
  let frontMatter: String?
  let body: String
  let bodyLine: Int

  init(_ text: String, file: String) throws(Diagnostic) {
    var text = text
    guard let parts = text.withUTF8({ Self.parts(of: $0) }) else {
      throw Diagnostic(
        .markdownFrontMatter, .configuration, at: .init(file: file, line: 1),
        "the front matter is not closed",
        expected: "a line '---' after it", next: "Close it, or begin the page with something else than '---'."
      )
    }
    self = parts
    guard parts.frontMatter == nil, let misplaced = text.withUTF8({ Misplaced($0) }) else { return }
    throw Diagnostic(
      .markdownFrontMatter, .configuration, at: .init(file: file, line: misplaced.line), misplaced.summary,
      expected: misplaced.expected,
      next: "Mend it; as it stands, all of it would be part of the page, whatever it says of it.")
  }

  private init(frontMatter: String?, body: String, bodyLine: Int) {
    self.frontMatter = frontMatter
    self.body = body
    self.bodyLine = bodyLine
  }

  /// Nil where the front matter is not closed.
  private static func parts(of text: UnsafeBufferPointer<UInt8>) -> Self? {
    var rest = text[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    let start = rest
    guard let first = takeLine(&rest), isMark(first, opening: true) else {
      return Self(frontMatter: nil, body: String(decoding: start, as: UTF8.self), bodyLine: 1)
    }
    var yaml: [UInt8] = []
    var line = 1
    while let next = takeLine(&rest) {
      line += 1
      if isMark(next, opening: false) {
        return Self(
          frontMatter: String(decoding: yaml, as: UTF8.self), body: String(decoding: rest, as: UTF8.self),
          bodyLine: line + 1)
      }
      yaml += next
      yaml.append(UInt8(ascii: "\n"))
    }
    return nil
  }

  /// Lines that are meant as front matter and are none: they would be published, with what `draft: true` holds back.
  ///
  /// Rules and headings of two lines begin alike, so that a key has to follow at once, and nothing that only text has.
  private struct Misplaced {
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
      while let next = takeLine(&rest) {
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
        if isTOML {
          (summary, expected) = ("the front matter is TOML", "YAML, between two lines of '---'")
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
  }

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The next line without its end.
  private static func takeLine(_ rest: inout Bytes) -> Bytes? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n"))
    var line = rest[..<(end ?? rest.endIndex)]
    rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    if end != nil, line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  private static func isMark(_ line: Bytes, opening: Bool) -> Bool {
    var bytes = line
    while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") { bytes.removeLast() }
    return bytes.elementsEqual("---".utf8) || (!opening && bytes.elementsEqual("...".utf8))
  }
}
