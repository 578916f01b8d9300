import Diagnostics
import Markdown
import Testing

@Suite("Markdown documents")
struct DocumentTests {
  @Test(
    "takes front matter off, whatever the line ends",
    arguments: [
      "---\ntitle: a\nlanguage: no\n---\nBody\n", "---\r\ntitle: a\r\nlanguage: no\r\n---\r\nBody\n",
      "\u{FEFF}---\ntitle: a\nlanguage: no\n...\nBody\n", "--- \ntitle: a\nlanguage: no\n---\t\nBody\n",
      "---\rtitle: a\rlanguage: no\r---\rBody\n", "---\r\ntitle: a\rlanguage: no\n---\rBody\n",
    ])
  func frontMatter(text: String) throws {
    let document = try Document(parsing: text, file: "a.md")
    #expect(document.frontMatter == "title: a\nlanguage: no\n")
    #expect(document.body == "Body\n")
    #expect(document.bodyLine == 5)
  }

  @Test("has lines that end with LF, whatever they end with in the file")
  func lineEnds() throws {
    let document = try Document(parsing: "---\r\ntitle: a\r\n---\r\nOne\r\n\r\n\r\rTwo\n\r\r\n", file: "a.md")
    #expect(Array(document.body.utf8) == Array("One\n\n\n\nTwo\n\n\n".utf8))
    #expect(document.bodyLine == 4)
    #expect(try Document(parsing: "a\rb\r\r# C\r", file: "a.md").tree.children.map(\.line) == [1, 4])
    let deep = "a\rb\r\n" + String(repeating: "> ", count: 100)
    #expect { try Document(parsing: deep, file: "a.md") } throws: { ($0 as? Diagnostic)?.place?.line == 3 }
  }

  @Test("has none where the first line is something else")
  func noFrontMatter() throws {
    for text in ["Body\n---\n", "", "\n---\na: b\n---\n", "----\nx\n"] {
      let document = try Document(parsing: text, file: "a.md")
      #expect(document.frontMatter == nil)
      #expect(document.body == text)
    }
    #expect(try Document(parsing: "---\n---\nx", file: "a.md").frontMatter == "")
  }

