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
        ([Self.length(titles[column]), 3] + cells.map { Self.length($0[column]) }).max() ?? 3)
    }
    var lines = [Self.line(titles, widths, columns)]
    lines.append(
      "|" + zip(columns, widths).map { " " + Self.delimiter($0.alignment, $1) + " " }.joined(separator: "|")
        + "|")
    lines += cells.map { Self.line($0, widths, columns) }
    block(lines.joined(separator: "\n"))
  }

  /// Its characters, which are bytes in most cells.
  private static func length(_ text: String) -> Int {
    TextCleaning.isPlainLine(text) ? text.utf8.count : text.count
  }

  private static func line(_ cells: [String], _ widths: [Int], _ columns: [Column]) -> String {
    let padded = columns.indices.map { column in
      let blanks = String(repeating: " ", count: max(0, widths[column] - length(cells[column])))
      return columns[column].alignment == .right
        ? " \(blanks)\(cells[column]) " : " \(cells[column])\(blanks) "
    }
    return "|" + padded.joined(separator: "|") + "|"
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
