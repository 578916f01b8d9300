import Markdown

/// What machines read: robots, and, where the site's address is known, a sitemap and a feed.
struct SiteFeeds {
  /// The newest pages a feed holds.
  private static let mostEntries = 50

  let settings: SiteSettings
  let pages: [SitePage]

  var paths: [String] { settings.base == nil ? ["robots.txt"] : ["feed.xml", "robots.txt", "sitemap.xml"] }

  func bytes(_ path: String) -> [UInt8] {
    guard let base = settings.base else { return Array("User-agent: *\nAllow: /\n".utf8) }
    switch path {
    case "sitemap.xml": return sitemap(base)
    case "feed.xml": return feed(base)
    default: return Array("User-agent: *\nAllow: /\nSitemap: \(base.text)sitemap.xml\n".utf8)
    }
  }

  /// **Source:** sitemaps.org protocol 0.9.
  private func sitemap(_ base: BaseURL) -> [UInt8] {
    var xml = HTMLBytes(capacity: pages.count * 128)
    xml += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    for page in pages.sorted(by: { $0.path < $1.path }) {
      xml += "<url><loc>"
      xml += Self.escape(base.address(page.path))
      xml += "</loc>"
      if let date = page.matter.date {
        xml += "<lastmod>"
        xml += date
        xml += "</lastmod>"
      }
      xml += "</url>\n"
    }
    xml += "</urlset>\n"
    return xml.bytes
  }

  /// **Source:** RFC 4287. A feed without dated pages was updated when time began, since it must say when.
  private func feed(_ base: BaseURL) -> [UInt8] {
    let newest = newest
    var xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
    xml += "<title>\(Self.escape(settings.title))</title>\n<id>\(Self.escape(base.text))</id>\n"
    xml += "<link href=\"\(Self.escape(base.text))\"/>\n"
    xml += "<link rel=\"self\" href=\"\(Self.escape(base.text))feed.xml\"/>\n"
    xml += "<updated>\(newest.first?.date ?? "1970-01-01T00:00:00Z")</updated>\n"
    xml += "<author><name>\(Self.escape(settings.title))</name></author>\n"
    for (date, page) in newest {
      let address = Self.escape(base.address(page.path))
      xml +=
        "<entry>\n<title>\(Self.escape(page.title))</title>\n<id>\(address)</id>\n<link href=\"\(address)\"/>\n"
      xml += "<updated>\(date)</updated>\n<summary>\(Self.escape(page.summary))</summary>\n</entry>\n"
    }
    return Array((xml + "</feed>\n").utf8)
  }

  /// The pages of a feed, the newest first; they are few, so that all others need not be sorted.
  private var newest: [(date: String, page: SitePage)] {
    var newest: [(date: String, page: SitePage)] = []
    for page in pages {
      guard let date = page.matter.date.map(PageDate.timestamp) else { continue }
      let comesBefore: ((date: String, page: SitePage)) -> Bool = {
        $0.date != date ? $0.date > date : $0.page.path < page.path
      }
      if newest.count == Self.mostEntries, newest.last.map(comesBefore) == true { continue }
      newest.insert((date, page), at: newest.firstIndex { !comesBefore($0) } ?? newest.endIndex)
      if newest.count > Self.mostEntries { newest.removeLast() }
    }
    return newest
  }

  /// Escaped, without the characters that XML has no way to write.
  ///
  /// **Source:** XML 1.0, section 2.2, `Char`.
  static func escape(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return HTMLText.escape(text) }
    return HTMLText.escape(
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF || $0 == "\n" || $0 == "\t"
          })))
  }
}
