import Markdown

/// The list of all pages by section: the way to find a page without a script, and to see what there is.
struct PageIndex {
  static let path = "pages.html"
  static let title = "All pages"
  /// Longer folders are told by their number and their own first page, which lists them.
  private static let mostListed = 400
  /// So many pages of one folder are shown with what they are about; a longer row is alike.
  private static let mostDescribed = 60

  let tree: SiteTree

  /// The list as the content of a page.
  var content: [UInt8] {
    var html = HTMLBytes(capacity: 65_536)
    html += "<div class=\"page-index\">\n"
    if let root = tree.folders[""] {
      list((root.index.map { [$0] } ?? []) + root.pages, in: &html)
    }
    for entry in tree.entries {
      guard let section = entry.folder else { continue }
      for (depth, folder) in (tree.sections[section]?.folders ?? []).enumerated() {
        guard let index = folder.index else { continue }
        let level = depth == 0 ? 2 : 3
        html += "<h\(level) id=\"section:"
        html.escape(HTMLText.address(SitePath.encoded(folder.path)))
        html += "\">"
        link(index, in: &html)
        html += "</h\(level)>\n"
        if !index.summary.isEmpty {
          html += "<p>"
          html.escape(index.summary)
          html += "</p>\n"
        }
        if folder.pages.count > Self.mostListed {
          html += "<p>\(folder.pages.count) pages, listed there.</p>\n"
        } else if !folder.pages.isEmpty {
          list(folder.pages, in: &html)
        }
      }
    }
    html += "</div>\n"
    return html.bytes
  }

  private func list(_ pages: [SitePage], in html: inout HTMLBytes) {
    let isDescribed = pages.count <= Self.mostDescribed
    html += isDescribed ? "<ul>\n" : "<ul class=\"dense\">\n"
    for page in pages {
      html += "<li>"
      link(page, in: &html)
      if isDescribed, !page.summary.isEmpty {
        html += " <span>"
        html.escape(page.summary)
        html += "</span>"
      }
      html += "</li>\n"
    }
    html += "</ul>\n"
  }

  private func link(_ page: SitePage, in html: inout HTMLBytes) {
    html += "<a href=\""
    html.escape(SitePath.address(from: Self.path, to: page.path))
    html += "\">"
    html.escape(page.title)
    html += "</a>"
  }
}
