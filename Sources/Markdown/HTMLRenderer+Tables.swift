extension HTMLRenderer {
  mutating func table(_ node: ParsedNode, label: String) {
    let rows = ParsedNode.siblings(from: node.firstChild).filter { !$0.isHeader }
    let header = ParsedNode.siblings(from: node.firstChild).first { $0.isHeader }
    if showsTiles, let header, rows.count == 1, let row = rows.first, header.firstChild?.next != nil {
      tiles(header, row)
    } else {
      grid(header, rows, node.alignments, label: label)
    }
  }

  private mutating func grid(
    _ header: ParsedNode?, _ rows: [ParsedNode], _ alignments: [Node.ColumnAlignment], label: String
  ) {
    let classes = ColumnClass.of(rows, alignments)
    html += "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\""
    html.escape(tableName(label))
    html += "\">\n<table>\n"
    if let header {
      html += "<thead>\n"
      self.row(header, isHeader: true, classes)
      html += "</thead>\n"
    }
    if !rows.isEmpty {
      html += "<tbody>\n"
      for row in rows { self.row(row, isHeader: false, classes) }
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

  private mutating func row(_ node: ParsedNode, isHeader: Bool, _ classes: [String]) {
    html += "<tr>"
    var index = 0
    var cell = node.firstChild
    while let current = cell {
      // What has no words heads nothing.
      let isEmptyHead = isHeader && current.plainText.allSatisfy(\.isWhitespace)
      html += isEmptyHead || !isHeader ? "<td" : "<th scope=\"col\""
      if index < classes.count { html += classes[index] }
      html += ">"
      inlines(current.firstChild)
      html += isEmptyHead || !isHeader ? "</td>" : "</th>"
      index += 1
      cell = current.next
    }
    html += "</tr>\n"
  }

  private mutating func tiles(_ header: ParsedNode, _ row: ParsedNode) {
    html += "<dl class=\"tiles\">\n"
    for (name, value) in zip(
      ParsedNode.siblings(from: header.firstChild), ParsedNode.siblings(from: row.firstChild))
    {
      html += "<div><dt>"
      inlines(name.firstChild)
      html += "</dt><dd>"
      inlines(value.firstChild)
      html += "</dd></div>\n"
    }
    html += "</dl>\n"
  }

  /// An image alone in its paragraph, with the table of its data behind a fold.
  mutating func figure(_ image: ParsedNode, data: ParsedNode?) {
    let target = LinkTarget(image.address)
    guard case .local(let path, _) = target else {
      html += "<p>"
      self.image(image)
      html += "</p>\n"
      if let data { within(data) { $0.table(data, label: $0.section) } }
      return
    }
    let caption = image.title
    let alternative = image.plainText
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
      html += "<img src=\""
      html.escape(address(target, isPicture: true) ?? "")
      html += "\" alt=\""
      html.escape(alternative)
      html += "\"\(size(of: target))>\n"
    }
    if !caption.isEmpty {
      html += "<figcaption>"
      html.escape(caption)
      html += "</figcaption>\n"
    }
    figureData(data, name: caption.isEmpty ? alternative : caption, csv: known?.data)
    html += "</figure>\n"
  }

  /// Scrolls sideways where the page is narrower than what is drawn.
  private mutating func chart(_ svg: [UInt8], classes: String, label: String) {
    html += "<div class=\"\(classes)\" tabindex=\"0\" role=\"group\" aria-label=\""
    html.escape(label)
    html += "\">"
    html.append(svg)
    html += "</div>\n"
  }

  private mutating func figureData(_ table: ParsedNode?, name: String, csv: String?) {
    let link = csv.map {
      "<a href=\"\(HTMLText.escape(HTMLText.address($0)))\" download>Data as CSV</a>"
    }
    guard let table else {
      if let link { html += "<p class=\"data\">\(link)</p>\n" }
      return
    }
    html += "<details class=\"data\">\n<summary>Data</summary>\n"
    grid(
      ParsedNode.siblings(from: table.firstChild).first { $0.isHeader },
      ParsedNode.siblings(from: table.firstChild).filter { !$0.isHeader }, table.alignments, label: name)
    if let link { html += "<p>\(link)</p>\n" }
    html += "</details>\n"
  }
}
