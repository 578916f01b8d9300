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

  /// The widest that a cell is filled up with blanks, so that one long text doesn't stretch all lines.
  private static let widestPadding = 40
  private static let padding = String(repeating: " ", count: widestPadding)

  /// A table with its columns under each other; short rows are filled with empty cells, long ones cut by none:
  /// what has no column is told by `precondition`, since only our own code calls this.
  package mutating func table(_ columns: [Column], _ rows: [[InlineMarkdown]]) {
    guard !columns.isEmpty else { return }
    precondition(
      rows.allSatisfy { $0.count <= columns.count }, "a row has more cells than the table has columns")
    let cells = rows.map { row in
      columns.indices.map { $0 < row.count ? InlineMarkdown.cell(row[$0]) : "" }
    }
    let titles = columns.map { InlineMarkdown.cell($0.title) }
    let widths = columns.indices.map { column in
      min(
        Self.widestPadding,
        cells.reduce(max(3, Self.width(titles[column]))) { max($0, Self.width($1[column])) })
    }
    var lines = ""
    Self.add(titles, widths, columns, to: &lines)
    lines +=
      "\n|" + zip(columns, widths).map { " " + Self.delimiter($0.alignment, $1) + " " }.joined(separator: "|")
      + "|"
    for row in cells {
      lines += "\n"
      Self.add(row, widths, columns, to: &lines)
    }
    block(lines)
  }

  /// Letters as a person counts them; of plain ones there are as many as bytes.
  private static func width(_ text: String) -> Int {
    let isPlain = text.withBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
    return isPlain ? text.utf8.count : text.count
  }

  private static func add(
    _ cells: [String], _ widths: [Int], _ columns: [Column], to lines: inout String
  ) {
    lines += "|"
    for (column, cell) in cells.enumerated() {
      let blanks = Substring(padding.utf8.prefix(max(0, widths[column] - width(cell))))
      let isRight = columns[column].alignment == .right
      lines += " "
      if isRight { lines += blanks }
      lines += cell
      if !isRight { lines += blanks }
      lines += " |"
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
