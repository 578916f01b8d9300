import Diagnostics
import Markdown
import Testing

@Suite("Hostile Markdown")
struct HostileTextTests {
  @Test(
    "never lets raw HTML through",
    arguments: [
      "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<div onclick='x()'>\n\ny\n\n</div>",
      "<iframe src=\"javascript:alert(1)\"></iframe>", "<!-- a --><b>x</b>", "<!-- --><script>x</script>",
      "<svg/onload=alert(1)>", "<a href=\"x\">y</a>", "<style>*{display:none}</style>", "<?php x ?>",
      "<![CDATA[<b>]]>",
      "> <script>\n> x\n> </script>", "- <p>a\n", "# <b>x</b>", "| <b>a</b> |\n| --- |\n| <i>b</i> |",
    ])
  func rawHTML(text: String) throws {
    let page = try html(text)
    let tags = page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1).map {
      String($0.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
    }
    let ours: Set<String> = [
      "p", "h1", "table", "thead", "tbody", "tr", "th", "td", "div", "ul", "li", "blockquote", "a",
    ]
    #expect(Set(tags).subtracting(ours).isEmpty, "\(page)")
    #expect(!page.contains("<div onclick"))
    #expect(!page.contains("<a href=\"x\""))
  }

  @Test("leaves comments out")
  func comments() throws {
    #expect(try html("a\n\n<!-- note to self -->\n\nb <!-- c --> d") == "<p>a</p>\n<p>b  d</p>\n")
  }

  @Test("keeps a trusted page's HTML, without the tags that load or run")
  func trusted() throws {
    let page = try html(
      "<div class=\"x\"><SCRIPT>a</SCRIPT></div>\n\na <kbd>b</kbd> <base href=x>",
      RenderOptions(isTrusted: true))
    #expect(page.contains("<div class=\"x\">&lt;SCRIPT>a&lt;/SCRIPT></div>"))
    #expect(page.contains("<kbd>b</kbd>"))
    #expect(page.contains("&lt;base href=x>"))
  }

  @Test(
    "refuses links that run or leave by another door",
    arguments: [
      "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java&#x09;script:alert(1)", "&#x01;javascript:alert(1)",
      "javascript&colon;alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "//example.com/x",
      "\\\\\\\\example.com", "/\\example.com", "ftp://example.com", "c:x", "blob:x", " javascript:alert(1)",
    ])
  func links(destination: String) throws {
    for text in ["[a](<\(destination)>)", "![a](<\(destination)>)", "[a][b]\n\n[b]: <\(destination)>"] {
      let page = try html(text)
      #expect(!page.contains("href"), "\(page)")
      #expect(!page.contains("src"), "\(page)")
      #expect(page.contains("a"))
    }
    #expect(InlineMarkdown.link("a", to: "javascript:alert(1)").markdown == "a")
  }

  @Test("escapes what stands in attributes")
  func attributes() throws {
    let page = try html(
      "[a](x\"onclick='y' \"t\\\" onclick=\\\"z\")\n\n![\"><script>](b.svg '\"><script>')\n")
    #expect(!page.contains("<script>"))
    #expect(!page.contains("\" onclick"))
    #expect(!page.contains("\"onclick"))
  }

  @Test("links to pictures on other hosts instead of loading them")
  func otherHosts() throws {
    for text in ["![a](https://example.com/x.png)", "b ![a](https://example.com/x.png)"] {
      let page = try html(text)
      #expect(!page.contains("<img"))
      #expect(page.contains("<a href=\"https://example.com/x.png\" rel=\"noopener noreferrer\">a</a>"))
    }
  }

