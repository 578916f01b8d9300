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
          "index.html:3: 'index.html' has nothing named '#drfit'. Did you mean '#drift'?",
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

  @Test("says so where there is no folder")
  func noFolder() {
    #expect(
      told { _ = try SiteChecker.check("/nonexistent/site") }.first?.contains("there is no folder to check")
        == true)
  }
}
