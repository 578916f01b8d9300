import Markdown

/// The list of all things of one kind: begun alike, with how they stand, and ended alike.
struct IndexPage {
  let path: String
  let title: String
  let description: String
  /// Its place in the navigation.
  let weight: Int
  let snapshot: BookSnapshot

  /// - Parameters:
  ///   - lead: How the things of this kind stand; where there is none yet, what makes the first.
  ///   - rest: What follows it.
  func page(lead: (PageWriter) -> InlineMarkdown, rest: (inout PageWriter) -> Void = { _ in })
    -> PageWriter.Page
  {
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", description)
    matter.add("weight", .integer(weight))
    var page = PageWriter(path: path, title: title, matter, snapshot.runLinks)
    page.body.paragraph(lead(page))
    rest(&page)
    return page.finish(snapshot)
  }

  /// "a, b and 3 more", each leading to its page.
  static func named(_ links: [InlineMarkdown], most: Int = 4) -> InlineMarkdown {
    let rest = links.count - most
    let shown = Array(links.prefix(most))
    if rest > 0 { return "\(.joined(shown)) and \(NumberText.count(rest)) more" }
    guard let last = shown.last, shown.count > 1 else { return .joined(shown) }
    return "\(.joined(Array(shown.dropLast()))) and \(last)"
  }
}
