import Diagnostics
import Foundation
import Site
import Testing

@Suite("Site checker")
struct SiteCheckerTests {
  @Test(
    "finds what is broken, with page and line",
    arguments: [
      (
        "links",
        [
          "index.html:4: the link 'runs/nighty.html' leads nowhere. Did you mean 'runs/nightly.html'?",
          "index.html:5: the link '/runs/nightly.html' leads nowhere. Write the path from this page, so that it also holds for files.",
          "index.html:6: the link 'runs/' leads nowhere. Mend the link, or add the page.",
          "index.html:7: the link '../outside.html' leads nowhere. It leaves the site; use a whole address.",
          "runs/nightly.html:2: the link 'index.html' leads nowhere. Did you mean '../index.html'?",
        ]
      ),
      (
        "fragments",
        [
          "index.html:3: the page has nothing named '#drfit'. Did you mean '#drift'?",
          "index.html:4: 'other.html' has nothing named '#nowhere'. Mend the link 'other.html#nowhere'.",
        ]
      ),
      (
        "images",
        [
          "index.html:2: the picture 'figures/auc.svg' is not in the site. Put it there, or mend the path in the page's Markdown."
        ]
      ),
      (
        "identifiers",
        [
          "index.html:3: the identifier 'drift' is given twice on this page. Rename one of the headings, or what else bears it."
        ]
      ),
      (
        "external",
        [
          "index.html:2: the page loads 'https://example.com/a.css' from elsewhere; expected a file of the site. Put the file into the site; pages make no request to others.",
          "index.html:3: the page loads '//example.com/a.js' from elsewhere; expected a file of the site. Put the file into the site; pages make no request to others.",
          "index.html:4: the page loads 'http://example.com/a.png' from elsewhere; expected a file of the site. Put the file into the site; pages make no request to others.",
          "index.html:5: the link 'javascript:alert(1)' leads where no link may; expected http, https, mailto, or a path inside the site. Mend it, or take it out.",
          "index.html:6: the file 'missing.js' is not in the site. Mend the template.",
        ]
      ),
      ("sound", []),
    ])
  func broken(name: String, expected: [String]) throws {
    #expect(try SiteChecker.check(Fixtures.root + "/broken/" + name).list.map(\.description) == expected)
  }

  @Test("finds nothing in a site of ours", arguments: [nil, "https://example.com/s/"])
  func ours(baseURL: String?) throws {
    try Fixtures.withFolder { folder in
      _ = try SiteBuilder(templates: TemplateLibrary()).build(
        Fixtures.sample(baseURL: baseURL), to: folder + "/_site")
      #expect(try SiteChecker.check(folder + "/_site").list.map(\.description) == [])
    }
  }

  @Test(
    "finds nothing in the lists that a build makes of any names",
    arguments: [
      " lead", "trail ", "two  blanks", "a#b", "50%", "what?", "ä ö", "(a)", "a&b", "a*b_c", "🙂", "a|b",
      "<b>", "[x]", "a\"b",
    ])
  func names(_ name: String) throws {
    try Fixtures.withFolder { folder in
      _ = try SiteBuilder(templates: TemplateLibrary()).build(
        SiteInput(
          title: "S",
          documents: [
            SiteDocument(path: "\(name)/\(name).md", text: "---\ntags: [\"t\"]\n---\nText\n"),
            SiteDocument(path: "\(name)/other.md", text: "x"),
          ]), to: folder + "/_site")
      #expect(try SiteChecker.check(folder + "/_site").list.map(\.description) == [])
    }
  }

  /// A finished site of these files, checked.
  private func checked(
    _ files: [String: String], prose: [String: String] = [:], eachPage: Bool = false
  ) throws -> [String] {
    var found: [String] = []
    try Fixtures.withFolder { folder in
      for (root, files) in [("_site", files), ("site", prose)] {
        for (path, text) in files {
          let url = URL(fileURLWithPath: "\(folder)/\(root)/\(path)")
          try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(text.utf8).write(to: url)
        }
      }
      found = try SiteChecker.check(folder + "/_site", prose: (folder + "/site", "site"), eachPage: eachPage)
        .list.map(\.description)
    }
    return found
  }

