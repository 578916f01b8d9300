import Markdown

/// What the search keeps of one page: all of it depends on the page alone, so that it can be kept from build to build.
struct SearchRecord: Sendable, Hashable, Codable {
  /// Where on a page a word stands, the weightiest place last.
  enum Place: Int, Sendable, Hashable, Codable, Comparable {
    case text, description, heading, title

    static func < (a: Place, b: Place) -> Bool { a.rawValue < b.rawValue }
  }

  struct Term: Sendable, Hashable, Codable {
    var place: Place
    /// How often it stands in the running text.
    var count: Int
  }

  struct Heading: Sendable, Hashable, Codable {
    let text: String
    let identifier: String
  }

  /// Longer titles, headings and descriptions are cut, so that one page can't fill the index.
  private static let longestTitle = 120
  private static let longestHeading = 90
  private static let longestDescription = 120
  private static let mostHeadings = 600
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

  /// A page's record; without its text it is found by title, description and headings.
  init(_ page: SitePage, headings rendered: [RenderedDocument.Heading], withText: Bool) {
    path = page.path
    title = Self.cut(page.title, to: Self.longestTitle)
    description = Self.cut(page.summary, to: Self.longestDescription)
    isOneOfMany = page.layout == .run
    headings = rendered.filter { (2...3).contains($0.level) }.prefix(Self.mostHeadings).map {
      Heading(text: Self.cut($0.text, to: Self.longestHeading), identifier: $0.identifier)
    }
    var terms: [String: Term] = [:]
    if withText { Self.collect(page.document.tree, into: &terms) }
    func place(_ text: String, _ place: Place) {
      SearchWords.each(in: text) { word in
        guard !SearchWords.stopWords.contains(word), word.utf8.count <= 48 else { return }
        terms[word, default: .init(place: place, count: 0)].place = max(terms[word]?.place ?? place, place)
      }
    }
    place(description, .description)
    for heading in headings { place(heading.text.split(separator: "_").joined(separator: " "), .heading) }
    for heading in headings { place(heading.text, .heading) }
    for tag in page.matter.tags { place(Self.cut(tag, to: Self.longestHeading), .heading) }
    place(title.split(separator: "_").joined(separator: " "), .title)
    place(title, .title)
    self.terms = terms
  }

  private static func collect(_ tree: Node, into terms: inout [String: Term]) {
    var words = 0
    tree.walk { node in
      let text: String
      switch node.kind {
      case .text(let part), .codeSpan(let part), .code(_, let part): text = part
      case .figure(_, let alternative, let caption): text = alternative + " " + caption
      default: return
      }
      guard words < mostText else { return }
      SearchWords.each(in: text) { word in
        words += 1
        guard SearchWords.tells(word) else { return }
        terms[word, default: .init(place: .text, count: 0)].count += 1
      }
    }
  }

  /// On one line, and not longer than this.
  private static func cut(_ text: String, to length: Int) -> String {
    // What is far too long is cut before its blanks are looked at.
    let line = text.prefix(length * 4).split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(
      separator: " ")
    guard line.count > length else { return line }
    let part = line.prefix(length)
    return part[..<(part.lastIndex(of: " ") ?? part.endIndex)] + "…"
  }
}
