import Markdown

/// One thing that a section of prose says: an item of a list, or a paragraph.
package struct CardStatement: Sendable, Hashable {
  /// What stands in bold at its beginning, without its full stop or colon; nil where nothing does.
  package let name: String?
  /// All of it as plain text.
  package let text: String
  /// Without the name and the mitigation.
  package let detail: String
  /// What follows the word `Mitigation:`.
  package let mitigation: String?

  init?(_ block: Node) {
    let text = Self.tidy(block.plainText)
    guard !text.isEmpty else { return nil }
    self.text = text
    var rest = text
    if let strong = Self.leading(block), case let bold = Self.tidy(strong), !bold.isEmpty,
      text.hasPrefix(bold)
    {
      name = Self.withoutEnd(bold)
      rest = String(text.dropFirst(bold.count))
      if rest.hasPrefix(":") || rest.hasPrefix(".") { rest.removeFirst() }
    } else {
      name = nil
    }
    if let mark = rest.firstRange(of: "Mitigation:") {
      mitigation = Self.tidy(String(rest[mark.upperBound...]))
      rest = String(rest[..<mark.lowerBound])
    } else {
      mitigation = nil
    }
    detail = Self.tidy(rest)
  }

  /// Statements of blocks, in their order; tables, pictures and code say nothing in a sentence.
  static func statements(_ blocks: [Node]) -> [CardStatement] {
    blocks.flatMap { block -> [CardStatement] in
      switch block.kind {
      case .list: block.children.filter { !showsOnly($0) }.compactMap(CardStatement.init)
      case .paragraph: showsOnly(block) ? [] : CardStatement(block).map { [$0] } ?? []
      case .blockQuote: statements(withoutMark(block.children))
      default: []
      }
    }
  }

  /// What stands in a quote, without the `[!NOTE]` that makes a callout of it.
  private static func withoutMark(_ blocks: [Node]) -> [Node] {
    guard let first = blocks.first, case .paragraph = first.kind, first.plainText.hasPrefix("[!") else {
      return blocks
    }
    let rest = first.children.drop { if case .softBreak = $0.kind { false } else { true } }.dropFirst()
    let paragraph = Node(.paragraph, Array(rest), line: first.line)
    return (rest.isEmpty ? [] : [paragraph]) + blocks.dropFirst()
  }

  /// Whether a block holds pictures and nothing else, whose description is no statement.
  private static func showsOnly(_ block: Node) -> Bool {
    !block.children.isEmpty
      && block.children.allSatisfy { child in
        switch child.kind {
        case .image, .softBreak, .lineBreak: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .paragraph, .link: showsOnly(child)
        default: false
        }
      }
  }

  private static func leading(_ block: Node) -> String? {
    guard let first = block.children.first else { return nil }
    switch first.kind {
    case .strong: return first.plainText
    case .paragraph: return leading(first)
    default: return nil
    }
  }

  private static func withoutEnd(_ text: String) -> String {
    text.last == "." || text.last == ":" ? String(text.dropLast()) : text
  }

  private static func tidy(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
