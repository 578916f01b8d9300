package import Diagnostics
import Markdown

/// Makes a site from documents and assets: a pure function of its input.
package struct SiteBuilder: Sendable {
  let templates: TemplateLibrary

  /// A builder that renders with these templates.
  package init(templates: TemplateLibrary) { self.templates = templates }

  /// Renders everything; drafts are left out.
  ///
  /// **Throws:** every problem of every document at once.
  package func build(_ input: SiteInput) throws(Problems) -> SiteOutput {
    var problems = Problems()
    let base = problems.gather { () throws(Problems) in try BaseURL(input.baseURL) } ?? nil
    var pages: [SitePage] = []
    for document in input.documents.sorted(by: { $0.path < $1.path }) {
      guard let page = problems.gather({ () throws(Problems) in try SitePage(document) }) else { continue }
      if !page.matter.isDraft { pages.append(page) }
    }
    for document in SiteTree.missingIndexes(pages) {
      guard let page = problems.gather({ () throws(Problems) in try SitePage(document) }) else { continue }
      pages.append(page)
    }

    var files = SiteFiles()
    let assets = input.assets.sorted { $0.path < $1.path }
    for asset in assets {
      _ = problems.gather { () throws(Problems) in
        do throws(Diagnostic) { try SitePath.check(asset.path, source: asset.path) } catch {
          throw Problems([error])
        }
      }
      files.add(asset.path, asset.bytes, from: asset.path, &problems)
    }
    let style = "assets/style-\(contentDigest(templates.stylesheet.utf8)).css"
    let script = "assets/script-\(contentDigest(templates.script.utf8)).js"
    files.add(style, Array(templates.stylesheet.utf8), from: "stylesheet.css", &problems)
    files.add(script, Array(templates.script.utf8), from: "script.js", &problems)
    try problems.throwIfAny()

    let renderer = PageRenderer(
      input: input, base: base, pages: pages, assets: assets, templates: templates, style: style,
      script: script)
    var records: [SearchRecord] = []
    for page in pages {
      let rendered = renderer.rendered(page)
      files.add(page.source.path, Array(page.source.text.utf8), from: page.source.source, &problems)
      files.add(page.path, Array(renderer.html(of: page, rendered).utf8), from: page.source.source, &problems)
      records.append(
        SearchRecord(
          path: page.path, title: page.title, description: page.summary, tags: page.matter.tags,
          isOneOfMany: page.layout == .run,
          headings: rendered.headings.filter { (2...3).contains($0.level) }.map {
            .init(text: $0.text, identifier: $0.identifier)
          }, content: SearchIndex.holdsText(pages: pages.count) ? rendered.html.utf8 : nil))
    }
    files.add(SearchIndex.path, Array(SearchIndex(records).script.utf8), from: SearchIndex.path, &problems)
    for page in pages {
      for alias in page.matter.aliases { addRedirect(alias, to: page, renderer, &files, &problems) }
    }
    if files.contents[PageIndex.path] == nil {
      files.add(PageIndex.path, Array(renderer.pageIndex().utf8), from: PageIndex.path, &problems)
    }
    if files.contents["404.html"] == nil {
      files.add("404.html", Array(renderer.notFound().utf8), from: "404.html", &problems)
    }
    addFeeds(SiteFeeds(input: input, base: base, pages: pages), &files, &problems)
    files.add(SiteOutput.marker, Array(SiteOutput.markerText.utf8), from: SiteOutput.marker, &problems)
    try problems.throwIfAny()
    return SiteOutput(files.contents)
  }

  private func addRedirect(
    _ alias: String, to page: SitePage, _ renderer: PageRenderer, _ files: inout SiteFiles,
    _ problems: inout Problems
  ) {
    var path = alias.hasPrefix("/") ? String(alias.dropFirst()) : alias
    if path.hasSuffix("/") { path += "index.html" }
    path = LinkTarget.pagePath(path)
    if !path.hasSuffix(".html") { path += ".html" }
    do throws(Diagnostic) {
      try SitePath.check(path, source: page.source.source)
      files.add(
        path, Array(renderer.redirect(from: path, to: page).utf8), from: page.source.source, &problems)
    } catch {
      problems.add(error)
    }
  }

  private func addFeeds(_ feeds: SiteFeeds, _ files: inout SiteFiles, _ problems: inout Problems) {
    for (path, text) in feeds.files.sorted(by: { $0.key < $1.key }) where files.contents[path] == nil {
      files.add(path, Array(text.utf8), from: path, &problems)
    }
  }
}

/// The files of a site while they are collected; a path is given once.
private struct SiteFiles {
  private(set) var contents: [String: [UInt8]] = [:]
  private var origins: [String: String] = [:]

  mutating func add(_ path: String, _ bytes: [UInt8], from origin: String, _ problems: inout Problems) {
    if let other = origins[path] {
      problems.add(
        Diagnostic(
          .siteDuplicateOutput, .configuration, at: .init(file: origin),
          "'\(path)' is also made from '\(other)'",
          next: "Rename one of them, or take the alias out."))
      return
    }
    origins[path] = origin
    contents[path] = bytes
  }
}

extension Problems {
  /// Keeps what the body throws, so that the next document can be read too.
  fileprivate mutating func gather<Value>(_ body: () throws(Problems) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      add(error)
      return nil
    }
  }
}
