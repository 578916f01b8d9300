import Markdown

/// The navigation that all pages of one folder share, with links as they are written in that folder.
struct FolderFrame {
  /// A folder of the section with its pages, if they are listed.
  struct Group {
    let link: PageContext.Link
    /// The path of the index's document.
    let index: String
    let items: [PageContext.Link]
    /// Where the document of a path stands among the items.
    let places: [String: Int]
  }

  /// A section with so many pages has all of them in its sidebar; of a larger one the current folder's alone.
  private static let mostInSidebar = 100

  let folder: String
  /// The first folder of the path, nil in the root.
  let section: String?
  let sections: [PageContext.Link]
  let sectionTitle: String
  /// From the first page down to the folder's own index.
  let breadcrumbs: [PageContext.Link]
  let groups: [Group]
  let currentGroup: Int
  /// All pages of the section, its indexes left out.
  let pageCount: Int
  let order: SiteTree.ReadingOrder

  init(_ folder: String, _ tree: SiteTree) {
    self.folder = folder
    let here = folder.isEmpty ? "x" : folder + "/x"
    let link: (SitePage) -> PageContext.Link = {
      .init(name: $0.shortTitle, href: SitePath.address(from: here, to: $0.path))
    }
    sections = tree.entries.map { .init(name: $0.title, href: SitePath.address(from: here, to: $0.path)) }
    let section = folder.split(separator: "/").first.map(String.init)
    self.section = section

    var crumbs: [PageContext.Link] = []
    var parent = folder
    while !parent.isEmpty {
      if let index = tree.folders[parent]?.index { crumbs.append(link(index)) }
      parent = SitePath.folder(parent)
    }
    if let home = tree.folders[""]?.index {
      crumbs.append(.init(name: "Home", href: SitePath.address(from: here, to: home.path)))
    }
    breadcrumbs = crumbs.reversed()

    let folders = section.map(tree.folders(in:)) ?? []
    sectionTitle = folders.first?.title ?? ""
    pageCount = folders.reduce(0) { $0 + $1.pages.count }
    let listsAll = pageCount <= Self.mostInSidebar
    groups = folders.compactMap { member in
      guard let index = member.index else { return nil }
      let listed = listsAll || member.path == folder ? member.pages : []
      return Group(
        link: link(index), index: index.source.path, items: listed.map(link),
        places: Self.places(listed))
    }
    currentGroup = folders.filter { $0.index != nil }.firstIndex { $0.path == folder } ?? 0
    order = section.flatMap { tree.orders[$0] } ?? .init(pages: [], places: [:])
  }

  func link(_ page: SitePage) -> PageContext.Link {
    .init(
      name: page.shortTitle,
      href: SitePath.address(from: folder.isEmpty ? "x" : folder + "/x", to: page.path))
  }

  private static func places(_ pages: [SitePage]) -> [String: Int] {
    var places: [String: Int] = [:]
    for (place, page) in pages.enumerated() { places[page.source.path] = place }
    return places
  }
}
