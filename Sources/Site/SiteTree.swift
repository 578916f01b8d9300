import Diagnostics
import Markdown

/// The pages of a site by folder, in the order in which they are read.
struct SiteTree: Sendable {
  /// One folder with pages: its index first named apart, then the others.
  struct Folder: Sendable {
    let path: String
    let index: SitePage?
    let pages: [SitePage]

    var title: String { index?.shortTitle ?? SitePath.humanised(SitePath.name(path)) }
  }

  /// An entry of the bar at the top: a page of the root, or a folder.
  struct Entry: Sendable {
    let title: String
    let path: String
    /// The folder it stands for, nil for a page of the root.
    let folder: String?
  }

  /// All pages of a section, the index of each folder before its pages.
  struct ReadingOrder: Sendable {
    let pages: [SitePage]
    /// Where the document of a path stands among them.
    let places: [String: Int]
  }

  /// All that is within a folder of the root.
  struct Section: Sendable {
    /// Those that have an index, the section's own first, those within it by the order of their indexes.
    let folders: [Folder]
    /// Where the folder of a path stands among them.
    let places: [String: Int]
    /// All pages, indexes left out.
    let pageCount: Int
    let order: ReadingOrder
  }

  let folders: [String: Folder]
  let entries: [Entry]
  private(set) var sections: [String: Section] = [:]
  /// The folders right below each folder, in order.
  private let below: [String: [String]]

  init(_ pages: [SitePage]) {
    var members: [String: [SitePage]] = [:]
    var start = 0
    for index in pages.indices {
      // Those of a folder mostly come together.
      if index + 1 < pages.count, pages[index + 1].folder == pages[start].folder { continue }
      members[pages[start].folder, default: []] += pages[start...index]
      start = index + 1
    }
    var folders: [String: Folder] = [:]
    for (path, members) in members {
      let index = members.first(where: \.isIndex)
      let order = NavigationOrder(index)
      folders[path] = Folder(
        path: path, index: index, pages: order.sorted(members.filter { !$0.isIndex }) { $0 })
    }
    self.folders = folders

    var below: [String: [String]] = [:]
    for path in folders.keys where !path.isEmpty { below[SitePath.folder(path), default: []].append(path) }
    self.below = below.reduce(into: [:]) { result, entry in
      let indexes = entry.value.sorted().compactMap { folders[$0]?.index }
      result[entry.key] = NavigationOrder(folders[entry.key]?.index).sorted(indexes) { $0 }.map(\.folder)
    }

    let rootPages = (folders[""]?.pages ?? []).map { (page: $0, folder: String?.none) }
    // Tags are found on the pages that bear them; the bar names them where the first page says so.
    let named = Set((folders[""]?.index?.matter.navigation ?? []).map(NavigationOrder.plain))
    let sections = (self.below[""] ?? []).compactMap { path in
      path == TagPages.folder && !named.contains(path)
        ? nil : folders[path]?.index.map { (page: $0, folder: String?.some(path)) }
    }
    entries = NavigationOrder(folders[""]?.index).sorted(rootPages + sections) { $0.page }.map {
      Entry(title: $0.page.shortTitle, path: $0.page.path, folder: $0.folder)
    }
    for section in self.below[""] ?? [] {
      self.sections[section] = Section(self.folders(in: section))
    }
  }

  /// The folders of a section, itself first, those within it by the order of their index pages.
  private func folders(in section: String) -> [Folder] {
    var result: [Folder] = []
    func visit(_ path: String) {
      if let folder = folders[path] { result.append(folder) }
      for folder in below[path] ?? [] { visit(folder) }
    }
    visit(section)
    return result
  }

  /// Names in `navigation` that are neither a page nor a folder beside the index that has them, and orders in pages that
  /// have nothing to order.
  ///
  /// - Parameter isOpen: whether a folder may have others than these pages, so that no name is unknown there.
  func unknownNames(except isOpen: (_ folder: String) -> Bool = { _ in false }) -> [Diagnostic] {
    folders.values.sorted { $0.path < $1.path }.flatMap { folder -> [Diagnostic] in
      folder.pages.filter { !$0.matter.navigation.isEmpty }.map {
        Self.uselessOrder(of: $0.source, line: $0.matter.navigationLine)
      } + (isOpen(folder.path) ? [] : unknownNames(in: folder))
    }
  }

