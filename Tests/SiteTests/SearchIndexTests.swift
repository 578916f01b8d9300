import Foundation
@testable import Site
import Testing

@Suite("Search index")
struct SearchIndexTests {
  @Test("holds the bound of 100 kB for 500 pages of a usual size, and still finds what is told once")
  func bound() throws {
    let input = GeneratedSite(guides: 120, cards: 50, runs: 330).input
    let output = try Fixtures.build(input)
    let file = try #require(output.files.first { $0.path == "assets/search.js" })
    #expect(input.documents.count == 500)
    #expect(file.bytes.count < 100_000)
    // Full use is made of it.
    #expect(file.bytes.count > 90_000)
    let index = try IndexReader(file.bytes)
    #expect(index.pages.count == 500)
    for number in [0, 57, 119] {
      let page = try #require(index.pages.firstIndex { $0.path == GeneratedSite.guide(number) })
      #expect(index.places[GeneratedSite.rareWord(number)]?[page] == 0, "\(number)")
      #expect(index.places["guide"]?[page] == 3)
    }
    // Runs have their titles' words, and few of their text.
    let run = try #require(index.pages.firstIndex { $0.path.hasPrefix("runs/run-") })
    #expect(index.places["nightly"]?[run] == 3)
    #expect(index.many.contains(run))
    #expect(try Fixtures.build(input) == output)
  }

  @Test("keeps the words, with the weightiest place each stands at")
  func places() throws {
    let index = try index([
      "index.md": "# Start\n\nHello.",
      "guide/index.md": "# Guide",
      "guide/night.md": """
      ---
      title: Größere Läufe
      description: What max_rejects means.
      tags: [Straße]
      ---

      # Größere Läufe

      ## Counting rows

      Each run tells its rows in a *sum*. 4711 and 9f86d081884c7d65 are left out, `rows_in` is not.

      | café | naïve |
      | --- | --- |
      | zebra | the |
      """,
    ])
    let page = try #require(index.pages.firstIndex { $0.path == "guide/night" })
    let expected = [
      "grossere": 3, "laufe": 3, "strasse": 2, "counting": 2, "rows": 2, "max_rejects": 1, "means": 1,
      "run": 0,
      "sum": 0, "rows_in": 0, "cafe": 0, "naive": 0, "zebra": 0,
    ]
    for (word, place) in expected { #expect(index.places[word]?[page] == place, "\(word)") }
    for word in ["4711", "9f86d081884c7d65", "the", "what", "Größere"] { #expect(index.places[word] == nil) }
    #expect(index.pages[page].title == "Größere Läufe")
    #expect(index.pages[page].description == "What max_rejects means.")
  }

  @Test("leaves out of a query the words that it leaves out of texts")
  func stopWords() throws {
    let script = try TemplateLibrary().script
    let list = try #require(script.firstMatch(of: #/stopWords = new Set\((.*?)\.split/#.dotMatchesNewlines()))
    let words = list.output.1.split { !$0.isLetter }.map(String.init)
    #expect(words == SearchWords.stopWords)
  }

  @Test("leads to headings, by name or by an address of their own")
  func headings() throws {
    let index = try index([
      "index.md": "# Start",
      "a.md": "# A\n\n## Two words\n\n## Two words\n\n### Über uns\n\n#### Too deep",
    ])
    let page = try #require(index.pages.firstIndex { $0.path == "a" })
    #expect(index.headings[page] == ["=Two words", "#two-words-1", "Two words", "#über-uns", "Über uns"])
  }

  @Test(
    "writes hostile titles so that nothing ends the script",
    arguments: [
      "</script><script>alert(1)</script>", "\u{2028}alert(1)\u{2029}", "\"});alert(1);({\"",
      "\\\"+alert(1)+\\\"",
      "<!--<script>", "a\tb\u{0B}c", "]]>", "${alert(1)}", "`+alert(1)+`",
    ])
  func hostile(title: String) throws {
    let output = try Fixtures.build(
      SiteInput(
        title: "Site",
        documents: [
          SiteDocument(path: "index.md", text: "# Start"),
          SiteDocument(path: "a.md", text: "---\ntitle: \(Self.quoted(title))\n---\n\nText of \(title)\n"),
        ]))
    let file = try #require(output.files.first { $0.path == "assets/search.js" })
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(!text.contains("<") && !text.contains("\u{2028}") && !text.contains("\u{2029}"))
    let shown = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(try IndexReader(file.bytes).pages.contains { $0.title == shown })
  }

  @Test("a site of thousands of pages keeps to 200 bytes a page")
  func large() throws {
    let output = try Fixtures.build(GeneratedSite(guides: 20, cards: 2_476, runs: 0).input)
    let file = try #require(output.files.first { $0.path == "assets/search.js" })
    #expect(file.bytes.count < 2_500 * 200)
  }

  @Test("all pages stand in the page index, with what they are about, and each page leads there")
  func pageIndex() throws {
    let output = try Fixtures.build([
      "index.md": "# Start", "about.md": "# About \\<us>\n\nWho & why.",
      "guide/index.md": "# Guide\n\nAll of it.", "guide/a.md": "# First\n\nOne.",
      "guide/deep/b.md": "# Second\n\nTwo.",
    ])
    let html = try #require(output.text("pages.html"))
    for (href, title, about) in [
      ("about.html", "About &lt;us&gt;", "Who &amp; why."), ("guide/a.html", "First", "One."),
      ("guide/deep/b.html", "Second", "Two."),
    ] {
      #expect(html.contains("<li><a href=\"\(href)\">\(title)</a> <span>\(about)</span></li>"), "\(href)")
    }
    #expect(
      html.contains("<h2 id=\"section:guide\"><a href=\"guide/index.html\">Guide</a></h2>\n<p>All of it.</p>")
    )
    for path in output.files.map(\.path) where path.hasSuffix(".html") {
      #expect(try #require(output.text(path)).contains("pages.html\""), "\(path)")
    }
  }

  private func index(_ pages: [String: String]) throws -> IndexReader {
    let output = try Fixtures.build(pages)
    return try IndexReader(try #require(output.files.first { $0.path == "assets/search.js" }).bytes)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      case "\u{2028}": result += "\\L"
      case "\u{2029}": result += "\\P"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
