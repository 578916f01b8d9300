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

  @Test("a page's Markdown becomes its HTML, and nothing else does")
  func pagePath() {
    #expect(LinkTarget.pagePath("a/b.md") == "a/b.html")
    #expect(LinkTarget.pagePath("é.md") == "é.html")
    #expect(LinkTarget.pagePath("a/md") == "a/md")
    #expect(LinkTarget.pagePath("a.csv") == "a.csv")
  }
}
