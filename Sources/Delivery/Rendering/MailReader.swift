import Markdown

/// Reads the blocks of a mail out of a Markdown tree.
struct MailReader {
  let link: (String) -> String?

  func blocks(_ nodes: [Node]) -> [MailBlock] {
    var isBeforeSections = true
    return nodes.compactMap { node in
      if case .heading(let level) = node.kind, level > 1 { isBeforeSections = false }
      return block(node, mayBeTiles: isBeforeSections)
    }
  }

  /// The notes that marks in the text lead to, by number.
  func notes(_ nodes: [Node]) -> [Int: [MailBlock]] {
    var notes: [Int: [MailBlock]] = [:]
    for node in nodes {
      guard case .footnote(let number) = node.kind else { continue }
      notes[number] = Self.marked(blocks(node.children), with: Self.mark(ofNote: number) + " ")
    }
    return notes
  }

  /// Numbers in brackets alone are those of addresses.
  private static func mark(ofNote number: Int) -> String { "[note \(number)]" }

  /// An item of a task list says whether it is done.
  private func item(_ node: Node) -> [MailBlock] {
    guard case .item(let isDone?) = node.kind else { return blocks(node.children) }
    return Self.marked(blocks(node.children), with: isDone ? "☑ " : "☐ ")
  }

  private static func marked(_ blocks: [MailBlock], with mark: String) -> [MailBlock] {
    guard case .paragraph(let spans) = blocks.first else {
      return [.paragraph([MailSpan(text: mark)])] + blocks
    }
    return [.paragraph([MailSpan(text: mark)] + spans)] + blocks.dropFirst()
  }

  private func block(_ node: Node, mayBeTiles: Bool) -> MailBlock? {
    switch node.kind {
    case .heading(let level): return .heading(level: level, spans(node.children))
    case .paragraph:
      if let figure = figure(node) { return .figure(figure) }
      let spans = spans(node.children)
      return spans.isEmpty ? nil : .paragraph(spans)
    case .list(let start, _):
      return .list(start: start, node.children.map(item))
    case .blockQuote: return quote(node)
    case .code(_, let text): return .code(text)
    case .thematicBreak: return .rule
    case .table: return table(node, mayBeTiles: mayBeTiles)
    default: return nil
    }
  }

  /// A paragraph of nothing but an image is a figure, its title the line under it.
  private func figure(_ node: Node) -> MailBlock.Figure? {
    guard node.children.count == 1, case .image(let source, let title) = node.children[0].kind else {
      return nil
    }
    return .init(source: source, alternative: node.children[0].plainText, caption: title)
  }

  /// What folds is left to the page; a callout keeps its word.
  private func quote(_ node: Node) -> MailBlock? {
    guard let paragraph = node.children.first, case .paragraph = paragraph.kind else {
      return .quote(blocks(node.children))
    }
    let line = paragraph.children.prefix {
      switch $0.kind {
      case .softBreak, .lineBreak: false
      default: true
      }
    }
    let text = line.map(\.plainText).joined()
    if text.lowercased().hasPrefix("[!details]") { return nil }
    guard
      let kind = CalloutKind.allCases.first(where: { text.lowercased() == "[!\($0.rawValue)]" })
    else { return .quote(blocks(node.children)) }
    let rest = paragraph.children.dropFirst(line.count + 1)
    let first = rest.isEmpty ? [] : [MailBlock.paragraph(spans(Array(rest)))]
    return .callout(kind.title, first + blocks(Array(node.children.dropFirst())))
  }

  private func table(_ node: Node, mayBeTiles: Bool) -> MailBlock {
    var header: [[MailSpan]] = []
    var rows: [[[MailSpan]]] = []
    for row in node.children {
      let cells = row.children.map { spans($0.children) }
      if case .row(isHeader: true) = row.kind { header = cells } else { rows.append(cells) }
    }
    if mayBeTiles, rows.count == 1, header.count > 1 {
      return .tiles(zip(header, rows[0]).map(Self.tile))
    }
    let texts = rows.map { $0.map(Self.plain) }
    let isNumeric = header.indices.map { column in
      NumericColumn.holds(texts.map { column < $0.count ? $0[column] : "" })
    }
    return .table(.init(header: header, rows: rows, isNumeric: isNumeric))
  }

  /// What is emphasised in a tile is the small line under the number.
  private static func tile(_ name: [MailSpan], _ cell: [MailSpan]) -> MailBlock.Tile {
    let trimmed = { (spans: [MailSpan]) in
      plain(spans).split(separator: " ").joined(separator: " ")
    }
    return .init(
      name: trimmed(name), value: trimmed(cell.filter { $0.style != .emphasis }),
      note: trimmed(cell.filter { $0.style == .emphasis }))
  }

  static func plain(_ spans: [MailSpan]) -> String { spans.map(\.text).joined() }

  /// The text of inlines, those of one style and one address together.
  func spans(_ nodes: [Node]) -> [MailSpan] {
    var spans: [MailSpan] = []
    for node in nodes { add(node, MailSpan(text: ""), to: &spans) }
    return spans
  }

  /// - Parameter form: What the text is put in.
  private func add(_ node: Node, _ form: MailSpan, to spans: inout [MailSpan]) {
    func put(_ text: String, _ form: MailSpan) {
      guard !text.isEmpty else { return }
      var span = form
      span.text = spans.last?.text ?? ""
      if span == spans.last {
        spans[spans.count - 1].text += text
      } else {
        span.text = text
        spans.append(span)
      }
    }
    var inner = form
    switch node.kind {
    case .text(let text): return put(text, form)
    case .softBreak: return put(" ", form)
    case .lineBreak: return put(MailSpan.lineBreak, form)
    case .codeSpan(let text):
      inner.style = .code
      return put(text, inner)
    case .image: return put(node.plainText, form)
    case .footnoteReference(let number):
      inner.note = number
      return put(" " + Self.mark(ofNote: number), inner)
    case .rawInline: return
    case .strong: inner.style = .strong
    case .emphasis: inner.style = form.style == .strong ? .strong : .emphasis
    case .strikethrough: inner.isStruck = true
    case .link(let destination, _): inner.link = link(destination) ?? form.link
    default: break
    }
    for child in node.children { add(child, inner, to: &spans) }
  }
}
