/// One node of a parsed Markdown document: blocks hold blocks or inlines, inlines hold inlines.
///
/// The tree is at most `Node.deepest` levels deep; what was nested deeper stands there as plain text, so that
/// whoever walks it may recurse.
package struct Node: Sendable, Hashable {
  /// What a node is, with what belongs to it apart from its children.
  package enum Kind: Sendable, Hashable {
    case document
    case paragraph
    case heading(level: Int)
    case blockQuote
    /// A list that counts from `start` where it is ordered; a tight one has no space between its items.
    case list(start: Int?, isTight: Bool)
    /// `isDone` is nil except for an item of a task list.
    case item(isDone: Bool?)
    case code(language: String, text: String)
    case rawBlock(String)
    case thematicBreak
    case table([ColumnAlignment])
    case row(isHeader: Bool)
    case cell
    case footnote(number: Int)

    case text(String)
    case softBreak
    case lineBreak
    case codeSpan(String)
    case rawInline(String)
    case emphasis
    case strong
    case strikethrough
    case link(destination: String, title: String)
    case image(source: String, title: String)
    case footnoteReference(number: Int)
  }

  /// How the cells of a column are aligned; `none` where the document doesn't say.
  package enum ColumnAlignment: Sendable, Hashable {
    case none, left, center, right
  }

  /// The most levels of a tree.
  package static let deepest = 96

  /// What it is.
  package let kind: Kind
  /// What it holds, in the order of the text.
  package let children: [Node]
  /// The line of the text it begins on, from 1; 0 where the parser doesn't tell.
  package let line: Int

  /// A node; only the parser knows lines.
  package init(_ kind: Kind, _ children: [Node] = [], line: Int = 0) {
    self.kind = kind
    self.children = children
    self.line = line
  }

  /// What is left when all markup is taken away; blocks are set apart by a blank.
  package var plainText: String {
    var text = ""
    collectText(into: &text)
    return text
  }

  private func collectText(into text: inout String) {
    switch kind {
    case .text(let part), .codeSpan(let part), .code(_, let part): text += part
    case .softBreak, .lineBreak: text += " "
    default:
      for (index, child) in children.enumerated() {
        if index > 0, child.isBlock { text += " " }
        child.collectText(into: &text)
      }
    }
  }

  /// True of what stands by itself, false of what stands in a line.
  package var isBlock: Bool {
    switch kind {
    case .document, .paragraph, .heading, .blockQuote, .list, .item, .code, .rawBlock, .thematicBreak, .table,
      .row, .cell, .footnote:
      true
    case .text, .softBreak, .lineBreak, .codeSpan, .rawInline, .emphasis, .strong, .strikethrough, .link,
      .image,
      .footnoteReference:
      false
    }
  }

  /// Calls the body for this node and all below it, in the order of the text.
  package func walk(_ body: (Node) -> Void) {
    body(self)
    for child in children { child.walk(body) }
  }
}

/// What a callout is for; the word stands in the text as `[!NOTE]`.
package enum CalloutKind: String, Sendable, Hashable, CaseIterable {
  case note, tip, important, warning, caution

  /// The word above the callout.
  package var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
