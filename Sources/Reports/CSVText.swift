import Charts

/// A figure's numbers as a file that people open in a spreadsheet.
///
/// **Source:** RFC 4180, with line feeds.
package enum CSVText {
  static func text(_ table: DataTable) -> String {
    var lines = [table.header.map { field($0, isNumber: false) }.joined(separator: ",")]
    for row in table.rows {
      lines.append(row.map { field($0.exact, isNumber: $0.isNumber) }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text that a spreadsheet would take for a formula begins with an apostrophe; numbers stay as they are.
  package static func field(_ text: String, isNumber: Bool) -> String {
    var field = text
    if !isNumber, let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      field = "'" + text
    }
    let needsQuotes = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    guard needsQuotes else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
