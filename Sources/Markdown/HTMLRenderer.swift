/// Renders a document's tree to HTML; one instance renders one document.
struct HTMLRenderer {
  let options: RenderOptions
  var html = ""
  var headings: [RenderedDocument.Heading] = []
  var slugs: HeadingSlugs
  var figureCount = 0
  /// The last heading's text, which names the tables below it.
  var section = ""
  var isBeforeSections = true
  /// How often each name was given to a table.
  var tableNames: [String: Int] = [:]
  var footnotesUsed: [Int: Int] = [:]

  init(_ options: RenderOptions) {
    self.options = options
    slugs = HeadingSlugs(reserved: options.reservedIdentifiers)
  }

  mutating func render(_ document: Document) -> RenderedDocument {
    var blocks = document.tree.children[...]
    var title: String?
    if let first = blocks.first, case .heading(1) = first.kind {
      inlines(first.children)
      title = html
      html = ""
      section = first.plainText
      blocks = blocks.dropFirst()
    }
    let notes = blocks.filter(\.isFootnote)
    for block in blocks where !block.isFootnote { self.block(block) }
    footnotes(notes)
    return RenderedDocument(title: title, html: html, headings: headings)
  }

  mutating func block(_ node: Node) {
    switch node.kind {
    case .paragraph: element("p", node.children)
    case .heading(let level): heading(node, level: level)
    case .blockQuote: container("blockquote", node.children)
    case .list(let start, let isTight): list(node, start: start, isTight: isTight)
    case .item(let isDone): item(node, isDone: isDone, isTight: false)
    case .code(let language, let text): code(text, language: language)
    case .rawBlock(let text): rawBlock(text)
    case .thematicBreak: html += "<hr>\n"
    case .table(let alignments): table(node, alignments, label: section)
    case .figure(let source, let alternative, let caption):
      figure(node, source: source, alternative: alternative, caption: caption)
    case .callout(let kind): callout(kind, node.children)
    case .details: details(node.children)
    case .document, .row, .cell, .footnote: for child in node.children { block(child) }
    case .text, .softBreak, .lineBreak, .codeSpan, .rawInline, .emphasis, .strong, .strikethrough, .link,
      .image,
      .footnoteReference:
      inline(node)
    }
  }

  private mutating func element(_ tag: String, _ children: [Node]) {
    html += "<\(tag)>"
    inlines(children)
    html += "</\(tag)>\n"
  }

  private mutating func container(_ tag: String, _ children: [Node]) {
    html += "<\(tag)>\n"
    for child in children { block(child) }
    html += "</\(tag)>\n"
  }

  private mutating func heading(_ node: Node, level: Int) {
    let text = node.plainText
    let identifier = slugs.next(for: text)
    headings.append(.init(level: level, identifier: identifier, text: text))
    section = text
    if level <= 2 { isBeforeSections = false }
    html += "<h\(level) id=\"\(HTMLText.escape(identifier))\">"
    inlines(node.children)
    html += "<a class=\"anchor\" href=\"#\(HTMLText.escape(HTMLText.address(identifier)))\" "
    html += "aria-label=\"Link to \(HTMLText.escape(text))\">#</a></h\(level)>\n"
  }

  private mutating func list(_ node: Node, start: Int?, isTight: Bool) {
    let isTaskList = node.children.contains { if case .item(.some) = $0.kind { true } else { false } }
    let tag = start == nil ? "ul" : "ol"
    html += "<\(tag)"
    if let start, start != 1 { html += " start=\"\(start)\"" }
    if isTaskList { html += " class=\"tasks\"" }
    html += ">\n"
    for child in node.children {
      if case .item(let isDone) = child.kind {
        item(child, isDone: isDone, isTight: isTight)
      } else {
        block(child)
      }
    }
    html += "</\(tag)>\n"
  }

  private mutating func item(_ node: Node, isDone: Bool?, isTight: Bool) {
    html += "<li>"
    if let isDone {
      html +=
        "<input type=\"checkbox\" disabled aria-label=\"\(isDone ? "done" : "to do")\"\(isDone ? " checked" : "")> "
    }
    for child in node.children {
      if isTight, case .paragraph = child.kind {
        inlines(child.children)
      } else {
        if isTight, html.last != "\n", child.isBlock { html += "\n" }
        block(child)
      }
    }
    html += "</li>\n"
  }

  private mutating func code(_ text: String, language: String) {
    let name = language.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    html += "<pre tabindex=\"0\"><code"
    if !name.isEmpty { html += " class=\"language-\(name)\"" }
    let content =
      CodeLanguage(named: name).map { HighlightedCode.html(of: text, language: $0) } ?? HTMLText.escape(text)
    html += ">\(content)</code></pre>\n"
  }

  private mutating func rawBlock(_ text: String) {
    if options.isTrusted {
      html += RawHTML.filtered(text)
    } else if !RawHTML.isOnlyComment(text) {
      html += "<p>\(HTMLText.escape(RawHTML.trimmed(text)))</p>\n"
    }
  }

  private mutating func callout(_ kind: CalloutKind, _ children: [Node]) {
    html += "<div class=\"callout callout-\(kind.rawValue)\" role=\"note\">\n"
    html += "<p class=\"callout-title\">\(kind.title)</p>\n"
    for child in children { block(child) }
    html += "</div>\n"
  }

  private mutating func details(_ children: [Node]) {
    html += "<details class=\"fold\">\n<summary>"
    if let title = children.first { inlines(title.children) }
    html += "</summary>\n"
    for child in children.dropFirst() { block(child) }
    html += "</details>\n"
  }

  private mutating func footnotes(_ notes: [Node]) {
    guard !notes.isEmpty else { return }
    html += "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n"
    for note in notes {
      guard case .footnote(let number) = note.kind else { continue }
      html += "<li id=\"note-\(number)\">\n"
      for child in note.children { block(child) }
      // The way back stands in the note's last line.
      let endsInParagraph = html.hasSuffix("</p>\n")
      if endsInParagraph { html.removeLast("</p>\n".count) }
      for use in 1...max(1, footnotesUsed[number] ?? 1) {
        html +=
          " <a class=\"back\" href=\"#\(Self.footnoteUse(number, use))\" aria-label=\"Back to the text\">↩</a>"
      }
      html += endsInParagraph ? "</p>\n" : "\n"
      html += "</li>\n"
    }
    html += "</ol>\n</section>\n"
  }

  static func footnoteUse(_ number: Int, _ use: Int) -> String {
    use == 1 ? "note-use-\(number)" : "note-use-\(number)-\(use)"
  }
}

extension Node {
  fileprivate var isFootnote: Bool { if case .footnote = kind { true } else { false } }
}

extension Document {
  /// The document as HTML.
  package func rendered(_ options: RenderOptions = RenderOptions()) -> RenderedDocument {
    var renderer = HTMLRenderer(options)
    return renderer.render(self)
  }
}
