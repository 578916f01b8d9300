import Diagnostics
import Testing

extension Diagnostic.Identifier {
  fileprivate static let testProblem = Self("test-problem")
}

@Suite("Diagnostic")
struct DiagnosticTests {
  @Test(
    "reads as place, summary, expected, found, next",
    arguments: [
      (nil, nil, nil, nil, "column 'age' holds 'n/a'."),
      (Diagnostic.Place(file: "a.csv"), nil, nil, nil, "a.csv: column 'age' holds 'n/a'."),
      (
        Diagnostic.Place(file: "a.csv", line: 8), "a number", nil, nil,
        "a.csv:8: column 'age' holds 'n/a'; expected a number."
      ),
      (
        Diagnostic.Place(file: "a.csv", line: 8, column: 3), nil, "text", nil,
        "a.csv:8:3: column 'age' holds 'n/a'; found text."
      ),
      (
        nil, "a number", "text", "Add it to missing_values.",
        "column 'age' holds 'n/a'; expected a number, found text. Add it to missing_values."
      ),
    ] as [(Diagnostic.Place?, String?, String?, String?, String)])
  func wording(place: Diagnostic.Place?, expected: String?, found: String?, next: String?, text: String) {
    let diagnostic = Diagnostic(
      .testProblem, at: place, "column 'age' holds 'n/a'", expected: expected, found: found, next: next)
    #expect(diagnostic.description == text)
  }

  @Test(
    "is one line that steers no terminal, whatever stands in it",
    arguments: [
      ("a\nerror: b", "a\\nerror: b"), ("\u{1B}[31mx", "\\u{1B}[31mx"), ("\u{7F}", "\\u{7F}"),
      ("\u{9B}31m", "\\u{9B}31m"), ("a\r\nb\tc", "a\\r\\nb\\tc"),
      ("\u{202E}x\u{2066}y\u{061C}", "\\u{202E}x\\u{2066}y\\u{61C}"), ("é 日本", "é 日本"),
    ])
  func oneLine(text: String, shown: String) {
    let diagnostic = Diagnostic(
      .testProblem, at: .init(file: text), "a \(text)", expected: text, found: text, next: text)
    #expect(
      diagnostic.description == "\(shown): a \(shown); expected \(shown), found \(shown). \(shown)")
    // What was made visible before stays as it is.
    #expect(Diagnostic(.testProblem, .failure, quoted(text)).description == quoted(text) + ".")
  }

  @Test("kinds carry their exit codes")
  func exitCodes() {
    #expect(Diagnostic.Kind.failure.rawValue == 1)
    #expect(Diagnostic.Kind.configuration.rawValue == 2)
    #expect(Diagnostic.Kind.refused.rawValue == 4)
    #expect(Diagnostic.Kind.notNow.rawValue == 75)
  }

  @Test("a place is given once")
  func at() {
    let first = Diagnostic.Place(file: "a", line: 1)
    let diagnostic = Diagnostic(.testProblem, .failure, "x").at(first).at(Diagnostic.Place(file: "b"))
    #expect(diagnostic.place == first)
  }

  @Test("JSON has every field, and escapes")
  func json() {
    let place = Diagnostic.Place(file: "a\"b.yaml", line: 3)
    let diagnostic = Diagnostic(
      .testProblem, .refused, severity: .warning, at: place, "line\nwith \u{1B} and \u{2028} and \\ and é",
      found: "x")
    #expect(
      diagnostic.json
        == #"{"identifier": "test-problem", "severity": "warning", "exit_code": 4, "file": "a\"b.yaml", "line": 3, "#
        + #""column": null, "summary": "line\nwith \u001b and \u2028 and \\ and é", "expected": null, "#
        + #""found": "x", "next": null}"#)
    #expect(Problems().json == "[]")
    #expect(Problems([diagnostic, diagnostic]).json == "[\n  \(diagnostic.json),\n  \(diagnostic.json)\n]")
  }
}

@Suite("Nearest name")
struct NearestNameTests {
  @Test(
    "finds what was meant, and nothing where nothing is near",
    arguments: [
      ("inputt", "input"), ("lokback", "lookback"), ("ouput", "output"), ("oputut", "output"),
      ("Input", "input"),
      ("expect", nil), ("ipnut", "input"), ("", nil), ("xyz", nil), ("sicne", "since"), ("x", nil),
    ] as [(String, String?)])
  func nearest(name: String, expected: String?) {
    #expect(nearestName(to: name, among: ["since", "output", "lookback", "input"]) == expected)
  }

  @Test("takes the first of the alphabet among equals, in whatever order they come")
  func ties() {
    #expect(nearestName(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
    #expect(nearestName(to: "cat", among: ["cats", "bat", "scat"]) == "bat")
    #expect(nearestName(to: "Cat", among: ["dog", "catt", "cAT"]) == "cAT")
    #expect(nearestName(to: "cat", among: [String]()) == nil)
    #expect(nearestName(to: "c", among: ["a", "b"]) == nil)
    #expect(nearestName(to: "c", among: ["a", "C"]) == "C")
  }

