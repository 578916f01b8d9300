import Markdown

/// The pages of a site by folder, in the order in which they are read.
struct SiteTree: Sendable {
  /// One folder with pages: its index first named apart, then the others.
  struct Folder: Sendable {
    let path: String
    let index: SitePage?
    let pages: [SitePage]

    var title: String { index?.title ?? SitePath.humanised(SitePath.name(path)) }
  }

  /// An entry of the bar at the top: a page of the root, or a folder.
  struct Entry: Sendable {
    let title: String
    let path: String
    /// The folder it stands for, nil for a page of the root.
    let folder: String?
  }

  let folders: [String: Folder]
  let entries: [Entry]

  init(_ pages: [SitePage]) {
    var folders: [String: Folder] = [:]
    for (path, members) in Dictionary(grouping: pages, by: \.folder) {
      folders[path] = Folder(
        path: path, index: members.first(where: \.isIndex),
        pages: members.filter { !$0.isIndex }.sorted(by: SitePage.comesBefore))
    }
    self.folders = folders

    let rootPages = (folders[""]?.pages ?? []).map { (page: $0, folder: String?.none) }
    let sections = Self.sections(folders)
    entries = (rootPages + sections).sorted { SitePage.comesBefore($0.page, $1.page) }.map {
      Entry(title: $0.page.title, path: $0.page.path, folder: $0.folder)
    }
  }

  /// The folders right under the root, each by its index page.
  private static func sections(_ folders: [String: Folder]) -> [(page: SitePage, folder: String?)] {
    folders.keys.sorted().compactMap { path in
      guard !path.isEmpty, !path.contains("/"), let index = folders[path]?.index else { return nil }
      return (index, path)
    }
  }

  /// The first folder of a page's path, nil in the root.
  static func section(of page: SitePage) -> String? {
    page.folder.split(separator: "/").first.map(String.init)
  }

  /// The folders of a section, itself first, those within it by the order of their index pages.
  func folders(in section: String) -> [Folder] {
    var result: [Folder] = []
    func visit(_ path: String) {
      if let folder = folders[path] { result.append(folder) }
      let below = folders.keys.filter { SitePath.folder($0) == path && $0 != path && !$0.isEmpty }.sorted()
      let ordered = below.compactMap { folders[$0] }.sorted { a, b in
        guard let left = a.index, let right = b.index else { return a.path < b.path }
        return SitePage.comesBefore(left, right)
      }
      for folder in ordered { visit(folder.path) }
    }
    visit(section)
    return result
  }

  /// All pages of a page's section in reading order, the index of each folder before its pages.
  func readingOrder(around page: SitePage) -> [SitePage] {
    guard let section = Self.section(of: page) else { return [] }
    return folders(in: section).flatMap { ($0.index.map { [$0] } ?? []) + $0.pages }
  }

  /// Documents for the folders that have none to introduce them: a list of what is in them.
  static func missingIndexes(_ pages: [SitePage]) -> [SiteDocument] {
    let tree = SiteTree(pages)
    var needed = Set(tree.folders.keys)
    for path in tree.folders.keys {
      var parent = path
      while !parent.isEmpty {
        parent = SitePath.folder(parent)
        needed.insert(parent)
      }
    }
    return needed.sorted().filter { tree.folders[$0]?.index == nil }.map { path in
      SiteDocument(path: path.isEmpty ? "index.md" : path + "/index.md", text: listing(path, tree, needed))
    }
  }

  private static func listing(_ path: String, _ tree: SiteTree, _ needed: Set<String>) -> String {
    let title = path.isEmpty ? "Contents" : SitePath.humanised(SitePath.name(path))
    var writer = MarkdownWriter()
    writer.heading(1, .plain(title))
    let pages = tree.folders[path]?.pages ?? []
    let isDated = pages.contains { $0.matter.date != nil }
    var rows = pages.map { page in
      [InlineMarkdown.link(.plain(page.title), to: SitePath.encoded(SitePath.name(page.source.path)))]
        + (isDated ? [InlineMarkdown.plain(String((page.matter.date ?? "").prefix(10)))] : [])
        + [InlineMarkdown.plain(page.summary)]
    }
    for folder in needed.sorted() where !folder.isEmpty && folder != path && SitePath.folder(folder) == path {
      let index = tree.folders[folder]?.index
      let name = index?.title ?? SitePath.humanised(SitePath.name(folder))
      rows.append(
        [InlineMarkdown.link(.plain(name), to: SitePath.encoded(SitePath.name(folder)) + "/index.md")]
          + (isDated ? [""] : []) + [InlineMarkdown.plain(index?.summary ?? "")])
    }
    writer.table([.init("page")] + (isDated ? [.init("date")] : []) + [.init("about")], rows)
    return writer.text
  }
}
