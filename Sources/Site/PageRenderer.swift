import Markdown

/// Puts a page's content into its layout, with the navigation that it needs.
struct PageRenderer: Sendable {
  /// The most pages that a sidebar lists of one folder, and how many of them stand before the current one.
  private static let mostListed = 30
  private static let listedBefore = 10
  /// So many headings of level 2 make a table of contents.
  private static let fewestContents = 3

  let settings: SiteSettings
  let tree: SiteTree
  let templates: TemplateLibrary
  let style: String
  let script: String

  /// The page as a whole.
  func html(of page: SitePage, content: [UInt8], in frame: inout FolderFrame?) -> [UInt8] {
    var context = context(of: page, in: &frame)
    context.content = content
    var html = HTMLBytes(capacity: content.count + 16_384)
    templates.page.render(context, into: &html)
    return html.bytes
  }

  /// All that stands on a page but its content.
  ///
  /// `frame` is that of the last page's folder, and is made anew where this one has another.
  func context(of page: SitePage, in frame: inout FolderFrame?) -> PageContext {
    let folder: FolderFrame
    if let known = frame, known.folder == page.folder {
      folder = known
    } else {
      folder = FolderFrame(page.folder, tree)
      frame = folder
    }
    var context = around(page.path)
    context.title = page.title
    context.pageTitle =
      page.path == "index.html" ? settings.title : "\(page.title) · \(settings.title)"
    context.description = page.summary
    context.canonical = settings.base?.address(page.path)
    context.layout = page.layout
    context.heading = page.heading ?? HTMLText.escape(page.title)
    context.date = page.matter.date
    context.tags = page.matter.tags.map {
      .init(
        name: $0,
        href: SitePath.address(from: page.path, to: LinkTarget.pagePath(TagPages.path(of: $0))))
    }
    context.source = SitePath.address(from: page.path, to: page.source.path)
    if page.layout.hasContents, page.headings.count(where: { $0.level == 2 }) >= Self.fewestContents {
      context.contents = page.headings.filter { (2...3).contains($0.level) }
    }
    context.sections = folder.sections
    for (index, entry) in tree.entries.enumerated() {
      context.sections[index].isCurrent =
        entry.path == page.path || (folder.section != nil && entry.folder == folder.section)
    }
    place(page, folder, &context)
    return context
  }

  func redirect(from path: String, to page: SitePage) -> [UInt8] {
    var context = PageContext()
    context.language = settings.language
    context.title = page.shortTitle
    context.target = SitePath.address(from: path, to: page.path)
    context.canonical = settings.base?.address(page.path)
    var html = HTMLBytes(capacity: 1024)
    templates.redirect.render(context, into: &html)
    return html.bytes
  }

  /// Shown by a server for any address, so that its links must not depend on where it seems to stand.
  func notFound() -> [UInt8] {
    var context = around("404.html")
    context.sections = FolderFrame("", tree).sections
    if let base = settings.base {
      let absolute: (String) -> String = { base.path + $0 }
      context.home = absolute(context.home)
      context.stylesheet = absolute(context.stylesheet)
      context.script = absolute(context.script)
      context.search = absolute(context.search)
      context.pageIndex = absolute(context.pageIndex)
      context.feed = context.feed.map(absolute)
      context.sections = context.sections.map { .init(name: $0.name, href: absolute($0.href)) }
    }
    context.title = "Page not found"
    context.pageTitle = "Page not found · \(settings.title)"
    context.heading = "Page not found"
    let content =
      "<p>There is no page at this address. It may have been renamed. "
      + "<a href=\"\(HTMLText.escape(context.home))\">Begin at the first page</a>, "
      + "or look through <a href=\"\(HTMLText.escape(context.pageIndex))\">all pages</a>.</p>\n"
    context.content = Array(content.utf8)
    var html = HTMLBytes(capacity: 16_384)
    templates.page.render(context, into: &html)
    return html.bytes
  }

  /// The list of all pages.
  func pageIndex() -> [UInt8] {
    var context = around(PageIndex.path)
    context.sections = FolderFrame("", tree).sections
    context.title = PageIndex.title
    context.pageTitle = "\(PageIndex.title) · \(settings.title)"
    context.description = "Every page of this site, by section."
    context.canonical = settings.base?.address(PageIndex.path)
    context.heading = PageIndex.title
    context.content = Array(PageIndex(tree: tree).html.utf8)
    var html = HTMLBytes(capacity: 65_536)
    templates.page.render(context, into: &html)
    return html.bytes
  }

  /// What all pages have around them.
  private func around(_ path: String) -> PageContext {
    var context = PageContext()
    context.language = settings.language
    context.siteTitle = settings.title
    context.home = SitePath.address(from: path, to: "index.html")
    context.stylesheet = SitePath.address(from: path, to: style)
    context.script = SitePath.address(from: path, to: script)
    context.search = SitePath.address(from: path, to: SearchIndex.path)
    context.pageIndex = SitePath.address(from: path, to: PageIndex.path)
    context.feed = settings.base == nil ? nil : SitePath.address(from: path, to: "feed.xml")
    return context
  }

  private func place(_ page: SitePage, _ frame: FolderFrame, _ context: inout PageContext) {
    guard frame.section != nil else { return }
    context.breadcrumbs = page.isIndex ? frame.breadcrumbs.dropLast() : frame.breadcrumbs
    context.sectionTitle = frame.sectionTitle
    if frame.pageCount > 1 {
      context.groups = Self.window(frame.groups, around: frame.currentGroup).map { group in
        self.group(group, current: page)
      }
    }
    if let place = frame.order.places[page.source.path] {
      let pages = frame.order.pages
      context.previous = place > 0 ? frame.link(pages[place - 1]) : nil
      context.next = place + 1 < pages.count ? frame.link(pages[place + 1]) : nil
    }
  }

  /// A folder's pages in the sidebar; of a long one those around the current page.
  private func group(_ group: FolderFrame.Group, current page: SitePage) -> PageContext.Group {
    var result = PageContext.Group(link: group.link, items: group.items)
    result.link.isCurrent = group.index == page.source.path
    guard let place = group.places[page.source.path] else {
      if group.items.count > Self.mostListed {
        result.items = Array(group.items.prefix(Self.mostListed))
        result.more = "all \(group.items.count) pages"
      }
      return result
    }
    result.items[place].isCurrent = true
    if group.items.count > Self.mostListed {
      result.items = Array(Self.window(result.items, around: place))
      result.more = "all \(group.items.count) pages"
    }
    return result
  }

  private static func window<Element>(_ elements: [Element], around place: Int) -> ArraySlice<Element> {
    guard elements.count > mostListed else { return elements[...] }
    let start = min(max(0, place - listedBefore), elements.count - mostListed)
    return elements[start..<(start + mostListed)]
  }
}