  @Test(
    "refuses front matter that is not read as such: what it holds back would be published",
    arguments: [
      ("\n---\ntitle: Secret\ndraft: true\n---\nx\n", 2, "not at the beginning"),
      ("\u{FEFF}\r\n \r\n---\r\ndraft: true\r\n---\r\n", 3, "not at the beginning"),
      ("<!-- x -->\n<!--\ny -->\n---\nlicense: mit\ntags: [a]\n---\n", 4, "not at the beginning"),
      (" ---\ntitle: a\n---\n", 1, "not at the beginning"),
      ("----\ntitle: a\n----\nx\n", 1, "between lines of 4 hyphens"),
      ("+++\ntitle = \"a\"\ndraft = true\n+++\nx\n", 1, "is TOML"),
      ("+++\n\"title\"=\"a\"\n# x\n\n[b]\n+++\nx\n", 1, "is TOML"),
      ("\n---\ntitle: Secret\ndraft: true\n...\n", 2, "not at the beginning"),
      ("\n---\nname: x\n\"draft\": true\n---\n", 2, "not at the beginning"),
      ("\n---\n'draft' : true\n---\n", 2, "not at the beginning"),
      ("\u{A0}---\ndraft: true\n---\n", 1, "not at the beginning"),
      ("\n---\ntitle: a\n\ndraft: true\n---\n", 5, "is in no front matter"),
      ("\n---\n# remark\ndraft: true # for now\n---\n", 4, "is in no front matter"),
      ("\n---\nDraft: True\n---\n", 3, "is in no front matter"),
      ("\u{2014}\ndraft:true\n\u{2014}\n", 2, "is in no front matter"),
      ("- - -\ntags:\n- a\n  - b\n\"draft\": \"yes\"\n- - -\n", 5, "is in no front matter"),
      ("title: a\ndraft: true\n\n# A\n", 2, "is in no front matter"),
      ("+++\n[page]\ndraft = true\n+++\n", 3, "is in no front matter"),
      ("# A\n\n---\ndraft: true\n---\n", 4, "is in no front matter"),
      ("---\ntitle: a\n---\ndraft: true\n\nText\n", 4, "is in no front matter"),
      ("{ draft: true }\n\nText\n", 1, "is in no front matter"),
      ("{title: X, draft: true}\n\nText\n", 1, "is in no front matter"),
      ("{title: x,\n draft: true}\n\nText\n", 2, "is in no front matter"),
      ("\n{\n  title: x,\n  draft: true\n}\n", 4, "is in no front matter"),
      ("{{title: X, draft: true }} # soon\nText\n", 1, "is in no front matter"),
      ("Last updated: 30 November\n2026-11-30\ndraft: true\n\nText\n", 3, "is in no front matter"),
      ("\r---\rdraft: true\r---\r", 2, "not at the beginning"),
      ("\u{FEFF}\u{FEFF}---\ndraft: true\n---\n", 1, "found U+FEFF, which can't be seen"),
      ("\u{200B}---\ndraft: true\n---\n", 1, "found U+200B, which can't be seen"),
      (" \u{2060}\u{AD}---\ndraft: true\n---\n", 1, "found U+2060, which can't be seen"),
      ("---\u{A0}\ndraft: true\n---\n", 1, "more than its mark; expected '---' alone, found U+00A0"),
      ("--\ntitle: a\n--\n", 1, "between lines of 2 hyphens"),
      ("–--\ndraft: true\n–--\nx\n", 1, "a line of other dashes; expected three hyphens: '---', found '–--'"),
      ("—\ntitle: a\ndraft: true\n—\n", 1, "other dashes"),
      ("—-\ntitle: a\n---\n", 1, "other dashes"), ("–––\ntitle: a\n–––\n", 1, "other dashes"),
      ("---yaml\ntitle: a\n---\nx\n", 1, "more than its mark; expected '---' alone, found '---yaml'"),
      ("--- # note\ndraft: true\n---\n", 1, "found '--- # note'"),
      ("{\n  \"title\": \"a { \\\" }\",\n\n \"x\": {},\n \"draft\" : true\n}\n\nx\n", 1, "is JSON"),
      ("{\"draft\": true}\n", 1, "is JSON"), ("\n{\r  \"tags\": [1]\r}\r", 2, "is JSON"),
      ("---\ntitle: a\n---\n\n---\ndraft: true\n---\nx\n", 5, "a second front matter"),
      ("---\n---\n---\ntitle: a\ntags: [b]\n---\n", 3, "a second front matter"),
      ("---\ntitle: a\n---\n+++\ndraft = true\n+++\nx\n", 4, "a second front matter"),
    ])
  func misplaced(text: String, line: Int, words: String) {
    #expect { try Document(parsing: text, file: "a.md") } throws: {
      let problem = $0 as? Diagnostic
      return problem?.place?.line == line && problem?.description.contains(words) == true
    }
  }

  @Test(
    "takes rules and headings for what they are",
    arguments: [
      "\n---\nThe date: today\n---\n", "----\ntitle: a\n---\n", "\n---\n\ntitle: a\n",
      "Text\n---\ntitle: a\n---\n",
      "<!-- MIT -->\n---\nA page begins so:\n```yaml\ntitle: x\n```\n---\n",
      "----\n# Minutes\ndate: today\n----\n", "\n---\ntitle: a\n\nText.\n\n---\n",
      "\n---\nname: a\n~~~\ntitle: a\n~~~\n---\n", "\n---\nWords\ntitle: a\n---\n", "\n---\ntitle:a\n---\n",
      "\n---\n  title: a\n---\n", "+++\nx\n+++\n", "<!-- never closed\n---\ntitle: a\n---\n",
      "What is said here: words\n\nText.\n\ndraft: true\n", "{title: X, draft: maybe}\n",
      "To hide it:\n\ndraft: true\n", "An example: this one\n\n{draft: on}\n",
      "> Note well: x\ndraft: true\n",
      "# Drafts\n\nWrite in front matter:\ndraft: true\n", "{ x }\n\n    draft: true\n",
      "{% raw %}\n\ndraft: true\n",
      "Text.\n\ndraft: true\n", "```\ndraft: true\n```\n", "<!-- draft: true -->\nText\n", "draft: false\n",
      "# Drafts\n\ndraft: true stays\n", "draft: truely\n", "| a | b |\n|---|---|\n| draft: true | 1 |\n",
      "- - -\nDate: 1 May\nTitle: x\n- - -\n", "Draft\n\n1. true\n", "\\draft: true\n",
      "# Front matter\n\n    draft: true\n", "- ```yaml\n  draft: true\n  ```\n", "Draft: yes, this one.\n",
      "- [ ] todo\n  draft: yes\n", "<!-- x --> Words.\n\n---\ntitle: a\ntext\n---\n",
      "— said she\ntitle: a\n—\n", "-\ntitle: a\n-\n", "--- he said\n\ntitle: a\n---\n",
      "—\nA: b\n—\n", "--\nWords.\n--\n", "{ \"a\": { \"title\": 1 } }\n", "{title}: \"draft\": x }\n",
      "{\"title\", \"draft\"}\n", "{\"title\": 1\n", "{}\n\"title\": 1 }\n",
    ])
  func rules(text: String) throws { #expect(try Document(parsing: text, file: "a.md").frontMatter == nil) }

  @Test("finds what holds a page back wherever it stands among other bytes")
  func draftAnywhere() {
    for count in 0..<40 {
      for (word, behind) in [("draft", ""), ("DRAFT", "\n"), ("Draft", "\ndr dra draf text\n")] {
        let text = "<!--" + String(repeating: "dr", count: count) + "-->\n\(word): true\(behind)"
        #expect(throws: Diagnostic.self, "\(text)") { try Document(parsing: text, file: "a.md") }
      }
      let without = String(repeating: "#", count: count) + " dra\nft: true draf t"
      #expect(throws: Never.self) { try Document(parsing: without, file: "a.md") }
    }
  }

  @Test("takes a rule behind front matter for a rule")
  func ruleBehind() throws {
    for body in [
      "---\n\ntitle: a\n\n---\n", "***\n", "---\nname: a\n---\n", "---\ndate: today\nat: 5\n---\n",
      "{\"title\": 1}\n",
    ] {
      #expect(try Document(parsing: "---\ntitle: x\n---\n" + body, file: "a.md").body == body)
    }
  }

  @Test("knows no front matter in a part of a document, and has its lines")
  func part() throws {
    for text in [
      "---\n\ndate: 5 January\n\n---\n\n# A\n", "\n---\ntitle: a\n---\n\n\n# A\n", "---\n\n\n\n\n\n# A",
    ] {
      let part = try Document(part: text, file: "a.md")
      #expect(part.frontMatter == nil && part.body == text && part.bodyLine == 1)
      #expect(part.tree.children.last?.line == 7)
    }
    let deep = String(repeating: "> ", count: 100) + "x"
    #expect(throws: Diagnostic.self) { try Document(part: deep, file: "a.md") }
  }

  @Test("refuses front matter that is not closed")
  func unclosed() {
    #expect { try Document(parsing: "---\ntitle: a\n", file: "a.md") } throws: {
      ($0 as? Diagnostic)?.description
        == "a.md:1: the front matter is not closed; expected a line '---' after it. "
        + "Close it; a rule at the beginning of a page is written '***'."
    }
  }

  @Test("refuses bytes that are not UTF-8, and names the first of them")
  func encoding() {
    func told(_ bytes: [UInt8]) -> Diagnostic? {
      do { _ = try Document(bytes: bytes, file: "a.md") } catch { return error }
      return nil
    }
    let problem = told(Array("---\ntitle: é\n---\r\nCaf".utf8) + [0xE9, 0x0A, 0xFF])
    #expect(
      problem?.description
        == "a.md:4:4: the document is not valid UTF-8; found the byte E9. Save it again as UTF-8.")
    #expect(problem?.identifier == .markdownEncoding)
    #expect(problem?.kind == .configuration)
    // Of a character that breaks off, its first byte.
    #expect(told(Array("a\n".utf8) + [0xE2, 0x82])?.place?.line == 2)
    #expect(told([0xC0, 0x80])?.place?.column == 1)
  }

  @Test("makes a link of an address whatever else the text holds, and of one written with an entity")
  func autolinks() throws {
    for text in [
      "foo&#64;example.com", "foo@example.com", "see www.example.com", "https://example.com",
      "https&#58;//example.com", "https&colon;//example.com", "foo&commat;example.com",
      "foo&#x40;example.com",
      "www.a.b_c", "(https://a.b/c?d=1&e=2)", "**https://a.b**", "| a |\n| - |\n| https://a.b |",
      "AT&T https://a.b",
      "R&D and http://a.b.", "xmpp:a&#64;b.c/d", "mailto:a\\@b.c",
    ] {
      let alone = try Document(parsing: text, file: "a.md")
      let among = try Document(parsing: text + "\n\n@ :// [^", file: "a.md")
      #expect(alone.links.map(\.destination) == among.links.map(\.destination), "\(text)")
      #expect(among.rendered().html.hasPrefix(alone.rendered().html), "\(text)")
    }
    #expect(try Document(parsing: "foo&#64;example.com", file: "a.md").links.count == 1)
  }

  @Test("finds links and images with their lines")
  func links() throws {
    let text = "---\na: b\n---\n[x](y.md#z)\n\n![f](g.svg)\n\n> [!NOTE]\n> <https://example.com>\n"
    let links = try Document(parsing: text, file: "a.md").links
    #expect(links.map(\.destination) == ["y.md#z", "g.svg", "https://example.com"])
    #expect(links.map(\.isImage) == [false, true, false])
    #expect(links.map(\.line) == [4, 6, 9])
  }

  @Test("gives headings identifiers that are unique and stable")
  func headings() throws {
    let text =
      "# Title *one*\n\n## A b, c!\n\n## A b c\n\n### `x_y`\n\n## a-b-c-1\n\n## ???\n\n## Größe 日本\n\n## Page\n"
    let page = try Document(parsing: text, file: "a.md").rendered(
      RenderOptions(reservedIdentifiers: ["page"]))
    #expect(page.title == "Title <em>one</em>")
    #expect(!page.html.contains("<h1"))
    #expect(
      page.headings.map(\.identifier) == [
        "a-b-c", "a-b-c-1", "x_y", "a-b-c-1-1", "section", "größe-日本", "page-1",
      ])
    #expect(page.headings.map(\.level) == [2, 2, 3, 2, 2, 2, 2])
    #expect(page.html.contains("<a class=\"anchor\" href=\"#gr%C3%B6%C3%9Fe-%E6%97%A5%E6%9C%AC\""))
  }

  @Test("numbers footnotes and leads back")
  func footnotes() throws {
    let page = try html("A[^x] b[^y] c[^x].\n\n[^y]: Second.\n[^x]: First.\n")
    #expect(page.contains("<a id=\"note-use:1\" href=\"#note:1\" aria-label=\"Note 1\">1</a>"))
    #expect(page.contains("<a id=\"note-use:1-2\" href=\"#note:1\""))
    #expect(page.contains("<li id=\"note:1\">\n<p>First. <a class=\"back\" href=\"#note-use:1\""))
    #expect(
      page.contains(
        "<li id=\"note:2\">\n<p>Second. <a class=\"back\" href=\"#note-use:2\" aria-label=\"Back to the text\">↩</a></p>\n</li>"
      ))
    #expect(page.contains("href=\"#note-use:1-2\""))
  }

  @Test("renders what GitHub's Markdown has")
  func gfm() throws {
    #expect(try html("~~a~~ ~b~") == "<p><del>a</del> ~b~</p>\n")
    #expect(
      try html("- [x] a\n- [ ] b\n")
        == "<ul class=\"tasks\">\n<li><input type=\"checkbox\" disabled aria-label=\"done\" checked> a</li>\n"
        + "<li><input type=\"checkbox\" disabled aria-label=\"to do\"> b</li>\n</ul>\n")
    #expect(try html("3. a\n4. b\n") == "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n")
    #expect(try html("- a\n\n- b\n").contains("<li><p>a</p>\n</li>"))
    #expect(
      try html("www.example.com")
        == "<p><a href=\"http://www.example.com\" rel=\"noopener noreferrer\">www.example.com</a></p>\n")
    #expect(try html("a  \nb\nc") == "<p>a<br>\nb\nc</p>\n")
    #expect(
      try html("| a\\|b | `c\\|d` |\n| - | - |\n| 1 | 2 |\n").contains(
        "<th scope=\"col\" class=\"number\">a|b</th><th scope=\"col\" class=\"number\"><code>c|d</code></th>")
    )
  }

  @Test("has no link within a link: a picture of another host is its text there, and a note its number")
  func linksInLinks() throws {
    #expect(
      try html("[![CI *x*](https://x.org/b.svg) ![](https://x.org/c.svg)](a.md)")
        == "<p><a href=\"a.html\">CI x Image</a></p>\n")
    #expect(
      try html("[![b](https://x.org/b.svg)](a.md) ![c](https://x.org/c.svg)").hasSuffix(
        "b</a> <a href=\"https://x.org/c.svg\" rel=\"noopener noreferrer\">c</a></p>\n"))
    let note = try html("[a[^1]](b.md)\n\n[^1]: c\n")
    #expect(
      note.hasPrefix("<p><a href=\"b.html\">a<sup class=\"note\" id=\"note-use:1\">1</sup></a></p>\n"))
    #expect(note.contains("href=\"#note-use:1\""))
  }

  @Test("turns links to Markdown into links to pages")
  func pages() throws {
    #expect(try html("[a](b.md)") == "<p><a href=\"b.html\">a</a></p>\n")
    #expect(try html("[a](../c/b.md#d)") == "<p><a href=\"../c/b.html#d\">a</a></p>\n")
    #expect(try html("[a](https://example.com/b.md)").contains("https://example.com/b.md"))
  }

  @Test("parses the same on many threads")
  func threads() async throws {
    let text = "# a\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n~~x~~[^1]\n\n[^1]: y\n"
    let expected = try html(text)
    let all = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<64 { group.addTask { try html(text) } }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }
    #expect(all.allSatisfy { $0 == expected })
  }

  @Test("finds hosts beside texts that have none")
  func hosts() async throws {
    let words = "where we were, www or w. wow"
    let host = "we saw www.example.com now"
    let link = "<a href=\"http://www.example.com\" rel=\"noopener noreferrer\">www.example.com</a>"
    let all = try await withThrowingTaskGroup(of: (Bool, String).self) { group in
      for turn in 0..<256 {
        let isHost = turn % 8 == 7
        group.addTask { (isHost, try html(isHost ? host : words)) }
      }
      return try await group.reduce(into: [(Bool, String)]()) { $0.append($1) }
    }
    #expect(all.allSatisfy { $1 == ($0 ? "<p>we saw \(link) now</p>\n" : "<p>\(words)</p>\n") })
  }

  @Test(
    "reads destinations as a browser would",
    arguments: [
      ("a.md", .local(path: "a.md", fragment: nil)), ("/a#b#c", .local(path: "/a", fragment: "b#c")),
      ("a#", .local(path: "a", fragment: "")), ("#a#b", .fragment("a#b")), ("#", .fragment("")),
      ("", .local(path: "", fragment: nil)), ("HTTPS://a.b/c", .web("HTTPS://a.b/c")),
      ("http:a", .web("http:a")), ("mailto:a@b.c", .mail("mailto:a@b.c")), ("javascript:a", .refused),
      ("JavaScript:a#b", .refused), ("java\nscript:a", .refused), ("//a", .refused), ("/\\a", .refused),
      ("\\/a", .refused), ("1a:b", .local(path: "1a:b", fragment: nil)),
      (":a", .local(path: ":a", fragment: nil)),
      ("a/b:c", .local(path: "a/b:c", fragment: nil)), ("é#b", .local(path: "é", fragment: "b")),
      (" https://a ", .web("https://a")), ("a+b-c.1:d", .refused),
      ("a_b:c", .local(path: "a_b:c", fragment: nil)),
    ] as [(String, LinkTarget)])
  func destinations(destination: String, target: LinkTarget) {
    #expect(LinkTarget(destination) == target)
  }
}
