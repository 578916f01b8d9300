import Markdown

/// A mail as HTML for any client: tables for the layout, each element's style on itself, pictures by Content-ID, and
/// nothing that is fetched from anywhere.
///
/// Colours for a dark screen stand in a style sheet, which clients without dark colours may take away.
struct MailHTML {
  /// A picture of a figure as the mail carries it. **Units:** pixels as it is shown.
  struct Picture {
    let contentID: String
    let width: Int
    let height: Int
  }

  private static let font =
    "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
  private static let text = "\(font)font-size:16px;line-height:24px;color:#1c1e21;"
  private static let small = "\(font)font-size:13px;line-height:18px;color:#5a6370;"
  private static let cell = "\(font)font-size:14px;line-height:20px;color:#1c1e21;"
  private static let line = "#d5d9df"
  private static let accent = "#0b5cad"
  /// The most that one row of tiles holds.
  private static let mostTiles = 3

  private let pictures: [String: Picture]
  private var html = HTMLBytes(capacity: 16_384)

  private init(pictures: [String: Picture]) { self.pictures = pictures }

  /// The content, without what stands around it.
  static func content(_ document: MailDocument, pictures: [String: Picture]) -> String {
    var renderer = MailHTML(pictures: pictures)
    renderer.add(document.blocks)
    return String(decoding: renderer.html.bytes, as: UTF8.self)
  }

  private mutating func add(_ blocks: [MailBlock]) { for block in blocks { add(block) } }

  private mutating func add(_ block: MailBlock) {
    switch block {
    case .tiles(let tiles): add(tiles)
    case .heading(let level, let spans):
      let name = "h\(min(max(level, 2), 4))"
      let size = level <= 2 ? "font-size:20px;line-height:26px;" : "font-size:16px;line-height:24px;"
      html +=
        "<\(name) class=\"t\" style=\"\(Self.font)\(size)font-weight:600;color:#1c1e21;margin:28px 0 8px;\">"
      add(spans)
      html += "</\(name)>\n"
    case .paragraph(let spans): paragraph(spans, Self.text, "0 0 14px", "t")
    case .list(let start, let items): list(start, items)
    case .table(let table): add(table)
    case .figure(let figure): add(figure)
    case .quote(let blocks): box(blocks, colour: Self.line)
    case .callout(let title, let blocks):
      box([.paragraph([MailSpan(text: title, style: .strong)])] + blocks, colour: Self.accent)
    case .code(let code):
      html +=
        "<pre class=\"t\" style=\"font-family:Consolas,Menlo,monospace;font-size:13px;line-height:18px;color:#1c1e21;"
        + "margin:0 0 14px;white-space:pre-wrap;\">"
      html.escape(code)
      html += "</pre>\n"
    case .rule: html += "<hr style=\"border:0;border-top:1px solid \(Self.line);margin:20px 0;\">\n"
    }
  }

  private mutating func paragraph(_ spans: [MailSpan], _ style: String, _ margin: String, _ class: String) {
    html += "<p class=\"\(`class`)\" style=\"\(style)margin:\(margin);\">"
    add(spans)
    html += "</p>\n"
  }

