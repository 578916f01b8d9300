import Markdown
import Synchronization

/// What the pages of one folder have around them in common, with links as they are written in that folder.
///
/// `@unchecked Sendable`: one thread has it at a time, and hands it on by `FolderFrames`.
final class FolderFrame: @unchecked Sendable {
  /// The most folders that a sidebar lists, and the most pages of one, and how many of them stand before the
  /// current one.
  private static let mostListed = 30
  private static let listedBefore = 10
  /// A section with so many pages has all of them in its sidebar; of a larger one the current folder's alone.
  private static let mostInSidebar = 100

  let folder: String
  let home: String
  let stylesheet: String
  let script: String
  let search: String
  let pageIndex: String
  let feed: String
  let sectionTitle: String

  /// A file in the folder, from which all addresses are the same.
  private let here: String
  private let tree: SiteTree
  private let section: SiteTree.Section?
  private let sections: SharedEntries
  private let sectionPlace: Int?
  /// From the first page down to the folder's own index.
  private let breadcrumbs: SharedEntries
  /// The folders of the section around the current one, with their pages if they are listed.
  private let groups: SharedEntries
  private let currentGroup: Int?
  /// The current folder's pages, and where the document of a path stands among them.
  private let pages: SharedEntries
  private let places: [String: Int]
  /// A digest of all that is the same on each page of the folder.
  private let digest: SiteDigest
  /// How many entries it holds.
  let size: Int
  /// The entries of tags that pages of this folder bear.
  private var tags: [String: PageEntry] = [:]

  init(_ folder: String, _ tree: SiteTree, style: String, script: String) {
    self.folder = folder
    self.tree = tree
    let here = folder.isEmpty ? "x" : folder + "/x"
    self.here = here
    let address: (String) -> String = { SitePath.address(from: here, to: $0) }
    let entry: (SitePage) -> PageEntry = { PageEntry(name: $0.shortTitle, href: address($0.path)) }
    home = address("index.html")
    stylesheet = address(style)
    self.script = address(script)
    search = address(SearchIndex.path)
    pageIndex = address(PageIndex.path)
    feed = address("feed.xml")

    sections = SharedEntries(tree.entries.map { PageEntry(name: $0.title, href: address($0.path)) })
    let first = folder.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(folder[..<$0]) } ?? folder
    section = first.isEmpty ? nil : tree.sections[first]
    sectionPlace = first.isEmpty ? nil : tree.entries.firstIndex { $0.folder == first }
    sectionTitle = section?.folders.first?.title ?? ""

    var crumbs: [PageEntry] = []
    var parent = folder
    while !parent.isEmpty {
      if let index = tree.folders[parent]?.index { crumbs.append(entry(index)) }
      parent = SitePath.folder(parent)
    }
    if let home = tree.folders[""]?.index {
      crumbs.append(PageEntry(name: "Home", href: address(home.path)))
    }
    breadcrumbs = SharedEntries(crumbs.reversed())

    let listed = section == nil ? [] : tree.folders[folder]?.pages ?? []
    let pages = SharedEntries(listed.map(entry))
    self.pages = pages
    var places: [String: Int] = [:]
    for (place, page) in listed.enumerated() { places[page.source.path] = place }
    self.places = places

    let folders = section?.folders ?? []
    let own = section?.places[folder]
    let around = Self.window(folders.count, around: own ?? 0)
    let listsAll = section.map { $0.pageCount <= Self.mostInSidebar } ?? false
    groups = SharedEntries(
      folders[around].compactMap { member in
        guard let index = member.index else { return nil }
        let isOwn = member.path == folder
        let count = listsAll || isOwn ? member.pages.count : 0
        let shown = min(count, Self.mostListed)
        return PageEntry(
          name: index.shortTitle, href: address(index.path),
          items: isOwn ? EntryList(pages, 0..<shown) : EntryList(member.pages.prefix(shown).map(entry)),
          more: Self.more(count))
      })
    currentGroup = own.map { $0 - around.lowerBound }
    let listedElsewhere = groups.entries.reduce(0) { $0 + 1 + ($1.items?.range.count ?? 0) }
    size = sections.entries.count + crumbs.count + pages.entries.count + listedElsewhere

