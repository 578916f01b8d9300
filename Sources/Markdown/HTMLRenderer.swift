/// Renders a parsed tree to HTML, straight into bytes; one instance renders one document.
struct HTMLRenderer {
  let options: RenderOptions
  var html: HTMLBytes
  var headings: [RenderedDocument.Heading] = []
  var slugs: HeadingSlugs
  var figureCount = 0
  /// The last heading's text, which names the tables below it.
  var section = ""
  var isBeforeSections = true
  /// How often each name was given to a table.
  var tableNames: [String: Int] = [:]
  var footnotesUsed: [Int: Int] = [:]
  /// Whether a link is open, in which there can't be another.
  var isInLink = false
  /// How many containers are open, the document among them; what lies deeper than `Node.deepest` is text alone.
  private var depth = 1

  init(_ options: RenderOptions, capacity: Int) {
    self.options = options
    html = HTMLBytes(capacity: capacity)
    slugs = HeadingSlugs(reserved: options.reservedIdentifiers)
  }

  mutating func render(_ root: ParsedNode) -> RenderedDocument {
    var first = root.firstChild
    var title: String?
    var plainTitle: String?
    let summary = Self.firstParagraph(root)
    if let heading = first, heading.kind == .heading, heading.headingLevel == 1 {
      inlines(heading.firstChild)
      title = String(decoding: html.bytes, as: UTF8.self)
      html.removeAll()
      section = heading.plainText
      plainTitle = section
      first = heading.next
    }
    blocks(BlockRun(first), leavingFootnotes: true)
    footnotes(in: root)
    return RenderedDocument(
      title: title, plainTitle: plainTitle, firstParagraph: summary, bytes: html.bytes, headings: headings)
  }

  /// The first paragraph as plain text, nil where there is none.
  static func firstParagraph(_ root: ParsedNode) -> String? {
    var child = root.firstChild
    while let node = child {
      if node.kind == .paragraph { return node.plainText }
      child = node.next
    }
    return nil
  }

  /// Renders blocks that follow each other; figures take the table after them as their data.
  mutating func blocks(_ run: BlockRun, leavingFootnotes: Bool = false) {
    var run = run
    while let block = run.next() {
      if leavingFootnotes, block.node.kind == .footnote { continue }
      if let image = block.onlyImage {
        figure(image, data: run.takeTable())
      } else {
        self.block(block.node, from: block.firstInline)
      }
    }
  }

  /// Descends into a container, unless it lies too deep.
  mutating func within(_ node: ParsedNode, _ body: (inout HTMLRenderer) -> Void) {
    if depth >= Node.deepest { return leaves(of: node) }
    depth += 1
    body(&self)
    depth -= 1
  }

  /// The text of everything in a container, without recursion.
  private mutating func leaves(of root: ParsedNode) {
    var node = root
    while true {
      if node.isLeaf { node.withLiteral { html.escape($0) } }
      if let child = node.firstChild {
        node = child
        continue
      }
      while node != root, node.next == nil, let parent = node.parent { node = parent }
      guard node != root, let next = node.next else { return }
      node = next
    }
  }

  /// - Parameter from: the first inline of a paragraph that is shown, where it is not the first of all.
  private mutating func block(_ node: ParsedNode, from inline: ParsedNode?) {
    switch node.kind {
    case .code: code(node.literal, language: node.codeLanguage)
    case .rawBlock: rawBlock(node.literal)
    case .thematicBreak: html.put("<hr>\n")
    case .text, .softBreak, .lineBreak, .codeSpan, .rawInline, .emphasis, .strong, .strikethrough, .link,
      .image, .footnoteReference:
      self.inline(node)
    default: within(node) { $0.container(node, from: inline) }
    }
  }

  private mutating func container(_ node: ParsedNode, from inline: ParsedNode?) {
    switch node.kind {
    case .paragraph:
      html.put("<p>")
      inlines(inline ?? node.firstChild)
      html.put("</p>\n")
    case .heading: heading(node)
    case .blockQuote:
      if let marked = MarkedQuote(node) { return self.marked(marked) }
      html.put("<blockquote>\n")
      blocks(BlockRun(node.firstChild))
      html.put("</blockquote>\n")
    case .list: list(node)
    case .item: item(node, isTight: false)
    case .table: table(node, label: section)
    default: blocks(BlockRun(node.firstChild))
    }
  }

