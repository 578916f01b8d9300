/// How the cells of a table's column are set.
enum ColumnClass {
  /// A column without a longer cell is not broken into lines: dates, names, digests.
  private static let longestShortCell = 20

  /// The class attribute of each column's cells, with the blank before it, or nothing.
  static func of(_ rows: [ParsedNode], _ alignments: [Node.ColumnAlignment]) -> [String] {
    var cells = rows.map(\.firstChild)
    return alignments.map { alignment in
      defer { for row in cells.indices { cells[row] = cells[row]?.next } }
      if alignment == .right { return " class=\"number\"" }
      let texts = cells.map { $0?.plainText ?? "" }
      if alignment == .none, NumericColumn.holds(texts) { return " class=\"number\"" }
      // A character has a byte at least.
      let isShort = texts.allSatisfy {
        $0.utf8.count <= longestShortCell || $0.count <= longestShortCell
      }
      if alignment == .center { return isShort ? " class=\"center short\"" : " class=\"center\"" }
      return isShort ? " class=\"short\"" : ""
    }
  }
}
