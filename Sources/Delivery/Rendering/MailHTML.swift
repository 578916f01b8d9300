import Markdown
import Templates

/// The blocks of a mail as HTML for any client, each by its template; what is in a line stands here.
struct MailHTML {
  /// A picture as the mail carries it. **Units:** pixels as it is shown.
  struct Picture {
    let contentID: String
    let width: Int
    let height: Int
  }

  private typealias Fields = TemplateFields<MailVariable>

  /// The most that one row of tiles holds.
  private static let mostTiles = 3

  private let templates: MailTemplates
  private let pictures: [String: Picture]

  /// The content, without what stands around it and without its last line end.
  static func content(
    _ document: MailDocument, templates: MailTemplates, pictures: [String: Picture]
  ) -> [UInt8] {
    let renderer = MailHTML(templates: templates, pictures: pictures)
    return renderer.inner(document.blocks)
  }

  private func inner(_ blocks: [MailBlock]) -> [UInt8] {
    var bytes: [UInt8] = []
    add(blocks, to: &bytes)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }

  private func add(_ blocks: [MailBlock], to bytes: inout [UInt8]) {
    for block in blocks {
      let (template, fields) = fields(block)
      templates.render(template, fields, into: &bytes)
    }
  }

  private func fields(_ block: MailBlock) -> (MailTemplate, Fields) {
    switch block {
    case .tiles(let tiles): (.tiles, [.rows: .list(Self.rows(tiles))])
    case .heading(let level, let spans):
      (
        .heading,
        [
          .content: .markup(line(spans)), .isSection: .flag(level <= 2), .isSubsection: .flag(level == 3),
          .isMinor: .flag(level > 3),
        ]
      )
    case .paragraph(let spans): (.paragraph, [.content: .markup(line(spans))])
    case .list(let start, let items):
      (
        .list,
        [
          .isNumbered: .flag(start != nil),
          .start: .text(start.map { $0 == 1 ? "" : String($0) } ?? ""),
          .items: .list(items.map { [.content: .markup(item($0))] }),
        ]
      )
    case .table(let table): (.table, fields(table))
    case .figure(let figure):
      (
        .figure,
        Self.fields(
          pictures[figure.source],
          [
            .alternative: .text(figure.alternative), .caption: .text(figure.caption),
          ])
      )
    case .quote(let blocks): (.quote, [.content: .markup(inner(blocks))])
    case .callout(let title, let blocks):
      (.callout, [.title: .text(title), .content: .markup(inner(blocks))])
    case .code(let code): (.code, [.code: .text(code)])
    case .rule: (.rule, [:])
    }
  }

  /// The same with a picture.
  static func fields(
    _ picture: Picture?, _ fields: TemplateFields<MailVariable> = [:]
  ) -> TemplateFields<MailVariable> {
    guard let picture else { return fields }
    var fields = fields
    fields[.picture] = .text(picture.contentID)
    fields[.width] = .text(String(picture.width))
    fields[.height] = .text(String(picture.height))
    return fields
  }

  private static func rows(_ tiles: [MailBlock.Tile]) -> [Fields] {
    stride(from: 0, to: tiles.count, by: mostTiles).map { start in
      let row = tiles[start..<min(start + mostTiles, tiles.count)]
      let width = String(100 / row.count)
      return [
        .tiles: .list(
          row.map { tile in
            [
              .name: .text(tile.name), .value: .text(tile.value), .note: .text(tile.note),
              .width: .text(width),
            ]
          })
      ]
    }
  }

  /// A line alone needs no paragraph in it.
  private func item(_ blocks: [MailBlock]) -> [UInt8] {
    guard case .paragraph(let spans) = blocks.first else {
      var bytes: [UInt8] = []
      add(blocks, to: &bytes)
      return bytes
    }
    var bytes = line(spans)
    add(Array(blocks.dropFirst()), to: &bytes)
    return bytes
  }

  private func fields(_ table: MailBlock.Table) -> Fields {
    let cells = { (cells: [[MailSpan]]) in
      TemplateValue<MailVariable>.list(
        cells.enumerated().map { column, spans in
          [
            .content: .markup(line(spans)),
            .isNumber: .flag(column < table.isNumeric.count && table.isNumeric[column]),
            .isLast: .flag(column + 1 == cells.count),
          ]
        })
    }
    return [
      .hasHeader: .flag(table.header.contains { !MailReader.plain($0).isEmpty }),
      .header: cells(table.header), .rows: .list(table.rows.map { [.cells: cells($0)] }),
    ]
  }

  private func line(_ spans: [MailSpan]) -> [UInt8] {
    var html = HTMLBytes()
    for span in spans {
      if let link = span.link {
        html += "<a class=\"a\" href=\""
        html.escape(link)
        html += "\" style=\"color:"
        html += templates.style[.accent]
        html += ";\">"
      }
      let element =
        switch span.style {
        case .plain: ""
        case .strong: "strong"
        case .emphasis: "em"
        case .code: "code"
        }
      if span.isStruck { html += "<del>" }
      if !element.isEmpty { html += "<\(element)>" }
      for (number, part) in span.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if number > 0 { html += "<br>" }
        html.escape(String(part))
      }
      if !element.isEmpty { html += "</\(element)>" }
      if span.isStruck { html += "</del>" }
      if span.link != nil { html += "</a>" }
    }
    return html.bytes
  }
}