    var digester = SiteDigester()
    for text in [folder, home, stylesheet, script, search, pageIndex, feed, sectionTitle] {
      digester.add(text)
    }
    for entries in [sections, breadcrumbs] { EntryList(entries).add(to: &digester) }
    digest = digester.digest
  }

  /// The entries of the bar at the top, as they are on a page of this folder.
  func sections(on path: String? = nil) -> EntryList {
    let place = sectionPlace ?? path.flatMap { path in tree.entries.firstIndex { $0.path == path } }
    return EntryList(sections).with(current: place)
  }

  /// Puts a page of this folder in its place in the site.
  func place(_ page: SitePage, in context: PageContext) {
    context.sections = sections(on: page.path)
    guard let section else { return }
    context.breadcrumbs = EntryList(
      breadcrumbs, 0..<max(0, breadcrumbs.entries.count - (page.isIndex ? 1 : 0)))
    context.sectionTitle = sectionTitle
    if section.pageCount > 1 { context.groups = groups(on: page) }
    let (previous, next) = neighbours(of: page, in: section)
    context.previous = previous.map(entry)
    context.next = next.map(entry)
  }

  /// Puts into a digest all that `place` makes of a page, without making it.
  func add(_ page: SitePage, to digester: inout SiteDigester) {
    digester.add(digest)
    sections(on: page.path).addCurrent(to: &digester)
    guard let section else { return }
    digester.add(section.pageCount > 1 ? 1 : 0)
    if section.pageCount > 1 { groups(on: page).add(to: &digester) }
    let (previous, next) = neighbours(of: page, in: section)
    for neighbour in [previous, next] {
      digester.add(neighbour?.path)
      digester.add(neighbour?.shortTitle)
    }
  }

  private func neighbours(
    of page: SitePage, in section: SiteTree.Section
  ) -> (previous: SitePage?, next: SitePage?) {
    guard let place = section.order.places[page.source.path] else { return (nil, nil) }
    let pages = section.order.pages
    return (place > 0 ? pages[place - 1] : nil, place + 1 < pages.count ? pages[place + 1] : nil)
  }

  /// The entry of a tag; pages of one folder bear few.
  func tag(_ name: String) -> PageEntry {
    // Texts that read alike may differ in their bytes.
    if let known = tags[name], known.name.isSpelled(as: name) { return known }
    let path = LinkTarget.pagePath(TagPages.path(of: name))
    let entry = PageEntry(name: name, href: SitePath.address(from: here, to: path))
    tags[name] = entry
    return entry
  }

  /// The sidebar; of a folder with many pages it lists those around the current one.
  private func groups(on page: SitePage) -> EntryList {
    let all = EntryList(groups)
    guard let currentGroup, let place = places[page.source.path] else {
      return page.isIndex ? all.with(current: currentGroup) : all
    }
    let group = groups.entries[currentGroup]
    let listed = EntryList(pages, Self.window(pages.entries.count, around: place)).with(current: place)
    return all.with(
      current: currentGroup,
      PageEntry(name: group.name, href: group.href, items: listed, more: group.more), isMarked: false)
  }

  private func entry(_ page: SitePage) -> PageEntry {
    if page.folder == folder, let place = places[page.source.path] { return pages.entries[place] }
    return PageEntry(name: page.shortTitle, href: SitePath.address(from: here, to: page.path))
  }

  private static func more(_ count: Int) -> String? { count > mostListed ? "all \(count) pages" : nil }

  private static func window(_ count: Int, around place: Int) -> Range<Int> {
    guard count > mostListed else { return 0..<count }
    let start = min(max(0, place - listedBefore), count - mostListed)
    return start..<(start + mostListed)
  }
}

/// Frames from when the pages of their folders were looked at until they are made, which takes them up again.
///
/// There is one for each folder, and each holds all entries of the bar at the top. So no more are kept than take some
/// 10 MB, whatever a site is like; the others are made again.
final class FolderFrames: Sendable {
  /// The most entries that are kept, of all frames together; one takes about 200 bytes.
  static let mostEntries = 50_000

  private struct Kept {
    var frames: [String: FolderFrame] = [:]
    var entries = 0

    mutating func take(_ folder: String) -> FolderFrame? {
      let frame = frames.removeValue(forKey: folder)
      entries -= frame?.size ?? 0
      return frame
    }
  }

  private let kept = Mutex(Kept())

  /// How many entries are kept.
  var entries: Int { kept.withLock { $0.entries } }

  /// Keeps a frame in the place of another of its folder, unless there is no room for it.
  func keep(_ frame: FolderFrame) {
    kept.withLock { kept in
      _ = kept.take(frame.folder)
      guard kept.entries + frame.size <= Self.mostEntries else { return }
      kept.frames[frame.folder] = frame
      kept.entries += frame.size
    }
  }

  /// The frame of a folder, which is nobody else's then; nil where there is none.
  func take(_ folder: String) -> FolderFrame? { kept.withLock { $0.take(folder) } }
}