  private mutating func heading(_ node: ParsedNode) {
    let text = node.plainText
    let level = node.headingLevel
    let identifier = slugs.next(for: text)
    headings.append(.init(level: level, identifier: identifier, text: text))
    section = text
    if level <= 2 { isBeforeSections = false }
    html.put("<h")
    html.put(level)
    html.put(" id=\"")
    html.escape(identifier)
    html.put("\">")
    inlines(node.firstChild)
    html.put("<a class=\"anchor\" href=\"#")
    html.escape(HTMLText.address(identifier))
    html.put("\" aria-label=\"Link to ")
    html.escape(text)
    html.put("\">#</a></h")
    html.put(level)
    html.put(">\n")
  }

  private mutating func list(_ node: ParsedNode) {
    let start = node.listStart
    let isTight = node.isTight
    html.put(start == nil ? "<ul" : "<ol")
    if let start, start != 1 { html += " start=\"\(start)\"" }
    if ParsedNode.siblings(from: node.firstChild).contains(where: { $0.isDone != nil }) {
      html.put(" class=\"tasks\"")
    }
    html.put(">\n")
    var next = node.firstChild
    while let item = next {
      within(item) { $0.item(item, isTight: isTight) }
      next = item.next
    }
    html.put(start == nil ? "</ul>\n" : "</ol>\n")
  }

  private mutating func item(_ node: ParsedNode, isTight: Bool) {
    html.put("<li>")
    if let isDone = node.isDone {
      html.put("<input type=\"checkbox\" disabled aria-label=\"")
      html.put(isDone ? "done\" checked> " : "to do\"> ")
    }
    if isTight { tightBlocks(of: node) } else { blocks(BlockRun(node.firstChild)) }
    html.put("</li>\n")
  }

  /// A tight item's paragraphs stand without an element of their own.
  private mutating func tightBlocks(of node: ParsedNode) {
    var run = BlockRun(node.firstChild)
    while let block = run.next() {
      if let image = block.onlyImage {
        startLine()
        figure(image, data: run.takeTable())
      } else if block.node.kind == .paragraph {
        within(block.node) { $0.inlines(block.node.firstChild) }
      } else {
        startLine()
        self.block(block.node, from: nil)
      }
    }
  }

  private mutating func startLine() {
    if html.bytes.last != UInt8(ascii: "\n") { html.put("\n") }
  }

  private mutating func code(_ text: String, language: String) {
    let name = language.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    html.put("<pre tabindex=\"0\"><code")
    if !name.isEmpty { html += " class=\"language-\(name)\"" }
    html.put(">")
    if let known = CodeLanguage(named: name) {
      html += HighlightedCode.html(of: text, language: known)
    } else {
      html.escape(text)
    }
    html.put("</code></pre>\n")
  }

  private mutating func rawBlock(_ text: String) {
    if options.isTrusted {
      html += RawHTML.filtered(text)
    } else if !RawHTML.isOnlyComment(text) {
      html.put("<p>")
      html.escape(RawHTML.trimmed(text))
      html.put("</p>\n")
    }
  }

  private mutating func marked(_ quote: MarkedQuote) {
    switch quote.kind {
    case .callout(let kind):
      html += "<div class=\"callout callout-\(kind.rawValue)\" role=\"note\">\n"
      html += "<p class=\"callout-title\">\(kind.title)</p>\n"
      blocks(quote.content)
      html.put("</div>\n")
    case .details:
      html.put("<details class=\"fold\">\n<summary>")
      html.escape(quote.titleText)
      for node in quote.titleInlines { inline(node) }
      if quote.titleText.isEmpty, quote.titleInlines.isEmpty { html.put("Details") }
      html.put("</summary>\n")
      blocks(quote.content)
      html.put("</details>\n")
    }
  }
}

extension Document {
  /// The document as HTML.
  package func rendered(_ options: RenderOptions = RenderOptions()) -> RenderedDocument {
    let capacity = body.utf8.count * 2
    return CommonMarkParser.withTree(of: body) { root in
      var renderer = HTMLRenderer(options, capacity: capacity)
      return renderer.render(ParsedNode(root))
    } ?? RenderedDocument(title: nil, plainTitle: nil, firstParagraph: nil, bytes: [], headings: [])
  }
}
