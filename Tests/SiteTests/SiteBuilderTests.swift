import Diagnostics
import Foundation
@testable import Site
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Site builder")
struct SiteBuilderTests {
  @Test(
    "makes the committed page of each layout",
    arguments: [
      "index.html", "models/repurchase.html", "runs/nightly_1998_06_28.html", "reports/weekly.html",
      "guide/start.html",
      "runs/index.html", "404.html", "start.html",
    ])
  func golden(page: String) throws {
    let output = try Fixtures.build(Fixtures.sample())
    let html = try #require(output.text(page))
    let golden = URL(fileURLWithPath: Fixtures.root + "/golden/" + page)
    if ProcessInfo.processInfo.environment["SCOREBOOK_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(masked(html).utf8).write(to: golden)
    }
    #expect(try masked(html) == String(contentsOf: golden, encoding: .utf8))
  }

  /// The digests of style sheet and script change with each word in them; they are tested elsewhere.
  private func masked(_ html: String) -> String {
    html.replacing(/(style|script)-[0-9a-f]{16}\./) { "\($0.output.1)-DIGEST." }
  }

  @Test("gives the same bytes for the same input, in whatever order it comes")
  func identical() throws {
    let input = try Fixtures.sample(baseURL: "https://example.com/scorebook/")
    let turned = SiteInput(
      title: input.title, baseURL: input.baseURL, documents: input.documents.reversed(),
      assets: input.assets.reversed())
    #expect(try Fixtures.build(input) == Fixtures.build(turned))
  }

