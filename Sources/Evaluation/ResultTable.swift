/// A small table for a terminal, or for a command to lay out in its own way.
package struct ResultTable: Sendable, Hashable {
  package let headings: [String]
  /// Whether a column stands to the right.
  package let numeric: [Bool]
  package let rows: [[String]]

  package init(headings: [String], numeric: [Bool], rows: [[String]]) {
    self.headings = headings
    self.numeric = numeric
    self.rows = rows
  }

  /// One line a row, columns two blanks apart, none at the ends.
  package var text: String {
    let widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].count }.max() ?? 0
    }
    let lines = ([headings] + rows).map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let gap = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (numeric[column] ? gap + cell : cell + gap)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    return lines.joined(separator: "\n")
  }

  /// A number with so many digits after the point, whatever the locale; "–" for one that is not finite.
  package static func rounded(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return value.isFinite ? value.description : "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e18 else { return value.description }
    let whole = String(UInt64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." + padded.suffix(digits) : "")
  }
}
