import Markdown

/// A mail as text that reads well as text: 72 columns, tables in columns, addresses at the end.
struct MailText: Sendable {
  private static let width = 72

  private var lines: [String] = []
  /// What its numbers in brackets lead to, from 1.
  private(set) var addresses: [String] = []

  /// In lines, with a line of its own width under it.
  let title: String
  let underline: String
  /// Without the empty lines after it.
  private(set) var content = ""

  init(_ document: MailDocument) {
    title = Self.wrapped(document.title, "").joined(separator: "\n")
    underline = String(repeating: "=", count: min(Self.width, Self.columns(document.title)))
    add(document.blocks, indent: "")
    content = Self.joined(lines)
  }

  /// Title, content and addresses alone, which a web-hook tells.
  var whole: String {
    let links = addresses.enumerated().map { "[\($0 + 1)] \($1)" }
    return Self.ended(Self.joined([title, underline, ""] + lines + links))
  }

  /// Text as a person wrote it, in lines of 72 columns.
  static func wrapped(_ text: String) -> String { joined(wrapped(text, "")) }

  /// With one line end at its end.
  static func ended(_ text: String) -> String {
    String(text.reversed().drop { $0 == "\n" }.reversed()) + "\n"
  }

  private static func joined(_ lines: [String]) -> String {
    lines.reversed().drop { $0.isEmpty }.reversed().joined(separator: "\n")
  }

  private mutating func add(_ blocks: [MailBlock], indent: String) {
    for block in blocks {
      add(block, indent)
      lines.append("")
    }
  }

  private mutating func add(_ block: MailBlock, _ indent: String) {
    switch block {
    case .tiles(let tiles):
      let most = tiles.map { Self.columns($0.name) }.max() ?? 0
      for tile in tiles {
        let start = Self.padded(tile.name, to: most) + "  " + tile.value
        lines += Self.wrapped(tile.note.isEmpty ? start : start + "  " + tile.note, indent, keepsBlanks: true)
      }
    case .heading(let level, let spans):
      let title = text(spans)
      lines += Self.wrapped(title, indent)
      if level == 2 {
        lines.append(
          indent + String(repeating: "-", count: min(Self.width - indent.count, Self.columns(title))))
      }
    case .paragraph(let spans): lines += Self.wrapped(text(spans), indent)
    case .list(let start, let items):
      for (number, item) in items.enumerated() {
        let mark = start.map { "\($0 + number). " } ?? "- "
        let before = lines.count
        let inner = Self.deeper(indent, String(repeating: " ", count: mark.count))
        add(item, indent: inner)
        while lines.count > before, lines.last == "" { lines.removeLast() }
        guard lines.count > before else { continue }
        lines[before] = indent + mark + lines[before].dropFirst(inner.count)
      }
    case .table(let table): add(table, indent)
    case .figure(let figure):
      lines += Self.wrapped("[Chart] " + figure.alternative, indent)
      if !figure.caption.isEmpty { lines += Self.wrapped(figure.caption, indent) }
    case .quote(let blocks): quote(blocks, indent)
    case .callout(let title, let blocks):
      lines.append(indent + "> \(title)")
      quote(blocks, indent)
    case .code(let code):
      let code = code.hasSuffix("\n") ? code.dropLast() : code[...]
      lines += code.split(separator: "\n", omittingEmptySubsequences: false).map { indent + "    " + $0 }
    case .rule: lines.append(indent + String(repeating: "-", count: 24))
    }
  }

  private mutating func quote(_ blocks: [MailBlock], _ indent: String) {
    let before = lines.count
    add(blocks, indent: Self.deeper(indent, "> "))
    while lines.count > before, lines.last == "" { lines.removeLast() }
    for index in before..<lines.count where lines[index].isEmpty { lines[index] = indent + ">" }
  }

  /// In columns where they fit into a line, else row by row with the names of the columns.
  private mutating func add(_ table: MailBlock.Table, _ indent: String) {
    let header = texts(table.header)
    var rows: [[String]] = []
    for row in table.rows { rows.append(texts(row)) }
    let widths = header.indices.map { column in
      ([header] + rows).map { column < $0.count ? Self.columns($0[column]) : 0 }.max() ?? 0
    }
    if widths.reduce(0, +) + 2 * (widths.count - 1) + indent.count <= Self.width {
      let line = { (cells: [String]) in
        var line = indent
        for (column, width) in widths.enumerated() {
          let cell = column < cells.count ? cells[column] : ""
          line += (column == 0 ? "" : "  ") + Self.padded(cell, to: width, atEnd: table.isNumeric[column])
        }
        while line.last == " " { line.removeLast() }
        return line
      }
      lines.append(line(header))
      lines.append(indent + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
      lines += rows.map(line)
      return
    }
    for (number, row) in rows.enumerated() {
      if number > 0 { lines.append("") }
      for (name, cell) in zip(header, row) where !cell.isEmpty {
        lines += Self.wrapped(name.isEmpty ? cell : "\(name): \(cell)", indent)
      }
    }
  }

  private mutating func texts(_ cells: [[MailSpan]]) -> [String] {
    var texts: [String] = []
    for cell in cells { texts.append(text(cell)) }
    return texts
  }

  /// The words of a line, each address as a number that is told at the end.
  private mutating func text(_ spans: [MailSpan]) -> String {
    var text = ""
    for (index, span) in spans.enumerated() {
      if span.isStruck, index == 0 || !spans[index - 1].isStruck { text += "~~" }
      text += span.text
      if span.isStruck, index + 1 == spans.count || !spans[index + 1].isStruck { text += "~~" }
      guard let link = span.link, span.text != link, index + 1 == spans.count || spans[index + 1].link != link
      else { continue }
      let number = addresses.firstIndex(of: link).map { $0 + 1 } ?? addresses.count + 1
      if number > addresses.count { addresses.append(link) }
      text += " [\(number)]"
    }
    return text
  }

  /// What is nested deeper than this stands no further in: there would be no room for words. **Units:** columns.
  private static let deepest = 24

  private static func deeper(_ indent: String, _ mark: String) -> String {
    indent.count + mark.count > deepest ? indent : indent + mark
  }

  /// Lines of at most 72 columns; a longer word has one of its own.
  private static func wrapped(_ text: String, _ indent: String, keepsBlanks: Bool = false) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { part -> [String] in
      if keepsBlanks, columns(String(part)) + indent.count <= width { return [indent + part] }
      var lines: [String] = []
      var line = indent
      for word in part.split(separator: " ") {
        let isFirst = line.count == indent.count
        if !isFirst, columns(line) + 1 + columns(String(word)) > width {
          lines.append(line)
          line = indent + word
        } else {
          line += (isFirst ? "" : " ") + word
        }
      }
      return lines + [line]
    }
  }

  private static func padded(_ text: String, to width: Int, atEnd: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - columns(text)))
    return atEnd ? blanks + text : text + blanks
  }

  /// How many columns of a terminal a text takes: Chinese, Japanese and Korean characters and emoji two, marks that
  /// stand on another character none.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { count, character in
      guard let scalar = character.unicodeScalars.first else { return count }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return count + 2
      default: return count + 1
      }
    }
  }
}