  @Test("names the Markdown and its line where a person wrote what is wrong")
  func sources() throws {
    let html =
      "<a href=\"b.html#nowhere\">x</a>\n<img src=\"c.png\" alt=\"c\">\n<a href=\"gone.html\">y</a>\n"
    let own = "---\ntitle: A\n---\n\n# A\n\n[x](b.md#nowhere)\n\n![c](c.png)\n"
    let found = try checked(
      [
        "index.html": "<a href=\"a.html\">a</a><a href=\"b.html\">b</a>", "a.html": html,
        "b.html": "<p>b</p>",
        "a.md": own + "\n[y](gone.md)\n",
      ], prose: ["a.md": own])
    #expect(
      found == [
        "site/a.md:7: 'b.html' has nothing named '#nowhere'. Mend the link 'b.html#nowhere'.",
        "site/a.md:9: the picture 'c.png' is not in the site. Put it there, or mend the path in the page's Markdown.",
        "a.md:11: the link 'gone.html' leads nowhere. Mend the link, or add the page.",
      ])
  }

  @Test(
    "finds tags that are not closed as they were opened",
    arguments: [
      ("<div><p>x</div>", []), ("<ul><li>a<li>b</ul>", []), ("<table><tr><td>a<td>b<tr><td>c</table>", []),
      ("<svg><path/><g></g></svg>", []), ("<p>a<ul><li>x</ul></p>", ["</p> closes nothing"]),
      ("<div><b>x</div>", ["<b> of line 1 is still open where </div> stands"]),
      ("<section>", ["<section> is never closed"]),
      ("<a>x<b><a>y</a></b></a>", ["<a> begins within the <a> of line 1, which browsers end here"]),
      ("<div/>", ["<div/> closes nothing in HTML"]), ("</br>", ["</br> closes an element that has no end"]),
      ("<b id=a id=b></b>", ["<b> has the attribute 'id' twice"]), ("<pre><code>x</code></pre>", []),
      ("<script>if (a < b) { '</div>' }</script>", []), ("<!-- <div> -->", []),
    ])
  func nesting(html: String, expected: [String]) throws {
    let found = try checked(["index.html": html])
    #expect(found.count == expected.count)
    for (problem, start) in zip(found, expected) { #expect(problem.hasPrefix("index.html:1: " + start)) }
  }

  @Test("tells pictures without words, pages nobody leads to, redirects to nowhere, and what is too large")
  func warnings() throws {
    let found = try checked([
      "index.html": "<img src=\"a.png\" alt=\" \">", "a.png": String(repeating: "x", count: 1_200_000),
      "lonely.html": "<a href=\"index.html\">home</a><a href=\"lonely.html\">me</a>",
      "pages.html": "<a href=\"lonely.html\">l</a>",
      "old.html":
        "<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url=gone.html\">",
      "404.html": "",
    ])
    #expect(
      found == [
        "index.html:1: the picture 'a.png' has no text in its place; expected what it shows, for those who can't see it. Write ![what it shows](a.png).",
        "old.html:2: the link 'gone.html' leads nowhere. Did you mean 'lonely.html'?",
        "lonely.html: no other page leads to this one. Link to it, or make it a draft.",
        "a.png: the picture has 1.2 MB; expected at most 1 MB, so that it opens on a phone. Make it smaller.",
      ])
  }

  @Test(
    "tells once what a template brings to all pages of a layout, and of each page where that is asked for")
  func repeated() throws {
    func page(_ layout: String, _ path: String, _ rest: String = "") -> String {
      "<body class=\"layout-\(layout)\"><div>\n\(rest)<span></div><a href=\"\(path)index.html\">i</a>"
        + "<a href=\"\(path)nothing-like-it.html\">g</a>"
    }
    let all = ["index.html", "a/b.html", "a/c.html", "d.html", "e.html"]
    let links = all.map { "<a href=\"\($0)\">x</a>" }.joined()
    let files = [
      "index.html": page("home", "", links), "a/b.html": page("page", "../", "\n"),
      "a/c.html": page("page", "../"),
      "d.html": page("run", ""), "e.html": "<body class=\"layout-run\">",
    ]
    let template =
      "It comes from a template, since all pages with the layout 'home' and all pages with the layout 'page' have it."
    #expect(
      try checked(files) == [
        "a/b.html:3: <span> of line 3 is still open where </div> stands, here and in 2 more pages. \(template) Close it first.",
        "a/b.html:3: the link '../nothing-like-it.html' leads nowhere, here and in 2 more pages. \(template) Mend the link, or add the page.",
        "d.html:2: <span> of line 2 is still open where </div> stands. Close it first.",
        "d.html:2: the link 'nothing-like-it.html' leads nowhere. Mend the link, or add the page.",
      ])
    let each = try checked(files, eachPage: true)
    #expect(each.count == 8 && all.dropLast().allSatisfy { path in each.count { $0.hasPrefix(path) } == 2 })
    // Of a person's text each page has its own.
    let text = "[g](gone.md)\n"
    let prose = Dictionary(uniqueKeysWithValues: ["a.md", "b.md", "c.md"].map { ($0, text) })
    let own = Dictionary(
      uniqueKeysWithValues: ["a.html", "b.html", "c.html"].map { ($0, "<a href=\"gone.html\">g</a>") })
    #expect(try checked(own, prose: prose).count { $0.contains("'gone.html' leads nowhere") } == 3)
  }

  @Test("takes the same words in two folders for two faults, and templates that lead on for themselves")
  func subjects() throws {
    let link = "<a href=\"setup.html\">s</a>"
    let moved = "<meta http-equiv=\"refresh\" content=\"0; url=index.html\"><b>"
    let found = try checked([
      "index.html": link, "b.html": link, "c.html": link, "q/d.html": link, "old.html": moved,
      "older.html": moved, "oldest.html": moved,
    ])
    #expect(
      found.filter { !$0.contains("no other page") } == [
        "b.html:1: the link 'setup.html' leads nowhere. Mend the link, or add the page.",
        "c.html:1: the link 'setup.html' leads nowhere. Mend the link, or add the page.",
        "index.html:1: the link 'setup.html' leads nowhere. Mend the link, or add the page.",
        "old.html:1: <b> is never closed, here and in 2 more pages. It comes from a template, since all pages that lead on have it. Close it.",
        "q/d.html:1: the link 'setup.html' leads nowhere. Mend the link, or add the page.",
      ])
  }

  @Test("names the line of HTML in the Markdown, and of headings in lists and quotes, page by page")
  func rawSources() throws {
    let names = (0..<7).map { "p\($0)" }
    let text =
      "---\ntitle: T\n---\n\nA\n\n<div>\n<a href='gone.html'>g</a></div>\n\nSee <img src=\"x y.png\">.\n"
    let html =
      "<body class=\"layout-page\"><div>\n<a href='gone.html'>g</a></div>\n<img src=\"x y.png\" alt=x>"
    let index = names.map { "<a href=\"\($0).html\">p</a>" }.joined()
    var pages = ["index.html": index]
    for name in names { pages[name + ".html"] = html }
    let found = try checked(
      pages, prose: Dictionary(uniqueKeysWithValues: names.map { ($0 + ".md", text) }))
    #expect(
      found
        == names.flatMap {
          [
            "site/\($0).md:8: the link 'gone.html' leads nowhere. Mend the link, or add the page.",
            "site/\($0).md:10: the picture 'x y.png' is not in the site. Put it there, or mend the path in the page's Markdown.",
          ]
        })
    let quoted = ["> # Quoted\n", "- # Listed\n", "# T\n\n> - a\n>\n>   # Both\n", "# T\n\n<h1>x</h1>\n"]
    let lines = [4, 4, 8, 6]
    for (quote, line) in zip(quoted, lines) {
      for name in names { pages[name + ".html"] = "<h1>T</h1><h1>Q</h1>" }
      let text = "---\ntitle: T\n---\n" + quote
      let found = try checked(
        pages, prose: Dictionary(uniqueKeysWithValues: names.map { ($0 + ".md", text) }))
      #expect(found.map { $0.prefix { $0 != " " } } == names.map { "site/\($0).md:\(line):" })
    }
  }

  @Test("names pictures and links with blanks as they are written, not as an address has them")
  func blanks() throws {
    try Fixtures.withFolder { folder in
      _ = try SiteBuilder(templates: TemplateLibrary()).build(
        SiteInput(
          title: "S",
          documents: [
            SiteDocument(path: "index.md", text: "![q](<p q.png>) [r](<r 100%25.md>) [t](<t u.md#v w>)\n")
          ]),
        to: folder + "/_site")
      #expect(
        try SiteChecker.check(folder + "/_site").list.map(\.description) == [
          "index.md:1: the picture 'p q.png' is not in the site. Put it there, or mend the path in the page's Markdown.",
          "index.md:1: the link 'r 100%.md' leads nowhere. Mend the link, or add the page.",
          "index.md:1: the link 't u.md#v w' leads nowhere. Mend the link, or add the page.",
        ])
    }
  }

  @Test("tells the faults of one page, and links to one draft, in time that grows with their number")
  func manyFaults() throws {
    let count = 4000
    let names = (0..<count).map { "gone-\($0)" }
    let html = names.map { "<a href=\"\($0).html\">g</a>\n" }.joined()
    let drafts = String(repeating: "<a href=\"draft.html\">d</a>\n", count: count)
    let text = "---\ntitle: T\n---\n\n" + names.map { "[g](\($0).md)\n" }.joined()
    let draft =
      "---\ntitle: D\ndraft: true\n---\n" + String(repeating: "Words *of* a draft.\n\n", count: 2000)
    let began = ContinuousClock.now
    let found = try checked(["index.html": html + drafts], prose: ["index.md": text, "draft.md": draft])
    #expect(ContinuousClock.now - began < .seconds(20))
    #expect(found.count { $0.contains("leads nowhere") } == count)
    #expect(found.count { $0.contains("'draft.html' is a draft") } == count)
    #expect(
      found.contains(
        "site/index.md:4004: the link 'gone-3999.html' leads nowhere. Mend the link, or add the page."))
  }

  @Test("tells the faults of many pages in time that grows with their number")
  func manyPages() throws {
    let names = (0..<600).map { "p\($0)" }
    let shared = (0..<25).map { "<a href=\"nothing-like-it-\($0).html\">g</a>" }.joined()
    var files = ["index.html": names.map { "<a href=\"\($0).html\">p</a>" }.joined()]
    for name in names { files[name + ".html"] = "<body class=\"layout-page\">\(shared)" }
    let began = ContinuousClock.now
    let found = try checked(files)
    #expect(found.count == 25 && found.allSatisfy { $0.contains("here and in 599 more pages") })
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test("says of a link to a draft that it is one")
  func drafts() throws {
    let found = try checked(
      ["index.html": "<a href=\"plan.html\">p</a><a href=\"gone.html\">g</a>"],
      prose: [
        "index.md": "[p](plan.md)\n[g](gone.md)\n", "plan.md": "---\ndraft: true\n---\n# Plan\n",
        "gone.md": "# No draft, and not built yet\n",
      ])
    #expect(
      found == [
        "site/index.md:1: the page of the link 'plan.html' is a draft. Take 'draft: true' out of site/plan.md, or the link out.",
        "site/index.md:2: the link 'gone.html' leads nowhere. Mend the link, or add the page.",
      ])
  }

  @Test("warns of links that a page leaves out since they lead where no link may")
  func leftOut() throws {
    let own =
      "# A\n\n[call](tel:+4930123) and [here](b.md), <https://example.com>\n\n![x](data:image/png,x)\n"
    let made = "[run](javascript:x) [other](//example.com/)\n"
    let found = try checked(
      ["index.html": "<a href=\"b.html\">b</a>", "b.html": "<p>b</p>", "b.md": made],
      prose: ["index.md": own])
    let advice = "expected http, https, mailto, or a path inside the site. Mend it, or take it out."
    #expect(
      found == [
        "b.md:1: the link 'javascript:x' is not on the page, since it leads where no link may; \(advice)",
        "b.md:1: the link '//example.com/' is not on the page, since it leads where no link may; \(advice)",
        "site/index.md:3: the link 'tel:+4930123' is not on the page, since it leads where no link may; \(advice)",
        "site/index.md:5: the picture 'data:image/png,x' is not on the page, since it leads where no link may; \(advice)",
      ])
  }

  @Test(
    "tells links from the site's root, which are relative on the page, in the line where somebody wrote them")
  func rooted() throws {
    let html = "<a href=\"../x.md#y\">x</a><img src=\"../etc/p%20q.png\" alt=\"p\"><a href=\"b.html\">b</a>"
    let found = try checked(
      ["index.html": "<a href=\"s/a.html\">a</a>", "s/a.html": html],
      prose: ["s/a.md": "# A\n\n[x](/x.md#y)\n\n![p](/etc/p%20q.png)\n\n[b](/s/b.md)\n"])
    #expect(found.map { String($0.prefix(12)) } == ["site/s/a.md:", "site/s/a.md:", "site/s/a.md:"])
    #expect(found.map { $0.dropFirst(12).prefix(2) } == ["3:", "5:", "7:"])
  }

  @Test("warns of a second title, in the line where somebody wrote it")
  func secondTitle() throws {
    let twice = "<h1>A</h1><h1>B</h1>"
    #expect(
      try checked(
        ["index.html": twice, "404.html": twice, "pages.html": twice],
        prose: ["index.md": "---\ntitle: A\n---\n\nText.\n\n# B\n", "404.md": "# A\n\n## C\n\n# B\n"]) == [
          "site/404.md:5: the page has 2 headings of the first level; expected one, its title. Begin the others with '##'.",
          "site/index.md:7: the page has 2 headings of the first level; expected one, its title. Begin the others with '##'.",
          "pages.html:1: the page has 2 headings of the first level; expected one, its title. Begin the others with '##'.",
        ])
  }

  @Test("finds what style sheets load from elsewhere or from nowhere, with the file that a person wrote")
  func stylesheets() throws {
    let css = """
      /* url(comment.png) */
      @import "more.css";
      @import url( 'gone.css' ) screen;
      @font-face { src: url(fonts/a.woff2) format("woff2"), url("//cdn.example.com/a.woff2"); }
      .a { background: URL(data:image/png;base64,AA==), url(#mask), url("../pictures/b%20c.png?1#x") }
      .b::before { content: "url(text.png)"; background: image-set("d.png" 1x, "https://example.com/e.png" 2x) }
      .c { background: u\\72l(f\\2e png) ; cursor: url(/g.cur) }
      """
    let found = try checked(
      [
        "index.html": "<link rel=\"stylesheet\" href=\"css/own.css\">", "css/own.css": css,
        "css/more.css": "", "css/fonts/a.woff2": "", "pictures/b c.png": "",
        "assets/style-0123456789abcdef.css": ".a { background: url(\"a.png\") }",
      ], prose: ["css/own.css": css])
    func nowhere(_ place: String, _ name: String, _ path: String = "css/own.css") -> String {
      "\(place): the file '\(name)', which the style sheet loads, is not in the site; expected a path from "
        + "'\(path)'. Put the file there, or mend the path."
    }
    func elsewhere(_ line: Int, _ name: String) -> String {
      "site/css/own.css:\(line): the style sheet loads '\(name)' from elsewhere; expected a file of the site. "
        + "Put the file into the site; pages make no request to others."
    }
    #expect(
      found == [
        nowhere("templates/stylesheet.css:1", "a.png", "assets/style-0123456789abcdef.css"),
        nowhere("site/css/own.css:3", "gone.css"), elsewhere(4, "//cdn.example.com/a.woff2"),
        nowhere("site/css/own.css:6", "d.png"), elsewhere(6, "https://example.com/e.png"),
        nowhere("site/css/own.css:7", "f.png"), nowhere("site/css/own.css:7", "/g.cur"),
      ])
  }

  @Test(
    "a style sheet that breaks off ends there",
    arguments: ["@import \"", "a{b:url(", "a{b:url(c\\", "/*", "@"])
  func brokenStylesheet(css: String) throws {
    let found = try checked(["index.html": "", "a.css": css])
    #expect(found.count == (css.hasSuffix("c\\") ? 1 : 0))
  }

  @Test("says so where there is no folder")
  func noFolder() {
    #expect(
      told { _ = try SiteChecker.check("/nonexistent/site") }.first?.contains("there is no folder to check")
        == true)
  }
}
