import Markdown

/// Puts a page's content into its layout, with the navigation that it needs.
struct PageRenderer: Sendable {
  /// So many headings of level 2 make a table of contents.
  private static let fewestContents = 3

  let settings: SiteSettings
  let tree: SiteTree
  let templates: TemplateLibrary
  let style: String
  let script: String
  /// A digest of what is the same on each page of the site.
  private let common: SiteDigest
  /// Those of folders whose pages were looked at, until they are made.
  private let frames = FolderFrames()

  init(settings: SiteSettings, tree: SiteTree, templates: TemplateLibrary, style: String, script: String) {
    self.settings = settings
    self.tree = tree
    self.templates = templates
    self.style = style
    self.script = script
    var digester = SiteDigester()
    settings.add(to: &digester)
    digester.add(style)
    digester.add(script)
    common = digester.digest
  }

  /// The page as a whole.
  func html(of page: SitePage, content: [UInt8], in frame: inout FolderFrame?) -> [UInt8] {
    let context = context(of: page, in: &frame)
    context.content = content
    var html = HTMLBytes(capacity: content.count + 16_384)
    templates.page.render(context, into: &html)
    return html.bytes
  }

  /// All that stands on a page but its content.
  ///
  /// `frame` is that of the last page's folder, and is made anew where this one has another.
  func context(of page: SitePage, in frame: inout FolderFrame?) -> PageContext {
    let folder = folder(of: page, in: &frame)
    let context = around(folder)
    context.title = page.title
    context.pageTitle =
      page.path == "index.html" ? settings.title : "\(page.title) · \(settings.title)"
    context.description = page.summary
    context.canonical = settings.base?.address(page.path)
    context.layout = page.layout
    context.heading = page.heading ?? HTMLText.escape(page.title)
    context.date = page.matter.date
    context.tags = EntryList(page.matter.tags.map(folder.tag))
    context.source = SitePath.address(from: page.path, to: page.source.path)
    if page.layout.hasContents, page.headings.count(where: { $0.level == 2 }) >= Self.fewestContents {
      context.contents = page.headings.filter { (2...3).contains($0.level) }
    }
    folder.place(page, in: context)
    return context
  }

  /// A digest of all that a page's context is made from: where it is the same, the context is. It takes a tenth of the
  /// time.
  func contextDigest(of page: SitePage, in frame: inout FolderFrame?) -> SiteDigest {
    var digester = SiteDigester()
    digester.add(common)
    // Its path, title, summary, date, layout, tags and headings.
    digester.add(page.shown)
    digester.add(page.heading)
    folder(of: page, in: &frame).add(page, to: &digester)
    return digester.digest
  }

  private func folder(of page: SitePage, in frame: inout FolderFrame?) -> FolderFrame {
    if let known = frame, known.folder == page.folder { return known }
    let folder = frames.take(page.folder) ?? self.frame(page.folder)
    frame = folder
    return folder
  }

  /// Keeps the frame for who makes pages of its folder next.
  func keep(_ frame: inout FolderFrame?) {
    if let frame = frame.take() { frames.keep(frame) }
  }

  func redirect(from path: String, to page: SitePage) -> [UInt8] {
    let context = PageContext()
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
    let root = frame("")
    let context = around(root)
    context.sections = root.sections()
    if let base = settings.base {
      let absolute: (String) -> String = { base.path + $0 }
      context.home = absolute(context.home)
      context.stylesheet = absolute(context.stylesheet)
      context.script = absolute(context.script)
      context.search = absolute(context.search)
      context.pageIndex = absolute(context.pageIndex)
      context.feed = context.feed.map(absolute)
      context.sections = EntryList(
        tree.entries.map {
          PageEntry(name: $0.title, href: absolute(SitePath.address(from: "404.html", to: $0.path)))
        })
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
    let root = frame("")
    let context = around(root)
    context.sections = root.sections()
    context.title = PageIndex.title
    context.pageTitle = "\(PageIndex.title) · \(settings.title)"
    context.description = "Every page of this site, by section."
    context.canonical = settings.base?.address(PageIndex.path)
    context.heading = PageIndex.title
    context.content = PageIndex(tree: tree).content
    var html = HTMLBytes(capacity: 65_536)
    templates.page.render(context, into: &html)
    return html.bytes
  }

  private func frame(_ folder: String) -> FolderFrame {
    FolderFrame(folder, tree, style: style, script: script)
  }

  /// What all pages have around them.
  private func around(_ frame: FolderFrame) -> PageContext {
    let context = PageContext()
    context.language = settings.language
    context.siteTitle = settings.title
    context.home = frame.home
    context.stylesheet = frame.stylesheet
    context.script = frame.script
    context.search = frame.search
    context.pageIndex = frame.pageIndex
    context.feed = settings.base == nil ? nil : frame.feed
    return context
  }
}
