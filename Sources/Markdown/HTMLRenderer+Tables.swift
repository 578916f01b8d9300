extension HTMLRenderer {
  mutating func table(_ node: ParsedNode, label: String) {
    let (header, rows) = node.rows
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
    html.put("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
    html.escape(tableName(label))
    html.put("\">\n<table>\n")
    if let header {
      html.put("<thead>\n")
      self.row(header, isHeader: true, classes)
      html.put("</thead>\n")
    }
    if !rows.isEmpty {
      html.put("<tbody>\n")
      for row in rows { self.row(row, isHeader: false, classes) }
      html.put("</tbody>\n")
    }
    html.put("</table>\n</div>\n")
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

  private mutating func row(_ node: ParsedNode, isHeader: Bool, _ classes: [ColumnClass]) {
    html.put("<tr>")
    var index = 0
    var cell = node.firstChild
    while let current = cell {
      // What has no words heads nothing.
      let isHead = isHeader && !current.isBlank
      let kind = index < classes.count ? classes[index] : .plain
      html.put(isHead ? kind.head : kind.cell)
      inlines(current.firstChild)
      html.put(isHead ? "</th>" : "</td>")
      index += 1
      cell = current.next
    }
    html.put("</tr>\n")
  }

  private mutating func tiles(_ header: ParsedNode, _ row: ParsedNode) {
    html.put("<dl class=\"tiles\">\n")
    for (name, value) in zip(
      ParsedNode.siblings(from: header.firstChild), ParsedNode.siblings(from: row.firstChild))
    {
      html.put("<div><dt>")
      inlines(name.firstChild)
      html.put("</dt><dd>")
      inlines(value.firstChild)
      html.put("</dd></div>\n")
    }
    html.put("</dl>\n")
  }

  /// An image alone in its paragraph, with the table of its data behind a fold.
  mutating func figure(_ image: ParsedNode, data: ParsedNode?) {
    let target = LinkTarget(image.address)
    guard case .local(let path, _) = target else {
      html.put("<p>")
      self.image(image)
      html.put("</p>\n")
      if let data { within(data) { $0.table(data, label: $0.section) } }
      return
    }
    let caption = image.title
    let alternative = image.plainText
    figureCount += 1
    let known = options.figure(path)
    html.put("<figure>\n")
    if let svg = known?.svg.flatMap({ InlineSVG.prepared($0, prefix: "figure-\(figureCount)-") }) {
      let narrow = known?.narrowSVG.flatMap {
        InlineSVG.prepared($0, prefix: "figure-\(figureCount)-narrow-")
      }
      chart(svg, classes: narrow == nil ? "chart" : "chart has-narrow", label: alternative)
      if let narrow { chart(narrow, classes: "chart narrow", label: alternative) }
    } else {
      html.put("<img src=\"")
      html.escape(address(target, isPicture: true) ?? "")
      html.put("\" alt=\"")
      html.escape(alternative)
      html += "\"\(size(of: target))>\n"
    }
    if !caption.isEmpty {
      html.put("<figcaption>")
      html.escape(caption)
      html.put("</figcaption>\n")
    }
    figureData(data, name: caption.isEmpty ? alternative : caption, csv: known?.data)
    html.put("</figure>\n")
  }

  /// Scrolls sideways where the page is narrower than what is drawn.
  private mutating func chart(_ svg: [UInt8], classes: String, label: String) {
    html += "<div class=\"\(classes)\" tabindex=\"0\" role=\"group\" aria-label=\""
    html.escape(label)
    html.put("\">")
    html.append(svg)
    html.put("</div>\n")
  }

  private mutating func figureData(_ table: ParsedNode?, name: String, csv: String?) {
    let link = csv.map {
      "<a href=\"\(HTMLText.escape(HTMLText.address($0)))\" download>Data as CSV</a>"
    }
    guard let table else {
      if let link { html += "<p class=\"data\">\(link)</p>\n" }
      return
    }
    html.put("<details class=\"data\">\n<summary>Data</summary>\n")
    let (header, rows) = table.rows
    grid(header, rows, table.alignments, label: name)
    if let link { html += "<p>\(link)</p>\n" }
    html.put("</details>\n")
  }
}

extension ParsedNode {
  /// A table's head, where it has one, and its other rows.
  fileprivate var rows: (header: ParsedNode?, others: [ParsedNode]) {
    var header: ParsedNode?
    var others: [ParsedNode] = []
    var row = firstChild
    while let current = row {
      if !current.isHeader { others.append(current) } else if header == nil { header = current }
      row = current.next
    }
    return (header, others)
  }

  /// Whether a cell has nothing to read.
  fileprivate var isBlank: Bool {
    var scratch: [UInt8] = []
    return withPlainText(&scratch) { text in
      // No mark or letter of ASCII is ever part of a blank character.
      if text.contains(where: { (0x21...0x7E).contains($0) }) { return false }
      return String(decoding: text, as: UTF8.self).allSatisfy(\.isWhitespace)
    }
  }
}
