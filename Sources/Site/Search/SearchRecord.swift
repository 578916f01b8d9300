import Markdown

/// What the search keeps of one page: all of it depends on the page alone, so that it can be kept from build to build.
///
/// A class, as a page is, since thousands are sorted and handed on.
final class SearchRecord: Sendable {
  /// Where on a page a word stands, the weightiest place last.
  enum Place: UInt8, Sendable, Comparable {
    case text, description, heading, title

    static func < (a: Place, b: Place) -> Bool { a.rawValue < b.rawValue }
  }

  struct Heading: Sendable {
    let text: String
    let identifier: String
  }

  /// Longer titles, headings and descriptions are cut, so that one page can't fill the index.
  private static let longestTitle = 120
  private static let longestHeading = 90
  private static let longestDescription = 120
  private static let mostHeadings = 600
  /// The levels of the headings that are kept.
  private static let levels = 2...3
  /// So many words of text are looked at on one page.
  private static let mostText = 20_000

  /// The path of its HTML.
  let path: String
  let title: String
  let description: String
  let tags: [String]
  /// One of a long row of like pages, as runs are; it weighs less.
  let isOneOfMany: Bool
  let headings: [Heading]
  /// How often the words of its text stand there; without them it is found by title, description, tags and headings.
  let words: [String: Int]

  init(_ page: SitePage) {
    path = page.path
    title = Self.cut(page.title, to: Self.longestTitle)
    description = Self.cut(page.summary, to: Self.longestDescription)
    tags = page.matter.tags.map { Self.cut($0, to: Self.longestHeading) }
    isOneOfMany = page.layout == .run
    var headings: [Heading] = []
    headings.reserveCapacity(min(page.headings.count, Self.mostHeadings))
    for heading in page.headings where Self.levels.contains(heading.level) {
      if headings.count == Self.mostHeadings { break }
      headings.append(
        Heading(text: Self.cut(heading.text, to: Self.longestHeading), identifier: heading.identifier))
    }
    self.headings = headings
    words = page.words
  }

  /// The words of a page's content that tell something, and how often each stands there.
  static func words(inHTML content: [UInt8]) -> [String: Int] {
    var vocabulary = SearchVocabulary.ofStopWords
    var counts = Array(repeating: 0, count: vocabulary.count)
    var seen = 0
    SearchWords.each(inHTML: content) { word in
      seen += 1
      guard seen <= mostText, SearchWords.mayTell(word) else { return }
      let number = vocabulary.number(of: word)
      if number == counts.count { counts.append(0) }
      if !vocabulary.isStopWord(number) { counts[number] += 1 }
    }
    var words: [String: Int] = [:]
    words.reserveCapacity(counts.count)
    for (number, count) in counts.enumerated() where count > 0 {
      words[vocabulary.withWord(number) { String(decoding: $0, as: UTF8.self) }, default: 0] += count
    }
    return words
  }

  /// On one line, and not longer than this.
  private static func cut(_ text: String, to length: Int) -> String {
    if isOnOneLine(text) {
      if text.utf8.count <= length { return text }
      let part = text.utf8.prefix(length)
      return text[..<(part.lastIndex(of: UInt8(ascii: " ")) ?? part.endIndex)] + "…"
    }
    // What is far too long is cut before its blanks are looked at.
    let line = text.prefix(length * 4).split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(
      separator: " ")
    guard line.count > length else { return line }
    let part = line.prefix(length)
    return part[..<(part.lastIndex(of: " ") ?? part.endIndex)] + "…"
  }

  /// True of printable ASCII in which no blank follows another, nor stands at the ends.
  private static func isOnOneLine(_ text: String) -> Bool {
    return text.withBytes { bytes in
      var previous = UInt8(ascii: " ")
      for byte in bytes {
        guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: " ") || previous != byte else {
          return false
        }
        previous = byte
      }
      return previous != UInt8(ascii: " ")
    }
  }
}
