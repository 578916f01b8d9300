@testable import Site
import Testing

@Suite("What the pages of a folder share")
struct FolderFrameTests {
  /// A folder that comes in two runs, since another of it lies between, and one of many pages.
  private static let paths =
    ["index.md", "a/index.md", "a/b.md", "a/b/c.md", "a/b/d.md", "a/b0.md", "a/c.md", "z/index.md"]
    + (100..<400).map { "z/p\($0).md" }

  private static func read(_ paths: [String]) -> [SitePage] {
    let documents = paths.map {
      SiteDocument(path: $0, text: "---\ntitle: Of \($0)\ntags: [red]\n---\n\nWords.\n\n## One\n")
    }
    let reader = PageReader(resolver: LinkResolver(documents: documents, assets: [:]), holdsWords: false)
    return documents.compactMap { try? reader.read($0).page }.sorted { $0.source.path < $1.source.path }
  }

  private static func renderer(of pages: [SitePage]) throws -> PageRenderer {
    PageRenderer(
      settings: SiteSettings(title: "Site", language: "en", base: try BaseURL("https://example.com/")),
      tree: SiteTree(pages), templates: try TemplateLibrary(), style: "style.css", script: "script.js")
  }

  @Test("is the same whoever made it, and whatever pages it was used for before")
  func handedOn() throws {
    let pages = Self.read(Self.paths)
    let renderer = try Self.renderer(of: pages)
    for _ in 0..<2 {
      var frame: FolderFrame?
      for page in pages {
        if frame?.folder != page.folder { renderer.keep(&frame) }
        _ = renderer.contextDigest(of: page, in: &frame)
      }
      renderer.keep(&frame)
      for page in pages.reversed() {
        if frame?.folder != page.folder { renderer.keep(&frame) }
        let html = renderer.html(of: page, content: Array("<p>Words.</p>".utf8), in: &frame)
        var own: FolderFrame?
        let fresh = try Self.renderer(of: pages).html(
          of: page, content: Array("<p>Words.</p>".utf8), in: &own)
        #expect(html == fresh, "\(page.path)")
      }
      renderer.keep(&frame)
    }
  }

  @Test("is kept while there is room, however many folders and sections a site has")
  func bounded() {
    let tree = SiteTree(Self.read((0..<300).map { "s\($0)/index.md" }))
    let frames = FolderFrames()
    func frame(_ folder: Int) -> FolderFrame {
      FolderFrame("s\(folder)", tree, style: "style.css", script: "script.js")
    }
    for folder in 0..<300 {
      frames.keep(frame(folder))
      #expect(frames.entries <= FolderFrames.mostEntries)
    }
    let size = frame(0).size
    #expect(size > 300)
    #expect(frames.entries == FolderFrames.mostEntries / size * size)
    // In the place of the same one it takes no more room.
    frames.keep(frame(0))
    #expect(frames.entries == FolderFrames.mostEntries / size * size)
    #expect(frames.take("s299") == nil)
    for folder in 0..<300 {
      if let taken = frames.take("s\(folder)") { #expect(taken.folder == "s\(folder)") }
      #expect(frames.take("s\(folder)") == nil)
    }
    #expect(frames.entries == 0)
  }

  @Test("Results are taken in their order, without those that are not there")
  func results() {
    let results = SiteResults<String>(5)
    (results[1], results[2], results[4]) = ("b", "c", "e")
    #expect(results.taken() == ["b", "c", "e"])
    #expect(results.taken().isEmpty)
    #expect(SiteResults<String>(0).taken().isEmpty)
  }
}
