import CCMarkGFM

/// Whether a line continues a table.
///
/// cmark-gfm builds a line's cells to find that out, and a second time when it takes the line.
enum TableLine {
  /// The most cells that the library takes in a line.
  private static let mostCells = Int(UInt16.max)

  /// Has the extension for tables ask us about lines.
  static func judgeRows(of table: OpaquePointer) {
    cmark_syntax_extension_set_match_block_func(table) { _, parser, line, count, container in
      // Asked of a table, a row and a cell; only the first has alignments.
      guard let line, cmark_gfm_extensions_get_table_alignments(container) != nil else { return 0 }
      let start = Int(cmark_parser_get_first_nonspace(parser))
      let bytes = UnsafeBufferPointer(start: line, count: Int(count))
      return start < bytes.count && TableLine.isRow(bytes[start...]) ? 1 : 0
    }
  }

  /// True of a line with a cell in it, be it empty; a bar at its beginning makes none.
  ///
  /// **Source:** GitHub Flavored Markdown, section 4.10, as cmark-gfm 0.29 reads it, which has each line end with LF.
  private static func isRow(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var line = line
    guard line.popLast() == UInt8(ascii: "\n") else { return false }
    if line.first == UInt8(ascii: "|") { line = afterBar(line) }
    return !line.isEmpty && (line.count <= mostCells || hasFewCells(line))
  }

  private static func afterBar(_ line: Slice<UnsafeBufferPointer<UInt8>>)
    -> Slice<UnsafeBufferPointer<UInt8>>
  {
    line.dropFirst().drop { [0x20, 0x09, 0x0B, 0x0C].contains($0) }
  }

  private static func hasFewCells(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var cells = 0
    var rest = line
    while !rest.isEmpty {
      cells += 1
      // A backslash keeps a bar from ending a cell, whatever stands before it.
      let bar = rest.indices.first {
        rest[$0] == UInt8(ascii: "|") && ($0 == rest.startIndex || rest[$0 - 1] != UInt8(ascii: "\\"))
      }
      guard let bar else { break }
      rest = afterBar(rest[bar...])
    }
    return cells <= mostCells
  }
}
