extension MarkdownWriter {
  /// A column of a table: its heading, and how it is aligned.
  package struct Column: Sendable, Hashable {
    package let title: InlineMarkdown
    package let alignment: Node.ColumnAlignment

    /// `none` leaves it to the reader, who puts numbers to the right.
    package init(_ title: InlineMarkdown, _ alignment: Node.ColumnAlignment = .none) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// A cell as it stands in a table, and how wide it is; it may stand in many.
  package struct Cell: Sendable, Hashable {
    fileprivate let text: String
    fileprivate let width: Int

    package init(_ inline: InlineMarkdown) {
      text = InlineMarkdown.cell(inline)
      width = MarkdownWriter.width(text)
    }
  }

  /// The widest that a cell is filled up with blanks, so that one long text doesn't stretch all lines.
  private static let widestPadding = 40

  /// A table with its columns under each other; short rows are filled with empty cells, long ones cut by none:
  /// what has no column is told by `precondition`, since only our own code calls this.
  package mutating func table(_ columns: [Column], _ rows: [[InlineMarkdown]]) {
    table(columns, rows.map { row in row.map { Cell($0) } })
  }

  /// The same of cells that were made before.
  package mutating func table(_ columns: [Column], _ rows: [[Cell]]) {
    guard !columns.isEmpty else { return }
    precondition(
      rows.allSatisfy { $0.count <= columns.count }, "a row has more cells than the table has columns")
    let titles = columns.map { Cell($0.title) }
    var widths = titles.map { max(3, $0.width) }
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    }
    widths = widths.map { min(Self.widestPadding, $0) }
    let delimiters = zip(columns, widths).map { " " + Self.delimiter($0.alignment, $1) + " " }
    var lines: [UInt8] = []
    lines.reserveCapacity(rows.count * (widths.reduce(64, +)))
    Self.add(titles, widths, columns, to: &lines)
    lines += "\n|\(delimiters.joined(separator: "|"))|".utf8
    for row in rows {
      lines.append(UInt8(ascii: "\n"))
      Self.add(row, widths, columns, to: &lines)
    }
    block(String(decoding: lines, as: UTF8.self))
  }

  /// Letters as a person counts them; of plain ones there are as many as bytes.
  private static func width(_ text: String) -> Int {
    let all = text.withBytes { $0.reduce(0) { $0 | $1 } }
    return all < 0x80 ? text.utf8.count : text.count
  }

  private static func add(_ cells: [Cell], _ widths: [Int], _ columns: [Column], to lines: inout [UInt8]) {
    lines.append(UInt8(ascii: "|"))
    for column in columns.indices {
      let width = column < cells.count ? cells[column].width : 0
      let blanks = repeatElement(UInt8(ascii: " "), count: max(0, widths[column] - width))
      let isRight = columns[column].alignment == .right
      lines.append(UInt8(ascii: " "))
      if isRight { lines += blanks }
      if column < cells.count {
        cells[column].text.withBytes { lines.append(contentsOf: $0) }
      }
      if !isRight { lines += blanks }
      lines.append(UInt8(ascii: " "))
      lines.append(UInt8(ascii: "|"))
    }
  }

  private static func delimiter(_ alignment: Node.ColumnAlignment, _ width: Int) -> String {
    switch alignment {
    case .none: String(repeating: "-", count: width)
    case .left: ":" + String(repeating: "-", count: width - 1)
    case .right: String(repeating: "-", count: width - 1) + ":"
    case .center: ":" + String(repeating: "-", count: width - 2) + ":"
    }
  }
}
