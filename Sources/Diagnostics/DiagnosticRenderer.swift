/// Diagnostics as text for a terminal or a log: `error: PLACE: SUMMARY … [identifier]`, then the line it means.
///
/// Control characters are made visible. Lines are shown of YAML, SQL and Markdown files only: those are the
/// workspace's own, while a line of data would show a row.
package struct DiagnosticRenderer: Sendable {
  package let usesColour: Bool
  private let source: @Sendable (String) -> String?

  /// - Parameters:
  ///   - usesColour: ANSI colours for the severity and the caret.
  ///   - source: The text of a file by the name in a place; nil where it can't be read.
  package init(usesColour: Bool = false, source: @escaping @Sendable (String) -> String? = { _ in nil }) {
    self.usesColour = usesColour
    self.source = source
  }

  /// One diagnostic, each line ended.
  package func text(_ diagnostic: Diagnostic) -> String {
    let severity = diagnostic.severity.rawValue
    let colour = diagnostic.severity == .error ? "31" : "33"
    var text = "\(styled("\(severity):", colour)) \(diagnostic.description) "
    text += styled("[\(diagnostic.identifier)]", "2") + "\n"
    if let place = diagnostic.place { text += excerpt(at: place, colour: colour) }
    return text
  }

  /// All of them, then their number where there is more than one.
  package func text(_ problems: Problems) -> String {
    var text = problems.list.map { self.text($0) }.joined()
    let errors = problems.errors.count
    let warnings = problems.list.count - errors
    if problems.list.count > 1 {
      let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
      text += counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ") + "\n"
    }
    return text
  }

  private func excerpt(at place: Diagnostic.Place, colour: String) -> String {
    let isShown = [".yaml", ".yml", ".sql", ".md"].contains { place.file.hasSuffix($0) }
    guard isShown, let number = place.line, number >= 1, let text = source(place.file) else { return "" }
    let lines = text.utf8.split(separator: 0x0A, maxSplits: number, omittingEmptySubsequences: false)
    guard number <= lines.count else { return "" }
    var line = Substring(lines[number - 1])
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    // "\r\n" would be one Character, so the split above works on bytes.
    if line.utf8.last == 0x0D { line = Substring(line.utf8.dropLast()) }
    guard line.utf8.count <= 400 else { return "" }
    let margin = String(repeating: " ", count: String(number).count)
    var excerpt = "  \(number) │ \(expanded(line))\n"
    if let column = place.column, column >= 1 {
      let before = line.utf8.prefix(column - 1)
      let indent = String(repeating: " ", count: expanded(Substring(before)).count)
      excerpt += "  \(margin) │ \(indent)\(styled("^", colour))\n"
    }
    return excerpt
  }

  private func expanded(_ line: Substring) -> String {
    line.split(separator: "\t", omittingEmptySubsequences: false).map { visible($0) }.joined(separator: "  ")
  }

  private func styled(_ text: String, _ code: String) -> String {
    usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
