import Diagnostics
import Foundation
import Markdown
@testable import Site
import Testing

@Suite("Front matter of pages")
struct FrontMatterTests {
  @Test("tags make a page for each, and one of all")
  func tags() throws {
    let output = try Fixtures.build([
      "index.md": "# Home\n", "a/b.md": "---\ntags: [Night shift, churn]\n---\n# B\n",
      "a/c.md": "---\ntags: night shift\n---\n# C\n", "a/d.md": "[t](../tags/churn.md)\n",
    ])
    let night = try #require(output.text("tags/night-shift.html"))
    #expect(night.contains("<h1>Night shift</h1>"))
    #expect(night.contains("<a href=\"../a/b.html\">B</a>"))
    #expect(night.contains("<a href=\"../a/c.html\">C</a>"))
    #expect(output.text("tags/index.html")?.contains("<a href=\"night-shift.html\">Night shift</a>") == true)
    #expect(output.text("tags/index.md")?.contains("| [churn](churn.md)") == true)
    #expect(output.text("a/d.html")?.contains("<a href=\"../tags/churn.html\">t</a>") == true)
    #expect(try Fixtures.build(["index.md": "# Home\n"]).text("tags/index.html") == nil)
    // A tag's page that somebody has written stays.
    let own = try Fixtures.build(["a.md": "---\ntags: [x]\n---\n", "tags/x.md": "# Ours\n"])
    #expect(own.text("tags/x.html")?.contains("<h1>Ours</h1>") == true)
  }

  @Test("tags that are written alike with other code points share a page, at one address")
  func canonicalTags() throws {
    let output = try Fixtures.build([
      "s/a.md": "---\ntags: [\"caf\u{E9}\"]\n---\n", "s/b.md": "---\ntags: [\"cafe\u{301}\"]\n---\n",
    ])
    let pages = output.files.map(\.path).filter { $0.hasPrefix("tags/caf") && $0.hasSuffix(".html") }
    #expect(pages.count == 1)
    #expect(pages.first?.utf8.elementsEqual("tags/caf\u{E9}.html".utf8) == true)
    for page in ["s/a.html", "s/b.html"] {
      #expect(output.text(page)?.contains("href=\"../tags/caf%C3%A9.html\"") == true)
    }
    let listed = try #require(output.text("tags/caf\u{E9}.html"))
    #expect(listed.contains("../s/a.html") && listed.contains("../s/b.html"))
  }