  @Test("refuses lines of marks that would take forever")
  func deep() {
    for mark in [">", "> ", "- ", "* ", "1. ", "+ > "] {
      #expect {
        try Document(parsing: "x\n" + String(repeating: mark, count: 50_000), file: "a.md")
      } throws: {
        ($0 as? Diagnostic)?.identifier == .markdownTooDeep
      }
    }
    #expect {
      try Document(parsing: String(repeating: "a", count: Document.largest + 1), file: "a.md")
    } throws: {
      ($0 as? Diagnostic)?.identifier == .markdownTooLarge
    }
    #expect(throws: Never.self) { try Document(parsing: String(repeating: "-", count: 500), file: "a.md") }
    #expect(throws: Never.self) {
      try Document(parsing: "a | b\n" + String(repeating: "-", count: 99) + " | -\n", file: "a.md")
    }
  }

  @Test("refuses images and tables that would take forever, and takes large ones that won't")
  func costly() throws {
    let wide = String(repeating: "x|", count: 500) + "\n" + String(repeating: "-|", count: 500) + "\n"
    for text in [
      String(repeating: "![[]()", count: 60_000), wide + String(repeating: "|x|\n", count: 20_000),
      String(repeating: wide + String(repeating: "|x|\r\n", count: 300) + "\r\n", count: 9),
    ] {
      #expect { try Document(parsing: text, file: "a.md") } throws: {
        ($0 as? Diagnostic)?.identifier == .markdownTooCostly
      }
    }
    let rows =
      "| a | b | c |\n| - | - | - |\n" + String(repeating: "| 1 | [2](x.md) | ![3](y.svg) |\n", count: 3000)
    #expect(try Document(parsing: rows, file: "a.md").tree.children.first?.children.count == 3001)
  }

  @Test(
    "refuses brackets of which the parser would show other memory",
    arguments: [
      "[&Hat;1]", "![&Hat;1]", "[&#94;1]", "[&#00000094;1]", "[&#x5e;1]", "[&#X0000005E;1]", "\\\\[&Hat;1]",
    ])
  func strayFootnoteMark(text: String) throws {
    for lines in ["a[^b]\n\n> c \(text)", "a\n\n> c \(text)\n\n[^b]: d"] {
      #expect {
        try Document(parsing: lines, file: "a.md")
      } throws: {
        let told = $0 as? Diagnostic
        return told?.identifier == .markdownFootnoteMark && told?.place?.line == 3
      }
    }
    // Without footnotes it is text.
    #expect(try html(text).contains("[^1]"))
  }

  @Test(
    "takes what only looks like such a bracket",
    arguments: [
      "\\[&Hat;1]", "\\\\\\[&Hat;1]", "[&Hat 1]", "[&hat;1]", "[&#95;1]", "[&#x94;1]", "[&#+94;1]", "[&#;1]",
      "[&",
      "[ &Hat;1]", "[*&Hat;1*]", "[&#000000094;1]",
    ])
  func noStrayFootnoteMark(text: String) throws {
    let page = try html("a[^b] \(text) c\n\n[^b]: d")
    #expect(page.contains("1") && page.contains(" c") && page.contains("d"))
  }

  @Test("survives deep nesting, and keeps its text")
  func nesting() throws {
    let emphasis =
      String(repeating: "*a **a ", count: 3000) + "core" + String(repeating: "** a*", count: 3000)
    #expect(try html(emphasis).contains("core"))
    let brackets = String(repeating: "[", count: 5000) + "core" + String(repeating: "](x)", count: 5000)
    #expect(try html(brackets).contains("core"))
    var list = ""
    for depth in 0..<400 { list += String(repeating: "  ", count: depth) + "- item\(depth)\n" }
    #expect(try html(list).contains("item399"))
    var quotes = ""
    for depth in 1...60 { quotes += String(repeating: "> ", count: depth) + "q\(depth)\n\n" }
    #expect(try html(quotes).contains("q60"))
  }

  @Test("is quick where other parsers are slow", .timeLimit(.minutes(1)))
  func pathological() throws {
    for part in [
      "`a", "[a](", "![[]()", "*a_ ", "<a", "a@", "www.", "|", "~~a", "[^a]", "&", "\\", "<!--", "* a\n ",
      "[a]: b\n",
    ] {
      _ = try html(String(repeating: part, count: 4000))
    }
  }

  @Test("takes any bytes that are text", arguments: 0..<200)
  func noise(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let text = random.text(length: 400)
    let page = try Document(parsing: "x" + text, file: "a.md").rendered()
    #expect(!page.html.contains("<script"))
  }
}

/// A small generator, so that every run of the tests sees the same texts.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static let parts = [
    "*", "_", "`", "[", "]", "(", ")", "<", ">", "!", "#", "-", "+", "1.", "|", "~", "\\", "&", "&lt;",
    "&#60;", ":",
    "://", "www.", "@", "\"", "'", " ", "  ", "a", "b", "word", "é", "日本", "\u{2028}", "=", "{", "}", "$",
    "^", "[^a]",
    "<script>", "http", "- ", "> ", "x_y", "\u{202E}", "e\u{301}", "/", ".", "5", "%", ";",
  ]

  mutating func line(length: Int) -> String {
    (0..<Int.random(in: 1...length, using: &self)).map { _ in Self.parts.randomElement(using: &self) ?? "" }
      .joined()
  }

  mutating func text(length: Int) -> String {
    (0..<length).map { _ in
      Int.random(in: 0..<9, using: &self) == 0 ? "\n" : Self.parts.randomElement(using: &self) ?? ""
    }.joined()
  }
}
