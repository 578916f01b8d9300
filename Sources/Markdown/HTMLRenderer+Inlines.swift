extension HTMLRenderer {
  mutating func inlines(_ nodes: [Node]) {
    for node in nodes { inline(node) }
  }

  mutating func inline(_ node: Node) {
    switch node.kind {
    case .text(let text): html += HTMLText.escape(text)
    case .softBreak: html += "\n"
    case .lineBreak: html += "<br>\n"
    case .codeSpan(let text): html += "<code>\(HTMLText.escape(text))</code>"
    case .rawInline(let text): rawInline(text)
    case .emphasis: wrapped("em", node.children)
    case .strong: wrapped("strong", node.children)
    case .strikethrough: wrapped("del", node.children)
    case .link(let destination, let title): link(node.children, to: destination, title: title)
    case .image(let source, let title): image(node, source: source, title: title)
    case .footnoteReference(let number): footnoteReference(number)
    default: inlines(node.children)
    }
  }

  private mutating func wrapped(_ tag: String, _ children: [Node]) {
    html += "<\(tag)>"
    inlines(children)
    html += "</\(tag)>"
  }

  private mutating func rawInline(_ text: String) {
    if options.isTrusted {
      html += RawHTML.filtered(text)
    } else if !RawHTML.isOnlyComment(text) {
      html += HTMLText.escape(text)
    }
  }

  /// A refused link leaves its text.
  private mutating func link(_ children: [Node], to destination: String, title: String) {
    guard let address = address(destination) else { return inlines(children) }
    html += "<a href=\"\(address)\""
    if case .web = LinkTarget(destination) { html += " rel=\"noopener noreferrer\"" }
    if !title.isEmpty { html += " title=\"\(HTMLText.escape(title))\"" }
    html += ">"
    inlines(children)
    html += "</a>"
  }

  /// An image on another host would be a request that tells who reads the page; it becomes a link.
  mutating func image(_ node: Node, source: String, title: String) {
    let alternative = HTMLText.escape(node.plainText)
    guard let address = address(source) else {
      html += alternative
      return
    }
    guard case .local = LinkTarget(source) else {
      html +=
        "<a href=\"\(address)\" rel=\"noopener noreferrer\">\(alternative.isEmpty ? "Image" : alternative)</a>"
      return
    }
    html += "<img src=\"\(address)\" alt=\"\(alternative)\"\(size(of: source))"
    if !title.isEmpty { html += " title=\"\(HTMLText.escape(title))\"" }
    html += ">"
  }

  /// A picture's size as attributes.
  func size(of source: String) -> String {
    guard case .local(let path, _) = LinkTarget(source), let size = options.size(path) else { return "" }
    return " width=\"\(size.width)\" height=\"\(size.height)\""
  }

  /// The address as it stands in an attribute, nil where it may not be followed.
  func address(_ destination: String) -> String? {
    switch LinkTarget(destination) {
    case .web(let address), .mail(let address): return HTMLText.escape(HTMLText.address(address))
    case .fragment(let fragment): return HTMLText.escape("#" + HTMLText.address(fragment))
    case .local(let path, let fragment):
      let address = path.isEmpty ? "" : options.address(path)
      return HTMLText.escape(HTMLText.address(address + (fragment.map { "#" + $0 } ?? "")))
    case .refused: return nil
    }
  }

  private mutating func footnoteReference(_ number: Int) {
    let use = (footnotesUsed[number] ?? 0) + 1
    footnotesUsed[number] = use
    html += "<sup class=\"note\"><a id=\"\(Self.footnoteUse(number, use))\" href=\"#note-\(number)\" "
    html += "aria-label=\"Note \(number)\">\(number)</a></sup>"
  }
}
