import Foundation
import Markdown
import Testing

@Suite("Code highlighting")
struct HighlightingTests {
  /// What other readers took for what, as written by `Tests/Fixtures/highlight/make.py`.
  private struct Expected: Decodable {
    let samples: [String: [Run]]

    struct Run: Decodable {
      let kind: Character
      let length: Int

      init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        kind = Character(try pair.decode(String.self))
        length = try pair.decode(Int.self)
      }
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/highlight")

  private static let languages: [String: CodeLanguage] = [
    "card.html": .markup, "card.json": .json, "fit.R": .r, "night.sh": .shell, "query.sql": .sql,
    "settings.yaml": .yaml, "train.py": .python,
  ]

  private static func sample(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent("samples/\(name)")))
  }

  /// One letter a byte: the class of what it belongs to.
  private static func kinds(_ tokens: [CodeToken], _ count: Int) -> [Character] {
    var kinds = [Character](repeating: ".", count: count)
    for token in tokens { for place in token.range { kinds[place] = Character(token.kind.rawValue) } }
    return kinds
  }

  @Test(
    "takes the same bytes for comments, strings and numbers as other readers",
    arguments: languages.keys.sorted())
  func agrees(name: String) throws {
    let text = try Self.sample(name)
    let data = try Data(contentsOf: Self.folder.appendingPathComponent("expected.json"))
    let expected = try #require(try JSONDecoder().decode(Expected.self, from: data).samples[name])
    let theirs = expected.flatMap { Array(repeating: $0.kind, count: $0.length) }
    let ours = Self.kinds(try #require(Self.languages[name]).tokens(in: text), text.count)
    #expect(theirs.count == text.count)
    let tellsNumbers = theirs.contains("n")
    var place = 0
    for (number, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let range = place..<(place + line.count)
      // Numbers are compared where the other reader tells them; variables within strings are ours alone.
      let compared = tellsNumbers ? "csn" : "cs"
      let mine = String(range.map { compared.contains(ours[$0]) ? ours[$0] : "." })
      let other = String(range.map { ours[$0] == "f" ? "." : theirs[$0] })
      #expect(mine == other, "\(name):\(number + 1) \(String(decoding: line, as: UTF8.self))")
      place = range.upperBound + 1
    }
  }

  @Test("keeps the text, whatever bytes it has", arguments: CodeLanguage.allCases)
  func keepsText(language: CodeLanguage) throws {
    var generator = SeededGenerator(state: 7)
    let pieces =
      ["\"", "'", "`", "#", "\n", "$ ", "  ", "- ", "key: ", "|", ">", "\\", "<<EOF\n", "EOF", "/*", "--"]
      + [
        "{", "}", "[", "]", "<", "<!--", "{{", "}}", "0x", "1e5", "é", "\u{2028}", "r\"(", ")\"", "$", "~~~",
        "```", "---\n",
      ]
      + ["def", "SELECT", "true", ":", ",", "&a", "@x", "."]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let tokens = language.tokens(in: Array(text.utf8))
      var last = 0
      for token in tokens {
        #expect(
          token.range.lowerBound >= last && !token.range.isEmpty && token.range.upperBound <= text.utf8.count)
        last = token.range.upperBound
      }
      let html = HighlightedCode.html(of: text, language: language)
      var plain = html.replacing(#/<span class="[a-z]">|<\/span>/#, with: "")
      for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        plain = plain.replacing(entity, with: sign)
      }
      #expect(Array(plain.utf8) == Array(text.utf8), "\(language): \(text)")
    }
  }

  @Test("tells commands from what they answered, and goes on after a backslash")
  func console() {
    let html = HighlightedCode.html(
      of: "$ scorebook run \\\n  nightly # now\nnightly  'stands'\n# apt install x\n", language: .console)
    #expect(
      html == """
        <span class="p">$</span> scorebook run \\
          nightly <span class="c"># now</span>
        <span class="o">nightly  &#39;stands&#39;</span>
        <span class="p">#</span> apt install x

        """)
  }

  @Test("names keys, columns, calls and shortcodes")
  func names() {
    #expect(
      HighlightedCode.html(of: "a: 1\n", language: .yaml)
        == "<span class=\"f\">a</span>: <span class=\"n\">1</span>\n")
    #expect(
      HighlightedCode.html(of: "id,\"x y\"\n1,\"a\"\n", language: .csv)
        == "<span class=\"f\">id</span>,<span class=\"f\">&quot;x y&quot;</span>\n"
        + "<span class=\"n\">1</span>,<span class=\"s\">&quot;a&quot;</span>\n")
    #expect(
      HighlightedCode.html(of: "# A\n- [[metric x auc]]\n> [!NOTE]\n", language: .markdown)
        == "<span class=\"k\"># A</span>\n<span class=\"k\">-</span> <span class=\"f\">[[metric x auc]]</span>\n"
        + "<span class=\"k\">&gt;</span> <span class=\"k\">[!NOTE]</span>\n")
    #expect(
      HighlightedCode.html(of: "R\"--[x]--\" + 1", language: .r)
        == "<span class=\"s\">R&quot;--[x]--&quot;</span> + <span class=\"n\">1</span>")
    #expect(
      HighlightedCode.html(of: "{{> head}}", language: .markup) == "<span class=\"f\">{{&gt; head}}</span>")
  }

  @Test(
    "takes time in proportion to the text, whatever is opened and never closed",
    arguments: ["[", "`", "` `` ", "\"", "{{", "<!--", "$", "/*", "'", "[a](", "r\"-"])
  func unclosed(piece: String) {
    let text = Array(String(repeating: piece, count: (1 << 18) / piece.utf8.count).utf8)
    for language in CodeLanguage.allCases {
      let clock = ContinuousClock()
      let time = clock.measure { _ = language.tokens(in: text) }
      // A build for debugging needs half a second at most; where an end is looked for again and again, it needs many minutes.
      #expect(time < .seconds(20), "\(language), \(piece): \(time)")
    }
  }

  @Test("back-quotes and brackets that nothing closes leave those after them as they are")
  func unclosedPairs() {
    #expect(
      HighlightedCode.html(of: "``` ``a`` `b` ` c\n", language: .markdown)
        .hasPrefix("<span class=\"s\">"))
    #expect(
      HighlightedCode.html(of: "x ``` ``a`` `b` ` [c\n[[d]]", language: .markdown)
        == "x ``` <span class=\"s\">``a``</span> <span class=\"s\">`b`</span> ` [c\n<span class=\"f\">[[d]]</span>"
    )
    #expect(
      HighlightedCode.html(of: "x `a``` `b`", language: .markdown)
        == "x <span class=\"s\">`a`</span>`` <span class=\"s\">`b`</span>")
  }

  @Test("leaves blocks of other languages plain")
  func unknown() throws {
    #expect(CodeLanguage(named: "cobol") == nil)
    #expect(CodeLanguage(named: "") == nil)
    #expect(try html("```cobol\nADD 1 TO \"X\"\n```\n").contains("ADD 1 TO &quot;X&quot;"))
    #expect(try html("```SQL\nSELECT 1\n```\n").contains("<span class=\"k\">SELECT</span>"))
  }
}

/// SplitMix64.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
