import Foundation
import Site
import Testing

@Suite("A page as one file")
struct SingleFileTests {
  private func html(_ text: String, assets: [SiteAsset] = [], templates: TemplateLibrary? = nil) throws
    -> String
  {
    let file = SingleFile(templates: try templates ?? TemplateLibrary()) { "digest-of-\($0.utf8.count)" }
    return try file.html(
      of: SiteDocument(path: "reports/a.md", text: text), assets: assets, siteTitle: "S & T", language: "en",
      canonical: nil)
  }

  @Test("holds style sheet and script, named by their digests, and asks for nothing")
  func whole() throws {
    let text = try html(
      "---\nlayout: report\n---\n# A <b>\n\n![i](i.png)\n\ntext ![j](j.svg)\n",
      assets: [
        SiteAsset(path: "reports/i.png", bytes: [1, 2, 3]), SiteAsset(path: "reports/j.svg", text: "<svg/>"),
      ])
    #expect(text.contains("img src=\"data:image/png;base64,AQID\""))
    #expect(text.contains("img src=\"data:image/svg+xml;base64,PHN2Zy8+\""))
    #expect(text.contains("<body class=\"layout-report single\">") && text.contains("S &amp; T"))
    #expect(
      !text.contains("unsafe") && !text.contains("<link rel=\"stylesheet\"") && !text.contains("<script src"))
    let style = try #require(text.firstMatch(of: #/(?s)<style>(.*?)</style>/#)?.1)
    let script = try #require(text.firstMatch(of: #/(?s)<script>(.*?)</script>/#)?.1)
    #expect(text.contains("style-src &#39;sha256-digest-of-\(style.utf8.count)&#39;"))
    #expect(text.contains("script-src &#39;sha256-digest-of-\(script.utf8.count)&#39;"))
    #expect(try html("# A\n") == html("# A\n"))
  }

  @Test("a drawing is put into the page, with the one for phones")
  func drawing() throws {
    let text = try html(
      "![d](f/a.svg \"c\")\n",
      assets: [
        SiteAsset(path: "reports/f/a.svg", text: "<svg><path d=\"M0 0\"/></svg>"),
        SiteAsset(path: "reports/f/a.narrow.svg", text: "<svg><path d=\"M1 1\"/></svg>"),
      ])
    #expect(text.contains("M0 0") && text.contains("M1 1") && !text.contains("a.svg"))
  }

  @Test("a style sheet of a workspace can't end its element")
  func closing() throws {
    try Fixtures.withFolder { folder in
      try Data("a::after { content: '</StYle><script>' }".utf8).write(
        to: URL(fileURLWithPath: folder + "/stylesheet.css"))
      let text = try html("# A\n", templates: TemplateLibrary(override: folder))
      #expect(text.contains("<style>a::after { content: '<\\/StYle><script>' }</style>"))
    }
  }
}
