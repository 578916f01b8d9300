import Diagnostics
import Markdown

/// A document that has been read, with all that other pages want to know of it.
struct SitePage: Sendable {
  let source: SiteDocument
  let document: Document
  let matter: FrontMatter
  let title: String

  init(_ source: SiteDocument) throws(Problems) {
    do throws(Diagnostic) {
      try SitePath.check(source.path, source: source.source)
      guard source.path.hasSuffix(".md"), SitePath.name(source.path) != ".md" else {
        throw Diagnostic(
          .sitePath, .configuration, at: .init(file: source.source),
          "the document '\(source.path)' is no Markdown file",
          expected: "a path that ends in '.md'", next: "Rename it, or hand it over as an asset.")
      }
      document = try Document(parsing: source.text, file: source.source)
    } catch {
      throw Problems([error])
    }
    matter =
      try document.frontMatter.map { yaml throws(Problems) in
        try FrontMatter(yaml: yaml, file: source.source)
      } ?? FrontMatter()
    self.source = source
    let folder = SitePath.folder(source.path)
    let isIndex = SitePath.name(source.path) == "index.md"
    let fallback = isIndex && !folder.isEmpty ? SitePath.name(folder) : SitePath.name(source.path)
    title = matter.title ?? document.title ?? SitePath.humanised(fallback)
  }

  /// The path of its HTML.
  var path: String { LinkTarget.pagePath(source.path) }
  var folder: String { SitePath.folder(source.path) }
  var isIndex: Bool { SitePath.name(source.path) == "index.md" }
  var layout: PageLayout { matter.layout ?? (source.path == "index.md" ? .home : .page) }

  /// What it is about, in one or two lines.
  var summary: String {
    let text = matter.description ?? document.firstParagraph ?? ""
    guard text.count > 200 else { return text }
    let cut = text.prefix(200)
    return cut[..<(cut.lastIndex(of: " ") ?? cut.endIndex)] + "…"
  }

  /// By weight, then the newest, then the title, then the path.
  static func comesBefore(_ a: SitePage, _ b: SitePage) -> Bool {
    let weights = (a.matter.weight ?? Int.max, b.matter.weight ?? Int.max)
    if weights.0 != weights.1 { return weights.0 < weights.1 }
    let dates = (a.matter.date ?? "", b.matter.date ?? "")
    if dates.0 != dates.1 { return dates.0 > dates.1 }
    if a.title != b.title { return a.title < b.title }
    return a.source.path < b.source.path
  }
}
