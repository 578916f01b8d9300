import Markdown

/// One page as its tags.
struct CheckedPage {
  let path: String
  /// **Units:** bytes.
  let size: Int
  /// But those that end an element.
  let tags: [HTMLScanner.Tag]
  let allTags: [HTMLScanner.Tag]
  let identifiers: Set<String>
  /// The layout that made the page, as its body says; empty of one that leads on, or of a template without it.
  let layout: String

  init(path: String, size: Int, tags: [HTMLScanner.Tag]) {
    self.path = path
    self.size = size
    allTags = tags
    let tags = tags.filter { $0.kind != .end }
    self.tags = tags
    identifiers = Set(
      tags.compactMap { $0.attributes["id"] }
        + tags.compactMap { $0.name == "a" ? $0.attributes["name"] : nil })
    let classes = tags.first { $0.name == "body" }?.attributes["class"] ?? ""
    let layout = classes.split(separator: " ").first { $0.hasPrefix("layout-") }?.dropFirst(7)
    self.layout = layout.map(String.init) ?? ""
  }

  /// Where the page leads on at once, from an address under which it was known; nil for a page to be read.
  var redirect: (address: String, tag: HTMLScanner.Tag)? {
    let tag = tags.first { $0.name == "meta" && $0.attributes["http-equiv"]?.lowercased() == "refresh" }
    guard let tag, let content = tag.attributes["content"], let mark = content.firstRange(of: "url=")
    else { return nil }
    return (String(content[mark.upperBound...]), tag)
  }

  /// The files of the site that the page links to.
  var targets: [String] {
    tags.compactMap { tag in
      guard tag.name == "a", let address = tag.attributes["href"],
        case .local(let target, _) = LinkTarget(address)
      else { return nil }
      return SitePath.resolve(target, from: path)
    }
  }
}
