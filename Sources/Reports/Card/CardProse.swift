package import Diagnostics
import Markdown

extension Diagnostic.Identifier {
  package static let reportCardHeading = Self("report-card-heading")
}

/// What a person wrote for a card, by its headings.
///
/// **Shape:** what stands before the first heading of the second level, then sections in the order of the file.
package struct CardProse: Sendable {
  package struct Section: Sendable {
    /// nil for a heading that means nothing to a card.
    package let heading: CardHeading?
    package let title: String
    /// Of the file, from 1.
    package let line: Int
    /// With its heading.
    package let markdown: String
    /// Without its heading.
    package let content: String
    package let statements: [CardStatement]
  }

  package let file: String
  package let opening: String
  package let sections: [Section]

  init(_ document: Document, file: String) {
    self.file = file
    // CRLF is one `Character`, hence the scalars.
    let lines = document.body.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
    func text(_ first: Int, _ end: Int) -> String {
      let range = max(0, first - 1)..<max(0, first - 1, min(lines.count, end - 1))
      return lines[range].joined(separator: "\n")
    }
    let blocks = document.tree.children
    let starts = blocks.indices.filter { index in
      guard case .heading(let level) = blocks[index].kind, level <= 2 else { return false }
      // The page has a title of its own.
      return !(index == 0 && level == 1)
    }
    let ends = starts.dropFirst().map { blocks[$0].line } + [lines.count + 1]
    let first = document.title == nil ? 1 : blocks.count > 1 ? blocks[1].line : lines.count + 1
    opening = text(first, starts.first.map { blocks[$0].line } ?? lines.count + 1)
    sections = zip(starts, ends).enumerated().map { place, section in
      let (start, end) = section
      let next = place + 1 < starts.count ? starts[place + 1] : blocks.count
      // Footnotes stand behind all blocks, wherever they were written.
      let inner = blocks[(start + 1)..<next].filter { $0.line > blocks[start].line && $0.line < end }
      let title = blocks[start].plainText
      return Section(
        heading: CardHeading(heading: title), title: title, line: document.bodyLine + blocks[start].line - 1,
        markdown: text(blocks[start].line, end),
        content: inner.first.map { text($0.line, end) } ?? "", statements: CardStatement.statements(inner))
    }
  }

  /// Whether something stands below a heading.
  func has(_ heading: CardHeading) -> Bool {
    sections.contains { $0.heading == heading && $0.content.contains { !$0.isWhitespace } }
  }

  package func statements(_ heading: CardHeading) -> [CardStatement] {
    sections.filter { $0.heading == heading }.flatMap(\.statements)
  }

  /// All below headings of a kind, as Markdown; nil where nothing is.
  func content(_ heading: CardHeading) -> String? {
    let texts = sections.filter { $0.heading == heading }.map(\.content)
      .filter { $0.contains { !$0.isWhitespace } }
    return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
  }

  /// Sections of these kinds in the order in which they are asked for, each with those that nobody knows behind it.
  func placed(_ headings: [CardHeading]) -> [Section] {
    headings.flatMap { heading -> [Section] in
      var found: [Section] = []
      var follows = false
      for section in sections {
        if let own = section.heading { follows = own == heading }
        if follows { found.append(section) }
      }
      return found
    }
  }

  /// Sections that nobody knows and that follow none that is known.
  var leading: [Section] { Array(sections.prefix { $0.heading == nil }) }

  /// Headings that are nearly one that a card knows.
  package var nearMisses: [Diagnostic] {
    sections.filter { $0.heading == nil }.compactMap { section in
      CardHeading.nearest(to: section.title).map { name in
        Diagnostic(
          .reportCardHeading, .configuration, severity: .warning, at: .init(file: file, line: section.line),
          "a card does not know the heading '\(section.title)'",
          next:
            "Did you mean '\(name)'? As it stands the section stays where it is, and no export picks it up.")
      }
    }
  }
}
