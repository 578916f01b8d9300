/// A language whose code blocks are highlighted when a page is built: those that the guide is written in.
///
/// A page needs no script for it and a block in any other language stays plain text.
package enum CodeLanguage: Sendable, Hashable, CaseIterable {
  case console, csv, json, markdown, markup, python, r, shell, sql, yaml

  /// The language that a code block's info string names, nil where it is none of ours.
  package init?(named name: some StringProtocol) {
    switch name.lowercased() {
    case "console", "shell-session": self = .console
    case "csv": self = .csv
    case "json": self = .json
    case "markdown", "md": self = .markdown
    case "html", "xml", "svg", "mustache", "pmml": self = .markup
    case "python", "py": self = .python
    case "r": self = .r
    case "sh", "bash", "shell": self = .shell
    case "sql", "sqlite": self = .sql
    case "yaml", "yml": self = .yaml
    default: return nil
    }
  }

  /// The parts of a text that are shown in a way of their own: in order, none empty, none overlapping.
  ///
  /// Any bytes will do; what is no sound text of the language is highlighted as far as it goes. Takes time in
  /// proportion to the text's length.
  package func tokens(in text: [UInt8]) -> [CodeToken] {
    var scanner = CodeScanner(text)
    switch self {
    case .console: scanner.scanConsole()
    case .csv: scanner.scanCSV()
    case .json: scanner.scanJSON()
    case .markdown: scanner.scanMarkdown()
    case .markup: scanner.scanMarkup()
    case .python: scanner.scanPython()
    case .r: scanner.scanR()
    case .shell: scanner.scanShell()
    case .sql: scanner.scanSQL()
    case .yaml: scanner.scanYAML()
    }
    return scanner.tokens
  }
}