  static func uselessOrder(of document: SiteDocument, line: Int) -> Diagnostic {
    let folder = SitePath.folder(document.path)
    return Diagnostic(
      .siteFrontMatter, .configuration, at: .init(file: document.source, line: line),
      "'navigation' orders the pages of a folder, and this page is no folder's index",
      next: "Put it into '\(folder.isEmpty ? "" : folder + "/")index.md'.")
  }

  private func unknownNames(in folder: Folder) -> [Diagnostic] {
    guard let index = folder.index, !index.matter.navigation.isEmpty else { return [] }
    let known = Set(
      folder.pages.map(NavigationOrder.name) + (below[folder.path] ?? []).map(SitePath.name))
    return index.matter.navigation.filter { !known.contains(NavigationOrder.plain($0)) }.map { name in
      let nearest = nearestName(to: NavigationOrder.plain(name), among: known)
      return Diagnostic(
        .siteFrontMatter, .configuration,
        at: .init(file: index.source.source, line: index.matter.navigationLine),
        "'navigation' names '\(name)', and there is no such page or folder beside this one",
        next: nearest.map { "Did you mean '\($0)'?" } ?? "Mend the name, or take it out.")
    }
  }

  /// Documents for the folders that have none to introduce them: a list of what is in them.
  static func missingIndexes(_ pages: [SitePage]) -> [SiteDocument] {
    var needed: Set<String> = [""]
    var introduced: Set<String> = []
    var last = ""
    for page in pages {
      var folder = page.folder
      if page.isIndex { introduced.insert(folder) }
      // Those of one folder mostly come together.
      if folder == last { continue }
      last = folder
      while needed.insert(folder).inserted { folder = SitePath.folder(folder) }
    }
    let missing = needed.subtracting(introduced).sorted()
    if missing.isEmpty { return [] }
    // What is listed: the pages of these folders, and the indexes of those right below.
    let bare = Set(missing)
    var shown = (folder: "", isBare: bare.contains(""))
    let tree = SiteTree(
      pages.filter { page in
        if page.folder != shown.folder { shown = (page.folder, bare.contains(page.folder)) }
        return shown.isBare || (page.isIndex && bare.contains(SitePath.folder(page.folder)))
      })
    var below: [String: [String]] = [:]
    for path in needed.sorted() where !path.isEmpty { below[SitePath.folder(path), default: []].append(path) }
    return missing.map { path in
      SiteDocument(
        path: path.isEmpty ? "index.md" : path + "/index.md", text: listing(path, tree, below[path] ?? []))
    }
  }

  private static func listing(_ path: String, _ tree: SiteTree, _ below: [String]) -> String {
    let title = path.isEmpty ? "Contents" : SitePath.humanised(SitePath.name(path))
    var writer = MarkdownWriter()
    writer.heading(1, .plain(title))
    let pages = tree.folders[path]?.pages ?? []
    let isDated = pages.contains { $0.matter.date != nil }
    var rows = pages.map { page in
      [InlineMarkdown.link(.plain(page.shortTitle), to: SitePath.encoded(SitePath.name(page.source.path)))]
        + (isDated ? [InlineMarkdown.plain(String((page.matter.date ?? "").prefix(10)))] : [])
        + [InlineMarkdown.plain(page.summary)]
    }
    for folder in below {
      let index = tree.folders[folder]?.index
      let name = index?.shortTitle ?? SitePath.humanised(SitePath.name(folder))
      rows.append(
        [InlineMarkdown.link(.plain(name), to: SitePath.encoded(SitePath.name(folder)) + "/index.md")]
          + (isDated ? [""] : []) + [InlineMarkdown.plain(index?.summary ?? "")])
    }
    writer.table([.init("page")] + (isDated ? [.init("date")] : []) + [.init("about")], rows)
    return writer.text
  }
}

extension SiteTree.Section {
  /// Of all folders of a section in their order.
  init(_ folders: [SiteTree.Folder]) {
    self.folders = folders.filter { $0.index != nil }
    places = Self.places(self.folders.map(\.path))
    pageCount = folders.reduce(0) { $0 + $1.pages.count }
    let pages = folders.flatMap { ($0.index.map { [$0] } ?? []) + $0.pages }
    order = .init(pages: pages, places: Self.places(pages.map(\.source.path)))
  }

  private static func places(_ paths: [String]) -> [String: Int] {
    Dictionary(zip(paths, paths.indices), uniquingKeysWith: { first, _ in first })
  }
}
