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
  var html: String {
    var html = "<div class=\"page-index\">\n"
    if let root = tree.folders[""] {
      html += list((root.index.map { [$0] } ?? []) + root.pages)
    }
    for entry in tree.entries {
      guard let section = entry.folder else { continue }
      for (depth, folder) in (tree.sections[section]?.folders ?? []).enumerated() {
        guard let index = folder.index else { continue }
        let level = depth == 0 ? 2 : 3
        html +=
          "<h\(level) id=\"section:\(HTMLText.escape(HTMLText.address(SitePath.encoded(folder.path))))\">"
        html += "\(link(index))</h\(level)>\n"
        if !index.summary.isEmpty { html += "<p>\(HTMLText.escape(index.summary))</p>\n" }
        if folder.pages.count > Self.mostListed {
          html += "<p>\(folder.pages.count) pages, listed there.</p>\n"
        } else if !folder.pages.isEmpty {
          html += list(folder.pages)
        }
      }
    }
    return html + "</div>\n"
  }

  private func list(_ pages: [SitePage]) -> String {
    let isDescribed = pages.count <= Self.mostDescribed
    var html = isDescribed ? "<ul>\n" : "<ul class=\"dense\">\n"
    for page in pages {
      html += "<li>\(link(page))"
      if isDescribed, !page.summary.isEmpty { html += " <span>\(HTMLText.escape(page.summary))</span>" }
      html += "</li>\n"
    }
    return html + "</ul>\n"
  }

  private func link(_ page: SitePage) -> String {
    "<a href=\"\(HTMLText.escape(SitePath.address(from: Self.path, to: page.path)))\">\(HTMLText.escape(page.title))</a>"
  }
}