  private mutating func add(_ spans: [MailSpan]) {
    for span in spans {
      if let link = span.link {
        html += "<a class=\"a\" href=\""
        html.escape(link)
        html += "\" style=\"color:\(Self.accent);\">"
      }
      let element =
        switch span.style {
        case .plain: ""
        case .strong: "strong"
        case .emphasis: "em"
        case .code: "code"
        }
      if !element.isEmpty { html += "<\(element)>" }
      for (number, part) in span.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if number > 0 { html += "<br>" }
        html.escape(String(part))
      }
      if !element.isEmpty { html += "</\(element)>" }
      if span.link != nil { html += "</a>" }
    }
  }

  private mutating func add(_ tiles: [MailBlock.Tile]) {
    var rest = tiles[...]
    while !rest.isEmpty {
      let row = rest.prefix(Self.mostTiles)
      rest = rest.dropFirst(Self.mostTiles)
      html += Self.table("margin:0 0 16px;") + "<tr>\n"
      for tile in row {
        html +=
          "<td class=\"tile\" width=\"\(100 / row.count)%\" valign=\"top\" style=\"padding:12px 10px 12px 0;"
        html += "border-top:2px solid \(Self.line);\">\n"
        html += "<div class=\"s\" style=\"\(Self.small)\">"
        html.escape(tile.name)
        html +=
          "</div>\n<div class=\"t\" style=\"\(Self.font)font-size:24px;line-height:30px;font-weight:600;"
        html += "color:#1c1e21;\">"
        html.escape(tile.value)
        html += "</div>\n<div class=\"s\" style=\"\(Self.small)\">"
        html.escape(tile.note)
        html += "</div>\n</td>\n"
      }
      html += "</tr></table>\n"
    }
  }

  private mutating func list(_ start: Int?, _ items: [[MailBlock]]) {
    let name = start == nil ? "ul" : "ol"
    let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    html += "<\(name)\(first) class=\"t\" style=\"\(Self.text)margin:0 0 14px 22px;padding:0;\">\n"
    for item in items {
      html += "<li style=\"margin:0 0 6px;\">"
      // A line alone needs no paragraph in it.
      if case .paragraph(let spans) = item.first {
        add(spans)
        add(Array(item.dropFirst()))
      } else {
        add(item)
      }
      html += "</li>\n"
    }
    html += "</\(name)>\n"
  }

  private mutating func add(_ table: MailBlock.Table) {
    // What is wider than the mail can be moved sideways where the client lets it.
    html += "<div style=\"overflow-x:auto;margin:0 0 16px;\">\n"
    html +=
      "<table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"border-collapse:collapse;\">\n"
    if table.header.contains(where: { !MailReader.plain($0).isEmpty }) {
      row(table.header, "th", table.isNumeric)
    }
    for cells in table.rows { row(cells, "td", table.isNumeric) }
    html += "</table>\n</div>\n"
  }

  private mutating func row(_ cells: [[MailSpan]], _ name: String, _ isNumeric: [Bool]) {
    html += "<tr>"
    for (column, spans) in cells.enumerated() {
      let isNumber = column < isNumeric.count && isNumeric[column]
      let isLast = column + 1 == cells.count
      html +=
        "<\(name) class=\"c\" align=\"\(isNumber ? "right" : "left")\" valign=\"top\" style=\"\(Self.cell)"
      html += "font-weight:\(name == "th" ? "600" : "400");padding:6px \(isLast ? 0 : 12)px 6px 0;"
      html += "border-bottom:1px solid \(Self.line);\">"
      add(spans)
      html += "</\(name)>"
    }
    html += "</tr>\n"
  }

  private mutating func add(_ figure: MailBlock.Figure) {
    guard let picture = pictures[figure.source] else {
      return paragraph([MailSpan(text: figure.alternative, style: .emphasis)], Self.small, "0 0 14px", "s")
    }
    html += "<img src=\"cid:"
    html.escape(picture.contentID)
    html += "\" width=\"\(picture.width)\" height=\"\(picture.height)\" alt=\""
    html.escape(figure.alternative)
    html +=
      "\" style=\"\(Self.small)display:block;border:0;max-width:100%;height:auto;background:#ffffff;\">\n"
    if !figure.caption.isEmpty { paragraph([MailSpan(text: figure.caption)], Self.small, "6px 0 16px", "s") }
  }

  private mutating func box(_ blocks: [MailBlock], colour: String) {
    html +=
      Self.table("margin:0 0 16px;")
      + "<tr><td style=\"padding:4px 0 0 14px;border-left:3px solid \(colour);\">\n"
    add(blocks)
    html += "</td></tr></table>\n"
  }

  /// A table that is there for the layout.
  private static func table(_ style: String) -> String {
    "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"\(style)\">"
  }
}
