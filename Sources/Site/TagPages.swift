import Foundation
import Markdown

/// Pages of tags: one for each with the pages that bear it, and one of all, where any page has a tag.
enum TagPages {
  static let folder = "tags"

  /// True of a path that a tag's page has.
  static func isPage(_ path: String) -> Bool { path.hasPrefix(folder + "/") && path.hasSuffix(".md") }

  /// The longest name of a tag's file before its digest, in letters.
  private static let longest = 60

  /// The path of a tag's document. Tags that differ in case or in blanks alone share one, and those that are written
  /// alike with other code points; where a name doesn't tell the whole tag, as of `C++`, a digest does.
  static func path(of tag: String) -> String {
    if isPlain(tag) { return folder + "/" + tag + ".md" }
    let tag = tag.precomposedStringWithCanonicalMapping
    let plain = tag.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: "-")
    let slug = HeadingSlugs.slug(tag)
    if slug == plain, slug != "index", slug.count <= longest, slug.utf8.count <= 3 * longest {
      return "\(folder)/\(slug).md"
    }
    return "\(folder)/\(slug.prefix(longest))-\(contentDigest(plain.utf8).prefix(8)).md"
  }

  /// Whether a tag is short and of small letters, digits and hyphens, so that its file has its name.
  private static func isPlain(_ tag: String) -> Bool {
    return tag.withBytes { bytes in
      guard let last = bytes.last, last != UInt8(ascii: "-"), bytes.count <= longest else { return false }
      return !bytes.elementsEqual("index".utf8)
        && bytes.allSatisfy {
          switch $0 {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  private struct Tag {
    let path: String
    var name: String
    /// Its pages by their places among all that have a tag.
    var members: [Int] = []
  }

  /// A page as the tables of all its tags list it.
  private struct Row {
    let link: MarkdownWriter.Cell
    let date: MarkdownWriter.Cell
    let about: MarkdownWriter.Cell

    init(_ page: SitePage) {
      link = .init(.link(.plain(page.shortTitle), to: "../" + SitePath.encoded(page.source.path)))
      date = .init(.plain(String((page.matter.date ?? "").prefix(10))))
      about = .init(.plain(page.summary))
    }
  }

  /// The documents, without those that a person has written.
  static func documents(_ pages: [SitePage], written: Set<String>, threads: Int) -> [SiteDocument] {
    let pages = pages.filter { !$0.matter.tags.isEmpty }
    if pages.isEmpty { return [] }
    // Sorted once for all tags.
    let sorting = BesideThread { pages.indices.sorted { SitePage.comesBefore(pages[$0], pages[$1]) } }
    let tags = tags(of: pages)
    let rows = SiteWorkers.map(pages, threads: threads) { Row($0) }
    var ranks = Array(repeating: 0, count: pages.count)
    let order = sorting.value
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    let places = ranks
    var documents = SiteWorkers.map(tags, threads: threads, part: 1) { tag in
      let isDated = tag.members.contains { pages[$0].matter.date != nil }
      let members = tag.members.map { places[$0] }.sorted().map { order[$0] }
      return document(tag, members.map { rows[$0] }, isDated: isDated)
    }
    var index = MarkdownWriter()
    // After all sections with a weight; those without are named.
    index.frontMatter("title: Tags\nweight: 1000000")
    index.table(
      [.init("tag"), .init("pages")],
      tags.map { tag in
        [
          InlineMarkdown.link(.plain(tag.name), to: SitePath.encoded(SitePath.name(tag.path))),
          "\(tag.members.count)",
        ]
      })
    documents.append(SiteDocument(path: folder + "/index.md", text: index.text))
    return documents.filter { !written.contains($0.path) }
  }

  /// All tags by their paths, each with the pages that bear it.
  private static func tags(of pages: [SitePage]) -> [Tag] {
    var tags: [Tag] = []
    var byPath: [String: Int] = [:]
    var bySpelling: [String: Int] = [:]
    for (place, page) in pages.enumerated() {
      for spelling in page.matter.tags {
        let tag: Int
        if let known = bySpelling[spelling] {
          tag = known
        } else {
          let path = path(of: spelling)
          tag = byPath[path] ?? tags.count
          if tag == tags.count { tags.append(Tag(path: path, name: spelling)) }
          byPath[path] = tag
          bySpelling[spelling] = tag
          tags[tag].name = min(tags[tag].name, spelling)
        }
        // A page may have a tag in two spellings.
        if tags[tag].members.last != place { tags[tag].members.append(place) }
      }
    }
    return tags.sorted { $0.path < $1.path }
  }

  private static func document(_ tag: Tag, _ rows: [Row], isDated: Bool) -> SiteDocument {
    var writer = MarkdownWriter()
    writer.heading(1, .plain(tag.name))
    writer.table(
      [.init("page")] + (isDated ? [.init("date")] : []) + [.init("about")],
      rows.map { isDated ? [$0.link, $0.date, $0.about] : [$0.link, $0.about] })
    return SiteDocument(path: tag.path, text: writer.text)
  }
}
