import Diagnostics
import Testing

extension Diagnostic.Identifier {
  fileprivate static let rendered = Self("test-rendered")
}

@Suite("Diagnostic renderer")
struct DiagnosticRendererTests {
  private let yaml = "name: x\r\njobs:\n  näht: {inputt: a}\n\tb"

  private func renderer(colour: Bool = false) -> DiagnosticRenderer {
    let yaml = yaml
    return DiagnosticRenderer(usesColour: colour) { $0 == "missing.yaml" ? nil : yaml }
  }

  private func diagnostic(_ file: String, _ line: Int?, _ column: Int?) -> Diagnostic {
    Diagnostic(
      .rendered, .configuration, at: Diagnostic.Place(file: file, line: line, column: column), "wrong")
  }

  @Test(
    "shows the line with a caret under the column, counted in bytes",
    arguments: [
      (1, 7, "error: a.yaml:1:7: wrong. [test-rendered]\n  1 │ name: x\n    │       ^\n"),
      (3, 11, "error: a.yaml:3:11: wrong. [test-rendered]\n  3 │   näht: {inputt: a}\n    │          ^\n"),
      (4, 2, "error: a.yaml:4:2: wrong. [test-rendered]\n  4 │   b\n    │   ^\n"),
      (3, nil, "error: a.yaml:3: wrong. [test-rendered]\n  3 │   näht: {inputt: a}\n"),
      (9, 1, "error: a.yaml:9:1: wrong. [test-rendered]\n"),
    ] as [(Int, Int?, String)])
  func excerpt(line: Int, column: Int?, text: String) {
    #expect(renderer().text(diagnostic("a.yaml", line, column)) == text)
  }

  @Test("shows no line of data, of a file that can't be read, or without a line")
  func withoutExcerpt() {
    #expect(renderer().text(diagnostic("a.csv", 1, 1)) == "error: a.csv:1:1: wrong. [test-rendered]\n")
    #expect(
      renderer().text(diagnostic("missing.yaml", 1, 1)) == "error: missing.yaml:1:1: wrong. [test-rendered]\n"
    )
    #expect(renderer().text(diagnostic("a.yaml", nil, nil)) == "error: a.yaml: wrong. [test-rendered]\n")
  }

  @Test("colours only when asked")
  func colour() {
    let text = renderer(colour: true).text(diagnostic("a.yaml", 1, 1))
    #expect(
      text
        == "\u{1B}[31merror:\u{1B}[0m a.yaml:1:1: wrong. \u{1B}[2m[test-rendered]\u{1B}[0m\n"
        + "  1 │ name: x\n    │ \u{1B}[31m^\u{1B}[0m\n")
  }

  @Test("counts several")
  func several() {
    let warning = Diagnostic(.rendered, severity: .warning, "odd")
    let error = Diagnostic(.rendered, .failure, "bad")
    #expect(
      renderer().text(Problems([error, warning, error]))
        == "error: bad. [test-rendered]\nwarning: odd. [test-rendered]\nerror: bad. [test-rendered]\n"
        + "2 errors, 1 warning\n")
    #expect(renderer().text(Problems([error])) == "error: bad. [test-rendered]\n")
  }

  @Test("lets nothing steer the terminal")
  func control() {
    let hostile = Diagnostic(.rendered, .failure, "key \u{1B}[2J\u{202E}x\r\n")
    #expect(renderer().text(hostile) == "error: key \\u{1B}[2J\\u{202E}x\\r\\n. [test-rendered]\n")
    #expect(quoted(String(repeating: "é", count: 61)) == "'" + String(repeating: "é", count: 60) + "…'")
    #expect(quoted("a'\u{7}\t") == "'a'\\u{7}\\t'")
  }
}
