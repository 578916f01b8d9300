extension HTMLRenderer {
  /// Renders an inline and all that follow it in its container.
  mutating func inlines(_ first: ParsedNode?) {
    var inline = first
    while let node = inline {
      self.inline(node)
      inline = node.next
    }
  }

  mutating func inline(_ node: ParsedNode) {
    switch node.kind {
    case .text: node.withLiteral { html.escape($0) }
    case .softBreak: html.put("\n")
    case .lineBreak: html.put("<br>\n")
    case .codeSpan:
      html.put("<code>")
      node.withLiteral { html.escape($0) }
      html.put("</code>")
    case .rawInline: rawInline(node.literal)
    case .emphasis: wrapped("<em>", "</em>", node)
    case .strong: wrapped("<strong>", "</strong>", node)
    case .strikethrough: wrapped("<del>", "</del>", node)
    case .link: within(node) { $0.link(node) }
    case .image: within(node) { $0.image(node) }
    case .footnoteReference: footnoteReference(Int(node.literal) ?? 0)
    default: within(node) { $0.inlines(node.firstChild) }
    }
  }

  private mutating func wrapped(_ opening: StaticString, _ closing: StaticString, _ node: ParsedNode) {
    within(node) {
      $0.html.put(opening)
      $0.inlines(node.firstChild)
      $0.html.put(closing)
    }
  }

  private mutating func rawInline(_ text: String) {
    if options.isTrusted {
      html += RawHTML.filtered(text)
    } else if !RawHTML.isOnlyComment(text) {
      html.escape(text)
    }
  }

  /// A refused link leaves its text.
  private mutating func link(_ node: ParsedNode) {
    let target = LinkTarget(node.address)
    guard let address = address(target) else { return inlines(node.firstChild) }
    html.put("<a href=\"")
    html.escape(address)
    if case .web = target { html.put("\" rel=\"noopener noreferrer\"") } else { html.put("\"") }
    title(of: node)
    html.put(">")
    isInLink = true
    inlines(node.firstChild)
    isInLink = false
    html.put("</a>")
  }

  /// An image on another host would be a request that tells who reads the page; it becomes a link, and in a link its
  /// text.
  mutating func image(_ node: ParsedNode) {
    let target = LinkTarget(node.address)
    let alternative = node.plainText
    guard let address = address(target, isPicture: true) else { return html.escape(alternative) }
    guard case .local = target else {
      if isInLink { return html.escape(alternative.isEmpty ? "Image" : alternative) }
      html.put("<a href=\"")
      html.escape(address)
      html.put("\" rel=\"noopener noreferrer\">")
      html.escape(alternative.isEmpty ? "Image" : alternative)
      html.put("</a>")
      return
    }
    html.put("<img src=\"")
    html.escape(address)
    html.put("\" alt=\"")
    html.escape(alternative)
    html += "\"\(size(of: target))"
    title(of: node)
    html.put(">")
  }

  /// A picture's size as attributes.
  func size(of target: LinkTarget) -> String {
    guard case .local(let path, _) = target, let size = options.size(path) else { return "" }
    return " width=\"\(size.width)\" height=\"\(size.height)\""
  }

  private mutating func title(of node: ParsedNode) {
    node.withTitle { title in
      guard !title.isEmpty else { return }
      html.put(" title=\"")
      html.escape(title)
      html.put("\"")
    }
  }

  /// The address as it is written, still to be escaped; nil where it may not be followed.
  func address(_ target: LinkTarget, isPicture: Bool = false) -> String? {
    switch target {
    case .web(let address), .mail(let address): return HTMLText.address(address)
    case .fragment(let fragment): return "#" + HTMLText.address(fragment)
    case .local(let path, let fragment):
      let address = path.isEmpty ? "" : isPicture ? options.picture(path) : options.address(path)
      return HTMLText.address(fragment.map { address + "#" + $0 } ?? address)
    case .refused: return nil
    }
  }

  private mutating func footnoteReference(_ number: Int) {
    let use = (footnotesUsed[number] ?? 0) + 1
    footnotesUsed[number] = use
    // In a link it leads nowhere, and its note leads back to it.
    html.put(isInLink ? "<sup class=\"note\" id=\"" : "<sup class=\"note\"><a id=\"")
    html += Self.footnoteUse(number, use)
    if !isInLink {
      html.put("\" href=\"#note:")
      html.put(number)
      html.put("\" aria-label=\"Note ")
      html.put(number)
    }
    html.put("\">")
    html.put(number)
    html.put(isInLink ? "</sup>" : "</a></sup>")
  }

  /// cmark moves the definitions to the end in the order of their first reference, so their places number them.
  mutating func footnotes(in root: ParsedNode) {
    let notes = ParsedNode.siblings(from: root.firstChild).filter { $0.kind == .footnote }
    guard !notes.isEmpty else { return }
    html.put("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n")
    for (index, note) in notes.enumerated() {
      let number = index + 1
      html += "<li id=\"note:\(number)\">\n"
      within(note) { $0.blocks(BlockRun(note.firstChild)) }
      // The way back stands in the note's last line.
      let endsInParagraph = html.bytes.suffix(5).elementsEqual("</p>\n".utf8)
      if endsInParagraph { html.removeLast(5) }
      for use in 1...max(1, footnotesUsed[number] ?? 1) {
        html += " <a class=\"back\" href=\"#\(Self.footnoteUse(number, use))\""
        html.put(" aria-label=\"Back to the text\">↩</a>")
      }
      html.put(endsInParagraph ? "</p>\n</li>\n" : "\n</li>\n")
    }
    html.put("</ol>\n</section>\n")
  }

  /// No heading's identifier holds a colon.
  static func footnoteUse(_ number: Int, _ use: Int) -> String {
    use == 1 ? "note-use:\(number)" : "note-use:\(number)-\(use)"
  }
}
