@testable import Site
import Testing

@Suite("Links to other pages")
struct LinkResolverTests {
  private let resolver = LinkResolver(
    documents: ["a.md", "index.md", "s/a.md", "s/b.v2.md", "s/c/index.md", "s/index.md", "s/n.md/a.md"].map {
      SiteDocument(path: $0, text: "x")
    }, assets: [:])

  @Test(
    "lead to the page beside where there is one, by its name to the letter, and are left as they are where there is none",
    arguments: [
      ("a.md", "s/x.html", "a.html"), ("./a.md", "s/x.html", "a.html"), ("b.v2.md", "s/x.html", "b.v2.html"),
      ("index.md", "s/x.html", "index.html"), ("index.md", "x.html", "index.html"),
      ("A.md", "s/x.html", "A.md"), ("a.MD", "s/x.html", "a.MD"), ("z.md", "s/x.html", "z.md"),
      (".md", "s/x.html", ".md"), ("..md", "s/x.html", "..md"), ("", "s/x.html", "index.html"),
      // A folder of that name.
      ("n.md", "s/x.html", "n.md/index.html"), ("c", "s/x.html", "c/index.html"),
      ("c/", "s/x.html", "c/index.html"), ("../a.md", "s/x.html", "../a.html"),
      ("/a.md", "s/x.html", "../a.html"), ("a.md?x", "s/x.html", "a.html"),
      ("a.md", "s/c/d/x.html", "a.md"), ("%61.md", "s/x.html", "a.html"),
    ])
  func neighbours(link: String, page: String, address: String) {
    #expect(resolver.address(link, from: page) == address)
  }
}
