import Markdown

/// Pages of tags: one for each with the pages that bear it, and one of all, where any page has a tag.
enum TagPages {
  static let folder = "tags"

  /// True of a path that a tag's page has.
  static func isPage(_ path: String) -> Bool { path.hasPrefix(folder + "/") && path.hasSuffix(".md") }

  /// The longest name of a tag's file before its digest, in letters.
  private static let longest = 60

  /// The path of a tag's document. Tags that differ in case or in blanks alone share one; where a name doesn't tell
  /// the whole tag, as of `C++`, a digest does.
  static func path(of tag: String) -> String {
    let plain = tag.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: "-")
    let slug = HeadingSlugs.slug(tag)
    if slug == plain, slug != "index", slug.count <= longest, slug.utf8.count <= 3 * longest {
      return "\(folder)/\(slug).md"
    }
    return "\(folder)/\(slug.prefix(longest))-\(contentDigest(plain.utf8).prefix(8)).md"
  }

  /// The documents, without those that a person has written.
  static func documents(_ pages: [SitePage], written: Set<String>, threads: Int) -> [SiteDocument] {
    var members: [String: [SitePage]] = [:]
    var names: [String: String] = [:]
    var paths: [String: String] = [:]
    for page in pages where !page.matter.tags.isEmpty {
      var seen: [String] = []
      for tag in page.matter.tags {
        let path = paths[tag] ?? path(of: tag)
        paths[tag] = path
        names[path] = min(names[path] ?? tag, tag)
        if seen.contains(path) { continue }
        seen.append(path)
        members[path, default: []].append(page)
      }
    }
    if members.isEmpty { return [] }
    let tags = members.sorted { $0.key < $1.key }.map {
      (path: $0.key, name: names[$0.key] ?? "", pages: $0.value)
    }
    var documents = SiteWorkers.map(tags, threads: threads, part: 1) { tag in
      document(tag.path, tag.name, tag.pages.sorted(by: SitePage.comesBefore))
    }
    var index = MarkdownWriter()
    // After all sections with a weight; those without are named.
    index.frontMatter("title: Tags\nweight: 1000000")
    index.table(
      [.init("tag"), .init("pages")],
      members.sorted { $0.key < $1.key }.map { path, pages in
        [
          InlineMarkdown.link(.plain(names[path] ?? ""), to: SitePath.encoded(SitePath.name(path))),
          "\(pages.count)",
        ]
      })
    documents.append(SiteDocument(path: folder + "/index.md", text: index.text))
    return documents.filter { !written.contains($0.path) }
  }

  private static func document(_ path: String, _ name: String, _ pages: [SitePage]) -> SiteDocument {
    var writer = MarkdownWriter()
    writer.heading(1, .plain(name))
    let isDated = pages.contains { $0.matter.date != nil }
    writer.table(
      [.init("page")] + (isDated ? [.init("date")] : []) + [.init("about")],
      pages.map { page in
        [InlineMarkdown.link(.plain(page.shortTitle), to: "../" + SitePath.encoded(page.source.path))]
          + (isDated ? [InlineMarkdown.plain(String((page.matter.date ?? "").prefix(10)))] : [])
          + [InlineMarkdown.plain(page.summary)]
      })
    return SiteDocument(path: path, text: writer.text)
  }
}
