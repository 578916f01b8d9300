/// What the search keeps of one page: all of it depends on the page alone, so that it can be kept from build to build.
struct SearchRecord: Sendable, Hashable {
  /// Where on a page a word stands, the weightiest place last.
  enum Place: Int, Sendable, Hashable, Comparable {
    case text, description, heading, title

    static func < (a: Place, b: Place) -> Bool { a.rawValue < b.rawValue }
  }

  struct Term: Sendable, Hashable {
    var place: Place
    /// How often it stands in the running text.
    var count: Int
  }

  struct Heading: Sendable, Hashable {
    let text: String
    let identifier: String
  }

  /// Longer titles, headings and descriptions are cut, so that one page can't fill the index.
  private static let longestTitle = 120
  private static let longestHeading = 90
  private static let longestDescription = 120
  private static let mostHeadings = 600
  private static let longestWord = 48
  /// So many words of text are looked at on one page.
  private static let mostText = 20_000

  /// The path of its HTML.
  let path: String
  let title: String
  let description: String
  /// One of a long row of like pages, as runs are; it weighs less.
  let isOneOfMany: Bool
  let headings: [Heading]
  private(set) var terms: [String: Term] = [:]

  /// A page's record; without words it is found by title, description, tags and headings.
  init(
    path: String, title: String, description: String, tags: [String], isOneOfMany: Bool, headings: [Heading],
    words: [String: Int]
  ) {
    self.path = path
    self.title = Self.cut(title, to: Self.longestTitle)
    self.description = Self.cut(description, to: Self.longestDescription)
    self.isOneOfMany = isOneOfMany
    self.headings = headings.prefix(Self.mostHeadings).map {
      Heading(text: Self.cut($0.text, to: Self.longestHeading), identifier: $0.identifier)
    }
    for (word, count) in words { terms[word] = .init(place: .text, count: count) }
    place(self.description, .description)
    for heading in self.headings { place(heading.text, .heading) }
    for tag in tags { place(Self.cut(tag, to: Self.longestHeading), .heading) }
    place(self.title, .title)
  }

  /// The words of a page's content that tell something, and how often each stands there.
  static func words(inHTML content: some Collection<UInt8>) -> [String: Int] {
    var words: [String: Int] = [:]
    var count = 0
    SearchWords.each(inHTML: content) { word in
      count += 1
      guard count <= mostText, SearchWords.tells(word) else { return }
      words[word, default: 0] += 1
    }
    return words
  }

  /// Names with underscores are found whole and by their parts.
  private mutating func place(_ text: String, _ place: Place) {
    SearchWords.each(in: text) { word in
      guard !SearchWords.stopWords.contains(word), word.utf8.count <= Self.longestWord else { return }
      raise(word, place)
      guard place > .description, word.contains("_") else { return }
      for part in word.split(separator: "_") { raise(String(part), place) }
    }
  }

  private mutating func raise(_ word: String, _ place: Place) {
    let term = terms[word] ?? .init(place: place, count: 0)
    terms[word] = .init(place: max(term.place, place), count: term.count)
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
    var text = text
    return text.withUTF8 { bytes in
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