  @Test("puts Markdown, assets, style sheet and script beside the pages, and links all of it relatively")
  func files() throws {
    let input = try Fixtures.sample()
    let output = try Fixtures.build(input)
    let paths = Set(output.files.map(\.path))
    for document in input.documents {
      #expect(output.text(document.path) == document.text)
      #expect(paths.contains(document.path.dropLast(3) + ".html"))
    }
    for asset in input.assets {
      #expect(output.files.contains { $0.path == asset.path && $0.bytes == asset.bytes })
    }
    #expect(paths.contains(".scorebook-site"))
    for path in paths where path.hasSuffix(".html") {
      let html = try #require(output.text(path))
      for match in html.matches(of: /(?:href|src)="([^"]*)"/) {
        #expect(!match.output.1.hasPrefix("/"), "\(path): \(match.output.1)")
      }
      #expect(!html.contains("{{"))
    }
    #expect(output.text("robots.txt") == "User-agent: *\nAllow: /\n")
    #expect(output.text("feed.xml") == nil)
    #expect(output.text("sitemap.xml") == nil)
  }

  @Test(
    "writes feed, sitemap, canonical addresses and absolute links for missing pages where it knows the address"
  )
  func addresses() throws {
    let output = try Fixtures.build(
      [
        "index.md": "# Home\n", "a/b & c.md": "---\ntitle: B & <C>\ndate: 1998-06-28\n---\nText \u{1}of b.\n",
      ],
      baseURL: "https://example.com/s")
    #expect(
      output.text("feed.xml") == """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
        <title>Site</title>
        <id>https://example.com/s/</id>
        <link href="https://example.com/s/"/>
        <link rel="self" href="https://example.com/s/feed.xml"/>
        <updated>1998-06-28T00:00:00Z</updated>
        <author><name>Site</name></author>
        <entry>
        <title>B &amp; &lt;C&gt;</title>
        <id>https://example.com/s/a/b%20&amp;%20c.html</id>
        <link href="https://example.com/s/a/b%20&amp;%20c.html"/>
        <updated>1998-06-28T00:00:00Z</updated>
        <summary>Text of b.</summary>
        </entry>
        </feed>

        """)
    let sitemap = try #require(output.text("sitemap.xml"))
    #expect(sitemap.contains("<url><loc>https://example.com/s/</loc></url>"))
    #expect(sitemap.contains("<url><loc>https://example.com/s/a/</loc></url>"))
    #expect(sitemap.contains("b%20&amp;%20c.html</loc><lastmod>1998-06-28</lastmod></url>"))
    #expect(output.text("robots.txt")?.hasSuffix("Sitemap: https://example.com/s/sitemap.xml\n") == true)
    #expect(
      output.text("index.html")?.contains("<link rel=\"canonical\" href=\"https://example.com/s/\">") == true)
    #expect(output.text("404.html")?.contains("href=\"/s/index.html\"") == true)
  }

  @Test("feed and sitemap stay well-formed whatever titles and texts hold")
  func feedsOfOddTexts() throws {
    // One of each kind that XML 1.0, section 2.2, does not know, between two that it does.
    let odd = "a\u{0}\u{1}\u{B}\u{1F}\u{FFFE}\u{FFFF}]]>&<\u{85}\u{10FFFE}b"
    let output = try Fixtures.build(
      SiteInput(
        title: "Site " + odd, baseURL: "https://example.com/s",
        documents: [
          SiteDocument(
            path: "x\u{FFFF}y.md", text: "---\ndate: 1998-06-28\n---\n\n# T\(odd)\n\nText \(odd).\n")
        ]))
    for name in ["feed.xml", "sitemap.xml"] {
      let text = try #require(output.text(name))
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
      for scalar in ["\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] as [Unicode.Scalar] {
        #expect(!text.unicodeScalars.contains(scalar))
      }
    }
    // Markdown itself has another character for NUL.
    #expect(
      output.text("feed.xml")?.contains("<title>Ta\u{FFFD}]]&gt;&amp;&lt;\u{85}\u{10FFFE}b</title>") == true)
  }

  @Test("leaves drafts out, and leads from old paths to new ones")
  func draftsAndAliases() throws {
    let output = try Fixtures.build([
      "index.md": "# Home\n", "a/draft.md": "---\ndraft: true\n---\n",
      "a/new.md": "---\ntitle: New\naliases: [/old/, b/older.md]\n---\n",
    ])
    #expect(output.text("a/draft.html") == nil)
    #expect(output.text("a/draft.md") == nil)
    #expect(output.text("old/index.html")?.contains("content=\"0; url=../a/new.html\"") == true)
    #expect(output.text("b/older.html")?.contains("<a href=\"../a/new.html\">New</a>") == true)
  }

  @Test("orders pages by weight, then date, then title, and leads through them")
  func order() throws {
    let output = try Fixtures.build([
      "s/index.md": "---\ntitle: Section\nweight: 1\n---\n", "s/b.md": "# B\n", "s/a.md": "# A\n",
      "s/first.md": "---\nweight: 1\ntitle: First\n---\n",
      "s/old.md": "---\ndate: 1997-01-01\ntitle: Old\n---\n",
      "s/new.md": "---\ndate: 1998-01-01\ntitle: New\n---\n", "t/x.md": "# X\n",
      "alone.md": "---\nweight: 0\n---\n# Alone\n",
    ])
    let page = try #require(output.text("s/new.html"))
    let places = ["First", "New", "Old", "A", "B"].compactMap {
      page.range(of: ">\($0)</a></li>")?.lowerBound
    }
    #expect(places.count == 5)
    #expect(places == places.sorted())
    #expect(
      page.contains("<a class=\"previous\" rel=\"prev\" href=\"first.html\"><span>Previous</span> First</a>"))
    #expect(page.contains("<a class=\"next\" rel=\"next\" href=\"old.html\"><span>Next</span> Old</a>"))
    #expect(page.contains("<li><a href=\"index.html\" aria-current=\"true\">Section</a></li>"))
    #expect(page.contains("<li><a href=\"new.html\" aria-current=\"page\">New</a></li>"))
    let bar = ["Alone", "Section", "T"].compactMap { page.range(of: ">\($0)</a></li>")?.lowerBound }
    #expect(bar.count == 3 && bar == bar.sorted())
  }

  @Test("lists the neighbours of a page in a long section, not all of it")
  func longSection() throws {
    var pages: [String: String] = [:]
    for number in 100..<500 { pages["runs/r\(number).md"] = "# Run \(number)\n" }
    let output = try Fixtures.build(pages)
    let page = try #require(output.text("runs/r300.html"))
    #expect(page.contains(">Run 290</a></li>") && page.contains(">Run 319</a></li>"))
    #expect(!page.contains(">Run 289</a></li>") && !page.contains(">Run 320</a></li>"))
    #expect(page.contains("<li class=\"more\"><a href=\"index.html\">all 400 pages</a></li>"))
    #expect(try #require(output.text("runs/index.html")).contains("<a href=\"r499.html\">Run 499</a>"))
  }

  @Test("resolves links between pages, from the root too, and to folders")
  func links() throws {
    let output = try Fixtures.build(
      [
        "index.md": "# Home\n",
        "a/b.md":
          "[1](../index.md) [2](/a/c.md#x) [3](./) [4](/) [5](c%20d.md) [6](raw.csv) [7](/a/raw.csv) [8](missing.md)",
        "a/c.md": "## X\n", "a/c d.md": "# D\n", "a/index.md": "# A\n",
      ], assets: [SiteAsset(path: "a/raw.csv", text: "x\n")])
    let page = try #require(output.text("a/b.html"))
    for (number, address) in [
      (1, "../index.html"), (2, "c.html#x"), (3, "index.html"), (4, "../index.html"), (5, "c%20d.html"),
      (6, "raw.csv"),
      (7, "raw.csv"), (8, "missing.md"),
    ] {
      #expect(page.contains("<a href=\"\(address)\">\(number)</a>"), "\(number)")
    }
  }

  @Test("replaces a hand-written page by a generated one at its path")
  func generated() throws {
    let input = SiteInput(title: "S", documents: [SiteDocument(path: "m.md", text: "prose")])
      .adding(documents: [SiteDocument(path: "m.md", text: "card")])
    #expect(input.documents.map(\.text) == ["card"])
  }

  @Test("tells every problem of every page at once")
  func problems() throws {
    let found = told {
      _ = try Fixtures.build(
        [
          "a.md": "---\ntitel: x\nlayout: hme\ndate: 1997-02-30\nweight: heavy\n---\n",
          "b.md": "---\ntitle: [\n---\n",
          "c.md": "---\nnever closed\n", "../d.md": "x", "e/f.txt": "x",
        ], assets: [SiteAsset(path: "/x", text: "")], baseURL: "example.com")
    }
    #expect(
      found == [
        "'example.com' is no address that a site can stand at; expected an address like https://example.com/scorebook/, found no https:// or http:// in small letters at its beginning. Mend base_url under site, or --base-url.",
        "/x: '/x' is no path inside the site; expected names set apart by '/', relative to the site's root. Rename it.",
        "../d.md: '../d.md' is no path inside the site; expected names set apart by '/', relative to the site's root. Rename it.",
        "a.md:3:9: there is no layout 'hme'; expected page, home, card, run, report. Did you mean 'home'?",
        "a.md:4:7: 'date' can't be read; expected a date like 1997-11-02, or 1997-11-02T04:00:00Z, found '1997-02-30'. Mend the front matter.",
        "a.md:5:9: 'weight' can't be read; expected a whole number, found 'heavy'. Mend the front matter.",
        "a.md:2:1: the front matter has no key 'titel'. Did you mean 'title'?",
        "b.md:3:1: the front matter is not valid YAML: a bracket or brace above is never closed. Close it.",
        "c.md:1: the front matter is not closed; expected a line '---' after it. Close it; a rule at the beginning of a page is written '***'.",
        "e/f.txt: the document 'e/f.txt' is no Markdown file; expected a path that ends in '.md'. Rename it, or hand it over as an asset.",
      ])
  }

  @Test(
    "refuses an address that no site can stand at, by what is wrong with it",
    arguments: [
      ("https://e.com//", "two slashes"), ("https://e.com/a//b/", "two slashes"),
      ("https://e.com/../x", "'..'"), ("https://e.com:99999/", "a port"), ("https://e.com:/", "a port"),
      ("https://e.com:8x/", "a port"),
      ("https:///x", "no host"), ("https://u:p@e.com/", "a user"), ("HTTPS://E.COM", "small letters"),
      ("https://e.com/a b/", "a blank"), ("https://[::1]x/", "a port"),
      ("https://e.com:+80/", "a port"), ("https://]:80/", "no host"), ("https://e.com/a\tb/", "a blank"),
      ("https://e.com/%2e%2e/x", "'..'"),
    ])
  func unsoundAddress(address: String, words: String) {
    let found = told { _ = try BaseURL(address) }
    #expect(found.count == 1 && found[0].contains(words), "\(found)")
    #expect(!found[0].contains("u:p"))
  }

  @Test("takes addresses with ports, folders and numbers for a host")
  func soundAddress() throws {
    for (address, path) in [
      ("https://e.com", "/"), ("http://e.com:8080/a/b", "/a/b/"), ("https://[::1]:8443/x/", "/x/"),
      ("http://127.0.0.1/", "/"),
    ] {
      let base = try #require(try BaseURL(address))
      #expect(base.path == path && base.text == (address.hasSuffix("/") ? address : address + "/"))
    }
  }

  @Test("refuses two things at one path")
  func duplicates() throws {
    let found = told {
      _ = try Fixtures.build(
        ["a.md": "x", "b.md": "---\naliases: [a.html]\n---\n"], assets: [SiteAsset(path: "b.html", text: "")])
    }
    #expect(
      found == [
        "b.md: 'b.html' is also made from 'b.html'. Rename one of them, or take the alias out.",
        "b.md: 'a.html' is also made from 'a.md'. Rename one of them, or take the alias out.",
      ])
  }

  @Test(
    "refuses hostile front matter before the YAML reader sees it",
    arguments: [
      String(repeating: "[", count: 5000), String(repeating: "- ", count: 5000),
      String(repeating: "a", count: 70_000),
      "a: " + String(repeating: "{b: ", count: 400),
    ])
  func hostile(yaml: String) throws {
    let found = told { _ = try Fixtures.build(["a.md": "---\n\(yaml)\n---\n"]) }
    #expect(found.count == 1 && found[0].contains("too large or too deep"))
  }

  @Test("refuses aliases in front matter by name", .timeLimit(.minutes(1)))
  func aliases() throws {
    var bomb = "a0: &a0 {x: 1}\n"
    for level in 1...31 { bomb += "a\(level): &a\(level) {? [*a\(level - 1), *a\(level - 1)] : 1}\n" }
    let found = told { _ = try Fixtures.build(["a.md": "---\n\(bomb)? *a31\n: 1\n---\n"]) }
    #expect(
      found == [
        "a.md:3: the front matter has the alias '*a0'; expected no anchors and aliases. Write the value out where it is used."
      ])
    #expect(told { _ = try Fixtures.build(["a.md": "---\ntitle: R&D * x\n---\n"]) }.isEmpty)
  }

  @Test("leaves the keys of the card formats alone")
  func cards() throws {
    let yaml = "layout: card\nlicence: mit\nlicense: mit\nlanguage: no\ntitels: x\nmodel-index: [{name: a}]\n"
    #expect(told { _ = try Fixtures.build(["a.md": "---\n\(yaml)---\n"]) }.isEmpty)
    #expect(told { _ = try Fixtures.build(["a.md": "---\nlicense: mit\nrun: 12\n---\n"]) }.isEmpty)
  }

  @Test("keeps hostile text out of titles and navigation")
  func hostileTitles() throws {
    let title = "</title><script>alert(1)</script>\" onload=\"x"
    let output = try Fixtures.build([
      "s/a.md": "---\ntitle: '\(title)'\ndescription: '\(title)'\ntags: ['\(title)']\n---\n",
      "s/b.md": "# b\n",
    ])
    for file in output.files where file.path.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      #expect(!html.contains("<script>"))
      #expect(!html.contains("\" onload"))
    }
  }
}
