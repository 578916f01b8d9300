import Diagnostics
import Markdown

/// A page as far as others want to know of it; its content is elsewhere.
///
/// A class, since a site has thousands that are sorted and handed on many times, with some twenty texts each.
final class SitePage: Sendable {
  let source: SiteDocument
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
  /// Whether any of the lookups is for a picture.
  let hasPictures: Bool
  /// A digest of everything that other pages may show of it.
  let shown: SiteDigest
  /// Where it stands among the pages that the build before knew; nil of one that was read anew.
  let knownPlace: Int?

  /// The path of its HTML.
  let path: String
  let folder: String
  /// Whether it introduces its folder.
  let isIndex: Bool
  /// The title as navigation shows it.
  let shortTitle: String

  init(
    source: SiteDocument, digest: SiteDigest, matter: FrontMatter, title: String, heading: String?,
    summary: String, headings: [RenderedDocument.Heading], words: [String: Int],
    lookups: [LinkResolver.Lookup], answers: SiteDigest, shown: SiteDigest? = nil,
    knownPlace: Int? = nil
  ) {
    self.source = source
    self.digest = digest
    self.matter = matter
    self.title = title
    self.heading = heading
    self.summary = summary
    self.headings = headings
    self.words = words
    self.lookups = lookups
    self.answers = answers
    hasPictures = lookups.contains { $0.kind == .picture }
    self.knownPlace = knownPlace
    path = LinkTarget.pagePath(source.path)
    folder = SitePath.folder(source.path)
    isIndex = source.path == "index.md" || source.path.hasSuffix("/index.md")
    shortTitle = Self.shortened(title, to: 80)
    self.shown = shown ?? Self.shown(source.path, matter, title: title, summary: summary, headings: headings)
  }

  var layout: PageLayout { matter.layout ?? (source.path == "index.md" ? .home : .page) }

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

  private static func shown(
    _ path: String, _ matter: FrontMatter, title: String, summary: String,
    headings: [RenderedDocument.Heading]
  ) -> SiteDigest {
    var digester = SiteDigester()
    digester.add(path)
    digester.add(title)
    digester.add(summary)
    digester.add(matter.date)
    digester.add(UInt64(bitPattern: Int64(matter.weight ?? Int.max)))
    digester.add(matter.layout?.rawValue)
    for alias in matter.aliases { digester.add(alias) }
    digester.add(UInt64(matter.aliases.count))
    for tag in matter.tags { digester.add(tag) }
    digester.add(UInt64(matter.tags.count))
    for entry in matter.navigation { digester.add(entry) }
    digester.add(UInt64(matter.navigation.count))
    for heading in headings {
      digester.add(UInt64(heading.level))
      digester.add(heading.text)
      digester.add(heading.identifier)
    }
    return digester.digest
  }
}

extension SitePage {
  /// Where a key of its front matter stands, for problems; the file alone where that can't be told.
  func place(ofKey key: String) -> Diagnostic.Place {
    let lines = ((try? source.content.bytes(source: source.source)) ?? []).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let end = lines.dropFirst().firstIndex { $0.starts(with: "---".utf8) || $0.starts(with: "...".utf8) }
    let line = lines[..<(end ?? 0)].firstIndex { $0.starts(with: (key + ":").utf8) }
    return Diagnostic.Place(file: source.source, line: line.map { $0 + 1 })
  }
}
