import Markdown
@testable import Site
import Testing

/// A page is made again where the digest of what stands around it has changed. It is taken of what a context is made
/// from; here it is held against the contexts themselves.
@Suite("What stands around a page")
struct PageContextTests {
  private struct Page: Sendable {
    var path: String
    var matter: String
    var text = "Words.\n\n## One\n\n## Two\n\n## Three\n"
  }

  private static var pages: [Page] {
    var pages = [
      Page(path: "index.md", matter: "title: Start"), Page(path: "about.md", matter: "title: About"),
      Page(path: "guide/index.md", matter: "title: Guide\nnavigation: [b, a]"),
      Page(path: "guide/a.md", matter: "title: A\ntags: [red, blue]\ndate: 1997-01-02"),
      Page(path: "guide/b.md", matter: "title: B"), Page(path: "many/index.md", matter: "title: Many"),
      Page(path: "many/more/index.md", matter: "title: More"),
    ]
    for number in 10..<60 {
      pages.append(Page(path: "many/more/p\(number).md", matter: "title: P \(number)\nweight: \(number)"))
    }
    for number in 10..<70 { pages.append(Page(path: "many/q\(number).md", matter: "title: Q \(number)")) }
    return pages
  }

  private static let settings = SiteSettings(
    title: "Site", language: "en", base: try? BaseURL("https://example.com/"))

  private static func read(_ pages: [Page]) -> [SitePage] {
    let documents = pages.map { SiteDocument(path: $0.path, text: "---\n\($0.matter)\n---\n\n\($0.text)") }
    let reader = PageReader(resolver: LinkResolver(documents: documents, assets: [:]), holdsWords: false)
    return documents.compactMap { try? reader.read($0).page }
  }

  /// By path: a digest of every value that the page's template may name, and the one that builds go by.
  private static func digests(
    _ pages: [SitePage], _ settings: SiteSettings = Self.settings, style: String = "assets/style-1.css"
  ) throws -> [String: (values: SiteDigest, known: SiteDigest)] {
    let renderer = PageRenderer(
      settings: settings, tree: SiteTree(pages), templates: try TemplateLibrary(), style: style,
      script: "assets/script-1.js")
    var frame: FolderFrame?
    return Dictionary(
      uniqueKeysWithValues: pages.map { page in
        let context = renderer.context(of: page, in: &frame)
        return (page.path, (context.digest, renderer.contextDigest(of: page, in: &frame)))
      })
  }

  /// The changes of a site, and how many pages at least and at most look otherwise for each.
  private static let changes:
    [(what: String, least: Int, most: Int, change: @Sendable (inout [Page]) -> Void)] = [
      ("a title", 2, 10, { $0[3].matter = "title: Other\ntags: [red, blue]\ndate: 1997-01-02" }),
      ("a title among many", 13, 20, { $0[9].matter = "title: Twelfth\nweight: 12" }),
      ("tags", 1, 1, { $0[3].matter = "title: A\ntags: [red]\ndate: 1997-01-02" }),
      ("a date", 1, 1, { $0[3].matter = "title: A\ntags: [red, blue]\ndate: 1997-01-03" }),
      ("a description", 1, 1, { $0[4].matter += "\ndescription: About b" }),
      ("a layout", 1, 1, { $0[4].matter += "\nlayout: card" }),
      ("a heading", 1, 1, { $0[4].text = "Words.\n\n## One\n\n## Second\n\n## Three\n" }),
      ("an order", 3, 10, { $0[2].matter = "title: Guide\nnavigation: [a, b]" }),
      ("a weight among many", 2, 60, { $0[40].matter = "title: P 43\nweight: 11" }),
      ("a title of the root", 100, 200, { $0[1].matter = "title: Of us" }),
      ("a title of a section", 100, 200, { $0[5].matter = "title: Lots" }),
      ("a title of a folder", 50, 130, { $0[6].matter = "title: Further" }),
      ("a page more", 2, 60, { $0.append(Page(path: "guide/c.md", matter: "title: C")) }),
      (
        "a page less", 2, 60,
        {
          $0.remove(at: 4); $0[2].matter = "title: Guide"
        }
      ),
      ("a section more", 100, 200, { $0.append(Page(path: "new/index.md", matter: "title: New")) }),
    ]

  @Test("has another digest wherever a page looks otherwise, and the same where it does not")
  func changed() throws {
    let before = try Self.digests(Self.read(Self.pages))
    #expect(before.count == Self.pages.count)
    for (what, least, most, change) in Self.changes {
      var pages = Self.pages
      change(&pages)
      let after = try Self.digests(Self.read(pages))
      var count = 0
      for (path, new) in after {
        guard let old = before[path] else { continue }
        if old.values != new.values {
          count += 1
          #expect(old.known != new.known, "\(what): \(path)")
        }
      }
      let known = after.count { before[$0.key].map { $0.known } != $0.value.known }
      #expect(
        count >= 1 && known >= least && known <= most, "\(what): \(count) look otherwise, \(known) are made")
    }
  }

  @Test("has another digest where the site's settings or style sheet have changed")
  func settings() throws {
    let pages = Self.read(Self.pages)
    let before = try Self.digests(pages)
    let others = [
      try Self.digests(pages, SiteSettings(title: "Other", language: "en", base: Self.settings.base)),
      try Self.digests(pages, SiteSettings(title: "Site", language: "de", base: Self.settings.base)),
      try Self.digests(pages, SiteSettings(title: "Site", language: "en", base: nil)),
      try Self.digests(pages, style: "assets/style-2.css"),
    ]
    for after in others { #expect(after.allSatisfy { before[$0.key]?.known != $0.value.known }) }
    let again = try Self.digests(Self.read(Self.pages))
    #expect(again.allSatisfy { before[$0.key]?.known == $0.value.known })
  }
}

extension PageContext {
  /// A digest of all values but the content, each as a template would see it.
  fileprivate var digest: SiteDigest {
    var digester = SiteDigester()
    for variable in PageVariable.allCases where variable != .content {
      switch value(variable) {
      case .absent: digester.add(UInt64(0))
      case .text(let text), .fragment(let text): digester.add(text)
      case .number(let number): digester.add(UInt64(number))
      case .bytes(let bytes): bytes.withUnsafeBytes { digester.add($0) }
      case .flag(let isTrue): digester.add(isTrue ? 1 : 2)
      case .entry(let entry): digester.add(entry.digest)
      case .entries(let list): list.add(to: &digester)
      case .headings(let headings):
        digester.add(UInt64(headings.count))
        for heading in headings {
          digester.add(UInt64(heading.level))
          digester.add(heading.text)
          digester.add(heading.identifier)
        }
      }
    }
    return digester.digest
  }
}