  @Test("is at most two steps away among very many, and is found at once")
  func amongMany() {
    let names = NearestNames((1...20_000).map { "page-\($0).html" })
    #expect(names.name(nearestTo: "pgae-123.htm") == "page-123.html")
    #expect(names.name(nearestTo: "pgae-123.ht") == nil)
    #expect(names.name(nearestTo: "page-30001.html") == "page-10001.html")
    #expect(NearestNames(["page-123.html"]).name(nearestTo: "pgae-123.ht") == "page-123.html")
    let took = ContinuousClock().measure {
      for number in 1...100 { #expect(names.name(nearestTo: "paige_\(number)_x.html") == nil) }
    }
    #expect(took < .seconds(60))
  }

  @Test("is the same as by all steps between all names")
  func allSteps() {
    func steps(_ a: [UInt8], _ b: [UInt8]) -> Int {
      var table = (0...a.count).map { i in (0...b.count).map { i == 0 ? $0 : $0 == 0 ? i : 0 } }
      for i in 1..<(a.count + 1) {
        for j in 1..<(b.count + 1) {
          let change = a[i - 1] == b[j - 1] ? 0 : 1
          table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change)
          if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
            table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
          }
        }
      }
      return table[a.count][b.count]
    }
    var state: UInt64 = 7
    func drawn(_ most: Int) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      let count = Int(state >> 40) % most
      return String(
        (0..<count).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1
          return ["a", "b", "c", "C"][Int(state >> 40) % 4] as Character
        })
    }
    for _ in 0..<2000 {
      let name = drawn(12)
      let others = (0..<6).map { _ in drawn(12) }
      let own = Array(name.lowercased().utf8)
      let limit = own.count < 2 ? 0 : max(1, (own.count + 1) / 3)
      let all = others.sorted().map { ($0, steps(own, Array($0.lowercased().utf8))) }
      let expected = all.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
      #expect(nearestName(to: name, among: others) == expected, "\(name) among \(others)")
    }
  }

  @Test(
    "says which there are where nothing is near",
    arguments: [
      (["hat"], "Did you mean 'hat'?"), (["output"], "There is 'output'."),
      (["since", "output"], "There are output, since."), ([], "The workspace has none."),
    ])
  func advice(names: [String], expected: String) {
    #expect(nameAdvice(for: "cat", among: names) == expected)
  }
}

@Suite("Problems")
struct ProblemsTests {
  private func problem(
    _ kind: Diagnostic.Kind, _ file: String?, _ line: Int, severity: Diagnostic.Severity = .error
  )
    -> Diagnostic
  {
    Diagnostic(
      .testProblem, kind, severity: severity, at: file.map { Diagnostic.Place(file: $0, line: line) },
      "p\(line)")
  }

  @Test("come in the order of their places, the main file first")
  func order() {
    let problems = Problems([
      problem(.failure, "a.yaml", 2), problem(.failure, "z.yaml", 9), problem(.failure, "z.yaml", 3),
      problem(.failure, nil, 0), problem(.failure, "a.yaml", 1),
    ])
    #expect(problems.sorted(first: "z.yaml").list.map(\.summary) == ["p0", "p3", "p9", "p1", "p2"])
    #expect(problems.sorted().list.map(\.summary) == ["p0", "p1", "p2", "p3", "p9"])
  }

  @Test("amount to configuration before failure before refusal; warnings to nothing")
  func kind() {
    let warning = problem(.configuration, nil, 0, severity: .warning)
    #expect(Problems([warning]).kind == nil)
    #expect(Problems([warning, problem(.notNow, nil, 1)]).kind == .notNow)
    #expect(Problems([problem(.notNow, nil, 1), problem(.refused, nil, 1)]).kind == .refused)
    #expect(Problems([problem(.refused, nil, 1), problem(.failure, nil, 1)]).kind == .failure)
    #expect(Problems([problem(.failure, nil, 1), problem(.configuration, nil, 1)]).kind == .configuration)
  }

  @Test("throw only when one is an error")
  func throwing() throws {
    try Problems([problem(.failure, nil, 1, severity: .warning)]).throwIfAny()
    #expect(throws: Problems.self) { try Problems([problem(.failure, nil, 1)]).throwIfAny() }
  }

  @Test("collect what a body throws and go on")
  func collecting() throws {
    var problems = Problems()
    let value = problems.collect { 3 }
    let nothing: Int? = try problems.collect { throw problem(.failure, nil, 1) }
    #expect(value == 3)
    #expect(nothing == nil)
    #expect(problems.list.count == 1)
  }
}
