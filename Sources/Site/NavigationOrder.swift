import Markdown

/// The order in which a folder's pages and folders are listed: those that its index names, then the others.
struct NavigationOrder {
  private let places: [String: Int]

  init(_ index: SitePage?) {
    var places: [String: Int] = [:]
    for (place, name) in (index?.matter.navigation ?? []).enumerated() where places[Self.plain(name)] == nil {
      places[Self.plain(name)] = place
    }
    self.places = places
  }

  /// A page's name is its file's without the ending, an index's that of its folder.
  static func name(_ page: SitePage) -> String {
    page.isIndex ? SitePath.name(page.folder) : plain(SitePath.name(page.source.path))
  }

  static func plain(_ name: String) -> String {
    name.hasSuffix(".md") ? String(name.dropLast(3)) : name.hasSuffix("/") ? String(name.dropLast()) : name
  }

  /// Sorts by the places of references, since pages are large to move.
  func sorted<Element>(_ elements: [Element], _ page: (Element) -> SitePage) -> [Element] {
    let pages = elements.map(page)
    let places = pages.map { self.places.isEmpty ? Int.max : self.places[Self.name($0)] ?? Int.max }
    return elements.indices.sorted { a, b in
      places[a] != places[b] ? places[a] < places[b] : SitePage.comesBefore(pages[a], pages[b])
    }.map { elements[$0] }
  }
}
