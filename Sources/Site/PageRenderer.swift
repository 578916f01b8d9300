import Markdown

/// Puts a document into its layout, with the navigation that it needs.
struct PageRenderer {
  /// Identifiers that the templates use themselves.
  private static let reserved: Set<String> = ["page"]
  /// The most pages that a sidebar lists of one folder, and how many of them stand before the current one.
  private static let mostListed = 30
  private static let listedBefore = 10
  /// So many headings of level 2 make a table of contents.
  private static let fewestContents = 3

  let input: SiteInput
  let base: BaseURL?
  let tree: SiteTree
  let templates: TemplateLibrary
  let style: String
  let script: String
  private let paths: Set<String>
  private let assets: [String: SiteAsset]

  init(
    input: SiteInput, base: BaseURL?, pages: [SitePage], assets: [SiteAsset], templates: TemplateLibrary,
    style: String, script: String
  ) {
    self.input = input
    self.base = base
    self.templates = templates
    self.style = style
    self.script = script
    tree = SiteTree(pages)
    paths = Set(pages.map(\.source.path))
    self.assets = Dictionary(assets.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func rendered(_ page: SitePage) -> RenderedDocument { page.document.rendered(options(for: page)) }

  func html(of page: SitePage, _ rendered: RenderedDocument) -> String {
    var context = frame(at: page.path)
    context.title = page.title
    context.pageTitle = page.path == "index.html" ? input.title : "\(page.title) · \(input.title)"
    context.description = page.summary
    context.canonical = base?.address(page.path)
    context.layout = page.layout
    context.heading = rendered.title ?? HTMLText.escape(page.title)
    context.content = rendered.html
    context.date = page.matter.date
    context.tags = page.matter.tags
    context.source = SitePath.address(from: page.path, to: page.source.path)
    if page.layout.hasContents, rendered.headings.count(where: { $0.level == 2 }) >= Self.fewestContents {
      context.contents = rendered.headings.filter { (2...3).contains($0.level) }
    }
    placeInSection(page, &context)
    return templates.render(context.values, with: TemplateLibrary.page)
  }

  func redirect(from path: String, to page: SitePage) -> String {
    var context = PageContext()
    context.language = input.language
    context.title = page.title
    context.target = SitePath.address(from: path, to: page.path)
    context.canonical = base?.address(page.path)
    return templates.render(context.values, with: TemplateLibrary.redirect)
  }

  /// Shown by a server for any address, so that its links must not depend on where it seems to stand.
  func notFound() -> String {
    var context = frame(at: "404.html")
    if let base {
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
    context.pageTitle = "Page not found · \(input.title)"
    context.heading = "Page not found"
    context.content =
      "<p>There is no page at this address. It may have been renamed. "
      + "<a href=\"\(HTMLText.escape(context.home))\">Begin at the first page</a>, "
      + "or look through <a href=\"\(HTMLText.escape(context.pageIndex))\">all pages</a>.</p>\n"
    return templates.render(context.values, with: TemplateLibrary.page)
  }

  func pageIndex() -> String {
    var context = frame(at: PageIndex.path)
    context.title = PageIndex.title
    context.pageTitle = "\(PageIndex.title) · \(input.title)"
    context.description = "Every page of this site, by section."
    context.canonical = base?.address(PageIndex.path)
    context.heading = PageIndex.title
    context.content = PageIndex(tree: tree).html
    return templates.render(context.values, with: TemplateLibrary.page)
  }

  /// What all pages have around them.
  private func frame(at path: String) -> PageContext {
    var context = PageContext()
    context.language = input.language
    context.siteTitle = input.title
    context.home = SitePath.address(from: path, to: "index.html")
    context.stylesheet = SitePath.address(from: path, to: style)
    context.script = SitePath.address(from: path, to: script)
    context.search = SitePath.address(from: path, to: SearchIndex.path)
    context.pageIndex = SitePath.address(from: path, to: PageIndex.path)
    context.feed = base == nil ? nil : SitePath.address(from: path, to: "feed.xml")
    context.sections = tree.entries.map {
      .init(name: $0.title, href: SitePath.address(from: path, to: $0.path))
    }
    return context
  }

  private func placeInSection(_ page: SitePage, _ context: inout PageContext) {
    let section = SiteTree.section(of: page)
    for (index, entry) in tree.entries.enumerated() {
      context.sections[index].isCurrent =
        entry.path == page.path || (section != nil && entry.folder == section)
    }
    guard let section else { return }
    let link: (SitePage) -> PageContext.Link = {
      .init(
        name: $0.title, href: SitePath.address(from: page.path, to: $0.path), isCurrent: $0.path == page.path)
    }

    var folder = page.isIndex ? SitePath.folder(page.folder) : page.folder
    if page.source.path != "index.md" {
      while !folder.isEmpty {
        if let index = tree.folders[folder]?.index { context.breadcrumbs.insert(link(index), at: 0) }
        folder = SitePath.folder(folder)
      }
      if let home = tree.folders[""]?.index {
        var first = link(home)
        first.name = "Home"
        context.breadcrumbs.insert(first, at: 0)
      }
    }

    let folders = tree.folders(in: section)
    context.sectionTitle = folders.first?.title ?? ""
    if folders.reduce(0, { $0 + $1.pages.count }) > 1 {
      context.groups = folders.compactMap { folder in
        folder.index.map { group(folder, index: $0, current: page, link) }
      }
    }
    let order = tree.readingOrder(around: page)
    if let place = order.firstIndex(where: { $0.source.path == page.source.path }) {
      context.previous = place > 0 ? link(order[place - 1]) : nil
      context.next = place + 1 < order.count ? link(order[place + 1]) : nil
    }
  }

  /// A folder's pages in the sidebar; of a long one those around the current page.
  private func group(
    _ folder: SiteTree.Folder, index: SitePage, current: SitePage, _ link: (SitePage) -> PageContext.Link
  ) -> PageContext.Group {
    let pages = folder.pages
    guard pages.count > Self.mostListed else { return .init(link: link(index), items: pages.map(link)) }
    let place = pages.firstIndex { $0.source.path == current.source.path } ?? 0
    let start = min(max(0, place - Self.listedBefore), pages.count - Self.mostListed)
    return .init(
      link: link(index), items: pages[start..<(start + Self.mostListed)].map(link),
      more: "all \(pages.count) pages")
  }

  private func options(for page: SitePage) -> RenderOptions {
    let path = page.path
    let paths = paths
    let assets = assets
    return RenderOptions(
      isTrusted: page.source.isTrusted, tiles: page.layout.tiles, reservedIdentifiers: Self.reserved,
      address: { Self.address($0, from: path, pages: paths) },
      figure: { Self.figure($0, from: path, assets: assets) },
      size: { SitePath.resolve($0, from: path).flatMap { assets[$0] }.flatMap { ImageSize.of($0.bytes) } })
  }

  /// A link to a page's Markdown leads to the page; one from the root is made relative, so that it holds anywhere.
  private static func address(_ link: String, from path: String, pages: Set<String>) -> String {
    guard let target = SitePath.resolve(link, from: path) else { return link }
    if pages.contains(target) { return SitePath.address(from: path, to: LinkTarget.pagePath(target)) }
    let index =
      target.isEmpty ? "index.md" : target.hasSuffix("/") ? target + "index.md" : target + "/index.md"
    if pages.contains(index) { return SitePath.address(from: path, to: LinkTarget.pagePath(index)) }
    return link.hasPrefix("/") ? SitePath.address(from: path, to: target) : link
  }

  private static func figure(_ source: String, from path: String, assets: [String: SiteAsset])
    -> RenderOptions.Figure?
  {
    guard let target = SitePath.resolve(source, from: path), let asset = assets[target] else { return nil }
    guard target.hasSuffix(".svg") else { return nil }
    let data = assets[target.dropLast(3) + "csv"]
    let narrow = assets[target.dropLast(3) + "narrow.svg"]
    return .init(
      svg: String(validating: asset.bytes, as: UTF8.self),
      narrowSVG: narrow.flatMap { String(validating: $0.bytes, as: UTF8.self) },
      data: data.map { SitePath.address(from: path, to: $0.path) })
  }
}
