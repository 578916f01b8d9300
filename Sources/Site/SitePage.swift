import Diagnostics
import Markdown

/// A page as far as others want to know of it; its content is elsewhere.
struct SitePage: Sendable {
  var source: SiteDocument
  /// The digest of the document.
  let digest: SiteDigest
  let matter: FrontMatter
  let title: String
  /// The title as HTML, where the document begins with it.
  let heading: String?
  /// What it is about, in one or two lines.
  let summary: String
  let headings: [RenderedDocument.Heading]
  /// How often the words of its text stand there, for the search; empty where a site is too large for that.
  let words: [String: Int]
  /// What its links and pictures asked for, and a digest of the answers: where these change, its content does.
  let lookups: [LinkResolver.Lookup]
  let answers: SiteDigest

  /// The path of its HTML.
  var path: String { LinkTarget.pagePath(source.path) }
  var folder: String { SitePath.folder(source.path) }
  var isIndex: Bool { SitePath.name(source.path) == "index.md" }
  var layout: PageLayout { matter.layout ?? (source.path == "index.md" ? .home : .page) }

  /// The title as navigation shows it.
  var shortTitle: String { Self.shortened(title, to: 80) }

  /// What the search keeps of it.
  var searchRecord: SearchRecord {
    SearchRecord(
      path: path, title: title, description: summary, tags: matter.tags, isOneOfMany: layout == .run,
      headings: headings.filter { (2...3).contains($0.level) }.map {
        .init(text: $0.text, identifier: $0.identifier)
      }, words: words)
  }

  /// At most so many characters, cut between words where there is a word.
  static func shortened(_ text: String, to length: Int) -> String {
    guard text.utf8.count > length, text.count > length else { return text }
    let cut = text.prefix(length)
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

  /// Everything that other pages may show of it.
  func addShown(to digester: inout SiteDigester) {
    digester.add(source.path)
    digester.add(title)
    digester.add(summary)
    digester.add(matter.date)
    digester.add(UInt64(bitPattern: Int64(matter.weight ?? Int.max)))
    digester.add(layout.rawValue)
    for alias in matter.aliases { digester.add(alias) }
    digester.add(UInt64(matter.aliases.count))
    for tag in matter.tags { digester.add(tag) }
    digester.add(UInt64(matter.tags.count))
    for entry in matter.navigation { digester.add(entry) }
    for heading in headings {
      digester.add(heading.text)
      digester.add(heading.identifier)
    }
  }
}
