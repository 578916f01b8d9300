import Testing

@testable import Markdown

@Suite("Paths of a site")
struct SitePathTests {
  @Test(
    "a link leads where a browser would go, and never out of the site",
    arguments: [
      ("b.md", "a/x.html", "a/b.md"), ("b.md", "x.html", "b.md"), ("./b.md", "a/x.html", "a/b.md"),
      ("../b.md", "a/x.html", "b.md"), ("../../b.md", "a/x.html", nil), ("../c/../b.md", "a/x.html", "b.md"),
      ("/b.md", "a/c/x.html", "b.md"), ("/", "a/x.html", ""), ("..", "a/x.html", ""), ("../", "a/x.html", ""),
      ("c/", "a/x.html", "a/c/"), ("c//d.md", "a/x.html", "a/c/d.md"), ("", "a/x.html", "a"),
      (".", "a/x.html", "a"), ("...", "a/x.html", "a/..."), ("a%20b.md", "x.html", "a b.md"),
      ("%2E%2E/b.md", "a/x.html", "b.md"), ("c%2Fd.md", "x.html", "c/d.md"),
      ("b.md?q=1", "a/x.html", "a/b.md"),
      ("b.md?q=../..", "a/x.html", "a/b.md"), ("%", "x.html", "%"), ("%zz", "x.html", "%zz"),
      ("../é/ü.md", "a/x.html", "é/ü.md"), ("%C3%A9.md", "x.html", "é.md"),
    ] as [(String, String, String?)])
  func resolved(link: String, page: String, target: String?) {
    #expect(SitePath.resolve(link, from: page) == target)
  }

  @Test(
    "two files share a folder where all before the last slash has the same bytes",
    arguments: [
      ("a.html", "b.md", true), ("a/b.html", "a/b.md", true), ("a/b.html", "a/c/b.html", false),
      ("a/c/b.html", "a/b.html", false), ("a.html", "a/b.html", false), ("a/b.html", "b.html", false),
      ("ab/c", "aa/c", false), ("a/b", "a/bcdef", true), ("caf\u{e9}/a", "cafe\u{301}/a", false),
      ("", "a", true),
    ])
  func shareFolder(path: String, other: String, isOne: Bool) {
    #expect(SitePath.shareFolder(path, other) == isOne)
    #expect(SitePath.shareFolder(other, path) == isOne)
  }

  @Test("a page's Markdown becomes its HTML, and nothing else does")
  func pagePath() {
    #expect(LinkTarget.pagePath("a/b.md") == "a/b.html")
    #expect(LinkTarget.pagePath("é.md") == "é.html")
    #expect(LinkTarget.pagePath("a/md") == "a/md")
    #expect(LinkTarget.pagePath("a.csv") == "a.csv")
  }
}
