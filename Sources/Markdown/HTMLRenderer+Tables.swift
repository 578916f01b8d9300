extension HTMLRenderer {
  mutating func table(_ node: Node, _ alignments: [Node.ColumnAlignment], label: String) {
    let header = node.headerRow
    let rows = node.bodyRows
    if showsTiles, let header, rows.count == 1, let row = rows.first, header.children.count > 1 {
      tiles(header, row)
    } else {
      grid(header, rows, alignments, label: label)
    }
  }

  private mutating func grid(
    _ header: Node?, _ rows: [Node], _ alignments: [Node.ColumnAlignment], label: String
  ) {
    let classes = columnClasses(alignments, header: header, rows: rows)
    html += "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\""
    html += "\(HTMLText.escape(tableName(label)))\">\n"
    html += "<table>\n"
    if let header {
      html += "<thead>\n"
      self.row(header, tag: "th", classes)
      html += "</thead>\n"
    }
    if !rows.isEmpty {
      html += "<tbody>\n"
      for row in rows { self.row(row, tag: "td", classes) }
      html += "</tbody>\n"
    }
    html += "</table>\n</div>\n"
  }

  /// What a table is called: regions of a page are told apart by their names.
  private mutating func tableName(_ label: String) -> String {
    let name = label.isEmpty ? "Table" : "Table: \(label)"
    let count = tableNames[name, default: 0] + 1
    tableNames[name] = count
    return count == 1 ? name : "\(name) (\(count))"
  }

  private var showsTiles: Bool {
    switch options.tiles {
    case .none: false
    case .lead: isBeforeSections
    case .all: true
    }
  }

  private mutating func row(_ node: Node, tag: String, _ classes: [String]) {
    html += "<tr>"
    for (index, cell) in node.children.enumerated() {
      // What has no words heads nothing.
      let tag = tag == "th" && cell.plainText.allSatisfy(\.isWhitespace) ? "td" : tag
      html += "<\(tag)"
      if tag == "th" { html += " scope=\"col\"" }
      if index < classes.count, !classes[index].isEmpty { html += " class=\"\(classes[index])\"" }
      html += ">"
      inlines(cell.children)
      html += "</\(tag)>"
    }
    html += "</tr>\n"
  }

  /// A column without a longer cell is not broken into lines: dates, names, digests.
  private static let longestShortCell = 20

  private func columnClasses(_ alignments: [Node.ColumnAlignment], header: Node?, rows: [Node]) -> [String] {
    alignments.enumerated().map { index, alignment in
      let cells = rows.map { $0.children.count > index ? $0.children[index].plainText : "" }
      let short = cells.allSatisfy { $0.count <= Self.longestShortCell } ? "short" : ""
      switch alignment {
      case .left: return short
      case .center: return short.isEmpty ? "center" : "center short"
      case .right: return "number"
      case .none: return NumericColumn.holds(cells) ? "number" : short
      }
    }
  }

  private mutating func tiles(_ header: Node, _ row: Node) {
    html += "<dl class=\"tiles\">\n"
    for (name, value) in zip(header.children, row.children) {
      html += "<div><dt>"
      inlines(name.children)
      html += "</dt><dd>"
      inlines(value.children)
      html += "</dd></div>\n"
    }
    html += "</dl>\n"
  }

  mutating func figure(_ node: Node, source: String, alternative: String, caption: String) {
    guard case .local(let path, _) = LinkTarget(source), let address = address(source) else {
      html += "<p>"
      image(
        Node(.image(source: source, title: caption), [Node(.text(alternative))]), source: source,
        title: caption)
      html += "</p>\n"
      for child in node.children { block(child) }
      return
    }
    figureCount += 1
    let known = options.figure(path)
    html += "<figure>\n"
    if let svg = known?.svg.flatMap({ InlineSVG.prepared($0, prefix: "figure-\(figureCount)-") }) {
      let narrow = known?.narrowSVG.flatMap {
        InlineSVG.prepared($0, prefix: "figure-\(figureCount)-narrow-")
      }
      chart(svg, classes: narrow == nil ? "chart" : "chart has-narrow", label: alternative)
      if let narrow { chart(narrow, classes: "chart narrow", label: alternative) }
    } else {
      html += "<img src=\"\(address)\" alt=\"\(HTMLText.escape(alternative))\"\(size(of: source))>\n"
    }
    if !caption.isEmpty { html += "<figcaption>\(HTMLText.escape(caption))</figcaption>\n" }
    figureData(node, name: caption.isEmpty ? alternative : caption, csv: known?.data)
    html += "</figure>\n"
  }

  /// Scrolls sideways where the page is narrower than what is drawn.
  private mutating func chart(_ svg: String, classes: String, label: String) {
    html +=
      "<div class=\"\(classes)\" tabindex=\"0\" role=\"group\" aria-label=\"\(HTMLText.escape(label))\">"
    html += "\(svg)</div>\n"
  }

  private mutating func figureData(_ node: Node, name: String, csv: String?) {
    let link = csv.map {
      "<a href=\"\(HTMLText.escape(HTMLText.address($0)))\" download>Data as CSV</a>"
    }
    if node.children.isEmpty {
      if let link { html += "<p class=\"data\">\(link)</p>\n" }
      return
    }
    html += "<details class=\"data\">\n<summary>Data</summary>\n"
    for child in node.children {
      guard case .table(let alignments) = child.kind else { continue }
      grid(child.headerRow, child.bodyRows, alignments, label: name)
    }
    if let link { html += "<p>\(link)</p>\n" }
    html += "</details>\n"
  }
}

extension Node {
  fileprivate var headerRow: Node? { children.first { $0.kind == .row(isHeader: true) } }
  fileprivate var bodyRows: [Node] { children.filter { $0.kind == .row(isHeader: false) } }
}