  @Test("a tag of small letters has the file that its heading's identifier says")
  func plainTags() {
    let letters = Array("ab1-_ iNdex+.")
    var draw = SystemIndependentDraw(seed: 7)
    for _ in 0..<2000 {
      let tag = String((0..<(1 + draw.below(8))).map { _ in letters[draw.below(letters.count)] })
      let plain = tag.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: "-")
      let isWhole = HeadingSlugs.slug(tag) == plain && plain != "index"
      #expect((TagPages.path(of: tag) == "tags/\(plain).md") == isWhole, "\(tag)")
    }
  }

  @Test(
    "refuses a tag without words, and a list of tags without its brackets",
    arguments: [
      (
        "tags: [a, \"\"]",
        "2:11: 'tags' can't be read; expected a word for each tag, found an empty one. Take it out."
      ),
      (
        "title: T\ntags:\n  - a\n  - ' '",
        "5:5: 'tags' can't be read; expected a word for each tag, found an empty one. Take it out."
      ),
      (
        "tags: ''",
        "2:7: 'tags' can't be read; expected a word for each tag, found an empty one. Take it out."
      ),
      (
        "tags: a, b c",
        "2:7: 'tags' can't be read; expected a list, as [a, b c], found the one text 'a, b c'. Put brackets around it; a tag that holds a comma itself is quoted between them."
      ),
      (
        "tags: ' , ,'",
        "2:7: 'tags' can't be read; expected a list of words, found ' , ,'. Write words between the commas, or take it out."
      ),
      (
        "tags: [x, ~]",
        "2:11: 'tags' can't be read; expected a word for each tag, found ~, which is nothing in YAML. Take it out, or quote it where the word is meant."
      ),
      (
        "tags: [null, x]",
        "2:8: 'tags' can't be read; expected a word for each tag, found null, which is nothing in YAML. Take it out, or quote it where the word is meant."
      ),
    ])
  func wrongTags(yaml: String, expected: String) throws {
    #expect(told { _ = try Fixtures.build(["a.md": "---\n\(yaml)\n---\n"]) } == ["a.md:" + expected])
  }

  @Test(
    "the list that is advised in the place of one text with commas is one that can be read",
    arguments: [
      ("a, , b,", "[a, b]", ["a", "b"]), ("a], b", "[\"a]\", b]", ["a]", "b"]),
      ("#a, b: c", "[\"#a\", \"b: c\"]", ["#a", "b: c"]),
      ("null, é 2", "[\"null\", é 2]", ["null", "é 2"]),
      ("a\"b, c\\d, 'e'", "[\"a\\\"b\", \"c\\\\d\", \"'e'\"]", ["a\"b", "c\\d", "'e'"]),
    ])
  func advisedTags(text: String, list: String, tags: [String]) throws {
    let yaml = "tags: '\(text.replacing("'", with: "''"))'\n"
    let problems = try #require(throws: Problems.self) { try FrontMatter(yaml: yaml, file: "a.md") }
    #expect(problems.list.map(\.expected) == ["a list, as \(list)"])
    #expect(try FrontMatter(yaml: "tags: \(list)\n", file: "a.md").tags == tags)
  }

  @Test("words of their own are no near misses of keys")
  func wordsOfTheirOwn() {
    let words = [
      "subtitle", "about", "state", "update", "updated", "height", "rate", "right", "stage", "author",
      "variation", "category", "slug", "type", "summary", "sidebar_position", "lastmod", "options",
    ]
    #expect(told { _ = try FrontMatter(yaml: words.map { "\($0): x\n" }.joined(), file: "a.md") } == [])
    for slip in ["tite", "Title", "dates", "alias", "wieght", "layuot"] {
      #expect(told { _ = try FrontMatter(yaml: "\(slip): x\n", file: "a.md") }.count == 1)
    }
  }

  @Test("a card's key that is nearly 'draft' is told, and keys of other formats are not")
  func nearlyDraft() throws {
    for key in ["Draft", "drafts", "DRAFT"] {
      #expect(
        told { _ = try FrontMatter(yaml: "layout: card\n\(key): true\n", file: "a.md") } == [
          "a.md:3:1: the front matter has no key '\(key)'. Did you mean 'draft'?"
        ])
    }
    let others = [
      "data", "dataset", "drift", "datasets", "tag", "language", "license_name", "library_name", "date_",
    ]
    #expect(
      told {
        _ = try FrontMatter(
          yaml: "layout: card\n" + others.map { "\($0): x\n" }.joined(), file: "a.md")
      } == [])
  }

  @Test("a key with nothing behind it, ~ or null is as if it were left out, and in quotes it is a word")
  func nothing() throws {
    for nothing in ["", "~", "null", "NULL"] {
      for key in FrontMatter.keys where key != "draft" {
        let matter = try FrontMatter(yaml: "\(key): \(nothing)\n", file: "a.md")
        #expect(matter == FrontMatter(), "\(key): \(nothing)")
      }
      #expect(throws: Problems.self) { try FrontMatter(yaml: "draft: \(nothing)\n", file: "a.md") }
    }
    #expect(try FrontMatter(yaml: "title: 'null'\ntags: [\"null\"]\n", file: "a.md").tags == ["null"])
    #expect(try FrontMatter(yaml: "title: 'null'\n", file: "a.md").title == "null")
    #expect(try FrontMatter(yaml: "title: !!str null\n", file: "a.md").title == "null")
    for list in ["aliases: [a, ~]", "navigation: [null]"] {
      #expect(throws: Problems.self) { try FrontMatter(yaml: list, file: "a.md") }
    }
    let output = try Fixtures.build(["s/a.md": "---\ntitle: null\ntags: ~\n---\n", "s/b.md": "# B\n"])
    #expect(output.text("s/b.html")?.contains(">A</a></li>") == true)
    #expect(output.text("tags/index.html") == nil)
  }

  @Test("a title has words", arguments: ["\"\"", "''", "' '", "\"\\t\"", "\"  \""])
  func emptyTitle(text: String) {
    let problems = told { _ = try FrontMatter(yaml: "title: \(text)\n", file: "a.md") }
    #expect(problems.count == 1)
    #expect(
      problems[0].hasPrefix("a.md:2:8: 'title' can't be read; expected a text with words in it, found '"))
  }

  @Test("a draft is one by any of YAML's words for it")
  func draftWords() throws {
    for (word, isDraft) in [
      ("true", true), ("True", true), ("TRUE", true), ("False", false), ("FALSE", false),
    ] {
      #expect(try FrontMatter(yaml: "draft: \(word)\n", file: "a.md").isDraft == isDraft)
    }
    for word in ["yes", "tRUE", "1", "on"] {
      #expect(throws: Problems.self) { try FrontMatter(yaml: "draft: \(word)\n", file: "a.md") }
    }
  }

  @Test("tells each of many keys that stand twice, in the order of their lines and in little time")
  func manyKeys() throws {
    let keys = (0..<2_000).map { "k\(($0 * 7_919) % 2_000): 1" }
    let began = ContinuousClock.now
    let problems = try #require(throws: Problems.self) {
      try FrontMatter(yaml: (keys + keys).joined(separator: "\n"), file: "a.md")
    }
    #expect(problems.list.map { $0.place?.line } == (2_002..<4_002).map { $0 })
    #expect(problems.list.first?.found == "it in line 2 already")
    #expect(ContinuousClock.now - began < .seconds(5))
  }

  @Test("a tag in quotes may hold a comma")
  func commaTag() throws {
    let output = try Fixtures.build(["a.md": "---\ntags: [\"Paris, France\", x]\n---\n"])
    #expect(output.text("tags/index.html")?.contains(">Paris, France</a>") == true)
  }

  @Test(
    "tells each key that stands twice with its lines, and what is never closed where it begins",
    arguments: [
      (
        "title: a\ndraft: true\ntitle: b\n'draft': false",
        [
          "4:1: the front matter has the key 'title' twice; found it in line 2 already. Take one of them out.",
          "5:1: the front matter has the key 'draft' twice; found it in line 3 already. Take one of them out.",
        ]
      ),
      (
        "extra:\n  x: 1\nmore:\n  x: 1\n  x: 2",
        ["6:3: the front matter has the key 'x' twice; found it in line 5 already. Take one of them out."]
      ),
      (
        "x:\n  - a: 1\n    a: 2",
        ["4:5: the front matter has the key 'a' twice; found it in line 3 already. Take one of them out."]
      ),
      (
        "title: \"a\ndescription: b",
        ["2:8: the front matter is not valid YAML: a quote that begins here is never closed. Close it."]
      ),
      (
        "title: a\ntags: [a\n\n",
        [
          "3:7: the front matter is not valid YAML: a bracket or brace that begins here is never closed. Close it."
        ]
      ),
      (
        "title: a\ndate: b: c",
        [
          "3:8: the front matter is not valid YAML. Mend this line; quote a text that holds ': ' or begins with a mark."
        ]
      ),
      (
        "title: a\ndate: \u{7}",
        [
          "3: the front matter is not valid YAML: control characters are not allowed. Take the character out, or write it as an escape in quotes."
        ]
      ),
    ])
  func faults(yaml: String, expected: [String]) throws {
    #expect(told { _ = try Fixtures.build(["a.md": "---\n\(yaml)\n---\n"]) } == expected.map { "a.md:" + $0 })
  }

  @Test("navigation says what comes first, and names what is there")
  func navigation() throws {
    let pages = [
      "index.md": "---\ntitle: Home\nnavigation: [zebra, alone.md]\n---\n", "apple/x.md": "# X\n",
      "zebra/index.md": "---\ntitle: Zebra\nnavigation:\n  - two\n  - one/\n---\n", "zebra/one/y.md": "# Y\n",
      "zebra/two.md": "# Two\n", "zebra/a.md": "# A\n", "alone.md": "# Alone\n",
    ]
    let page = try #require(Fixtures.build(pages).text("zebra/two.html"))
    let bar = ["Zebra", "Alone", "Apple"].compactMap { page.range(of: ">\($0)</a></li>")?.lowerBound }
    #expect(bar.count == 3 && bar == bar.sorted())
    let side = [">Two</a></li>", ">A</a></li>", ">One</a></p>"].compactMap { page.range(of: $0)?.lowerBound }
    #expect(side.count == 3 && side == side.sorted())
    #expect(
      told {
        _ = try Fixtures.build(["a/index.md": "---\ntitle: A\nnavigation: [bb]\n---\n", "a/b.md": "x"])
      }
        == [
          "a/index.md:3: 'navigation' names 'bb', and there is no such page or folder beside this one. Did you mean 'b'?"
        ])
  }

  @Test("an order of pages stands in a folder's index alone")
  func navigationElsewhere() {
    #expect(
      told { _ = try Fixtures.build(["a/b.md": "---\ntitle: B\nnavigation: [c]\n---\n", "a/c.md": "x"]) } == [
        "a/b.md:3: 'navigation' orders the pages of a folder, and this page is no folder's index. Put it into 'a/index.md'."
      ])
  }

  @Test("names that differ in the case of letters alone, and aliases over pages, are refused")
  func collisions() throws {
    #expect(
      told { _ = try Fixtures.build(["a/B.md": "x", "a/b.md": "y"]) } == [
        "a/b.md: 'a/b.html' and 'a/B.html', made from 'a/B.md', differ in the case of letters alone. Rename one of them, or take the alias out.",
        "a/b.md: 'a/b.md' and 'a/B.md', made from 'a/B.md', differ in the case of letters alone. Rename one of them, or take the alias out.",
      ])
    #expect(
      told { _ = try Fixtures.build(["a.md": "x", "b.md": "---\naliases: [A.html]\n---\n"]) } == [
        "b.md: 'A.html' and 'a.html', made from 'a.md', differ in the case of letters alone. Rename one of them, or take the alias out."
      ])
  }

  @Test("a page in which something is wrong is there to be named, alone in its folder, too")
  func navigationToUnreadable() throws {
    try Fixtures.withFolder { folder in
      let wrong = "---\ntags: 1\nweight: heavy\n---\n"
      let texts = [
        "index.md": "---\ntitle: Home\nnavigation: [b, c, d]\n---\n", "b.md": wrong, "c/x.md": wrong,
      ]
      try FileManager.default.createDirectory(
        atPath: folder + "/site/c", withIntermediateDirectories: true)
      for (path, text) in texts {
        try text.write(toFile: folder + "/site/" + path, atomically: false, encoding: .utf8)
      }
      let site = try SiteFolder(reading: folder + "/site")
      let built = told {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: site.documents), to: folder + "/_site")
      }
      let checked = site.problems(baseURL: nil).problems.list.map(\.description)
      for found in [built, checked] {
        let names = found.filter { $0.contains("'navigation' names") }
        #expect(found.count > 2 && names.count == 1 && names[0].contains("'d'"), "\(found)")
      }
    }
  }

  @Test("a long title is whole on its page and short in navigation")
  func longTitle() throws {
    let title = String(repeating: "long ", count: 2000)
    let output = try Fixtures.build(["s/a.md": "---\ntitle: \(title)\n---\n", "s/b.md": "# B\n"])
    #expect(output.text("s/a.html")?.contains("<h1>\(title.dropLast())</h1>") == true)
    let other = try #require(output.text("s/b.html"))
    #expect(other.contains("long long…</a></li>") && other.utf8.count < 6000)
  }

  @Test("a page of 50 MB is refused before it is read")
  func largePage() throws {
    try Fixtures.withFolder { folder in
      let path = folder + "/large.md"
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.truncate(atOffset: 50 << 20)
      let input = SiteInput(title: "S", documents: try SiteFolder(reading: folder).documents)
      #expect(
        told { _ = try Fixtures.build(input) } == [
          "site/large.md: the document is 52428800 bytes long; expected at most 4194304. Split it into several pages."
        ])
    }
  }

  @Test("pictures get their digest into their name, and keep the plain one")
  func pictures() throws {
    let output = try Fixtures.build(
      ["a/b.md": "x ![p](../i/p.png) and ![q](../i/q.gif)\n"],
      assets: [SiteAsset(path: "i/p.png", text: "one"), SiteAsset(path: "i/other.png", text: "two")])
    let page = try #require(output.text("a/b.html"))
    let name = try #require(page.firstMatch(of: /src="..\/(i\/p-[0-9a-f]{16}\.png)"/)?.output.1)
    #expect(output.text(String(name)) == "one" && output.text("i/p.png") == "one")
    #expect(page.contains("src=\"../i/q.gif\""))
    #expect(output.files.count { $0.path.hasPrefix("i/") } == 3)
    #expect(output.text("a/b.md")?.contains("../i/p.png") == true)
  }
}
