import Diagnostics
import Markdown

/// One page as its tags, and what is wrong with it.
struct CheckedPage {
  let path: String
  /// **Units:** bytes.
  let size: Int
  private let tags: [HTMLScanner.Tag]
  private let allTags: [HTMLScanner.Tag]
  private let identifiers: Set<String>
  private let sources: MarkdownSources

  init(path: String, size: Int, tags: [HTMLScanner.Tag], sources: MarkdownSources) {
    self.path = path
    self.size = size
    self.sources = sources
    allTags = tags
    let tags = tags.filter { $0.kind != .end }
    self.tags = tags
    identifiers = Set(
      tags.compactMap { $0.attributes["id"] }
        + tags.compactMap { $0.name == "a" ? $0.attributes["name"] : nil })
  }

  /// Where the page leads on at once, from an address under which it was known; nil for a page to be read.
  var redirect: String? {
    tags.first { $0.name == "meta" && $0.attributes["http-equiv"]?.lowercased() == "refresh" }
      .flatMap { $0.attributes["content"] }
      .flatMap { content in content.firstRange(of: "url=").map { String(content[$0.upperBound...]) } }
  }

  /// The layout that made the page, as its body says; nil of a page that leads on, or of a template without it.
  var layout: String? {
    let classes = tags.first { $0.name == "body" }?.attributes["class"] ?? ""
    return classes.split(separator: " ").first { $0.hasPrefix("layout-") }.map { String($0.dropFirst(7)) }
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

  func problems(files: Set<String>, pages: [String: CheckedPage]) -> [Diagnostic] {
    var found = HTMLNesting.problems(allTags, path: path)
    if let redirect, let tag = tags.first(where: { $0.name == "meta" }) {
      found += problem(ofLink: redirect, tag, files, pages)
    }
    let titles = tags.filter { $0.name == "h1" }
    if titles.count > 1 {
      found.append(
        Diagnostic(
          .siteSecondTitle, severity: .warning, at: sources.secondTitle(on: path) ?? place(titles[1]),
          "the page has \(titles.count) headings of the first level", expected: "one, its title",
          next: "Begin the others with '##'."))
    }
    found += sources.refusedLinks(on: path).map(Self.leftOut)
    var seen: Set<String> = []
    for tag in tags {
      if let identifier = tag.attributes["id"], !seen.insert(identifier).inserted {
        found.append(
          Diagnostic(
            .siteDuplicateIdentifier, at: place(tag),
            "the identifier '\(identifier)' is given twice on this page",
            next: "Rename one of the headings, or what else bears it."))
      }
      if tag.name == "img", (tag.attributes["alt"] ?? "").allSatisfy(\.isWhitespace) {
        let source = tag.attributes["src"] ?? ""
        found.append(
          Diagnostic(
            .siteMissingAlternative, at: place(tag, source),
            "the picture '\(source)' has no text in its place",
            expected: "what it shows, for those who can't see it", next: "Write ![what it shows](\(source)).")
        )
      }
      if let source = tag.attributes["src"] { found += problem(ofResource: source, tag, files) }
      guard let address = tag.attributes["href"] else { continue }
      if tag.name == "link", Self.isLoaded(tag) {
        found += problem(ofResource: address, tag, files)
      } else if tag.name == "a" || tag.name == "area" || tag.name == "link" {
        found += problem(ofLink: address, tag, files, pages)
      }
    }
    return found
  }

  private static func isLoaded(_ tag: HTMLScanner.Tag) -> Bool {
    let relations = (tag.attributes["rel"] ?? "").lowercased().split(separator: " ")
    return relations.contains { ["stylesheet", "icon", "preload", "modulepreload", "manifest"].contains($0) }
  }

  private func place(_ tag: HTMLScanner.Tag) -> Diagnostic.Place { .init(file: path, line: tag.line) }

  /// The line of the Markdown in which a link or a picture was written, else that of the page.
  private func place(_ tag: HTMLScanner.Tag, _ address: String) -> Diagnostic.Place {
    sources.place(of: address, on: path) ?? place(tag)
  }

  private func problem(ofResource address: String, _ tag: HTMLScanner.Tag, _ files: Set<String>)
    -> [Diagnostic]
  {
    if address.hasPrefix("data:") || isShownAnywhere(address) { return [] }
    guard case .local(let target, _) = LinkTarget(address) else {
      return [
        Diagnostic(
          .siteExternalResource, at: place(tag, address), "the page loads '\(address)' from elsewhere",
          expected: "a file of the site", next: "Put the file into the site; pages make no request to others."
        )
      ]
    }
    if let file = SitePath.resolve(target, from: path), files.contains(file), !address.hasPrefix("/") {
      return []
    }
    if tag.name == "img" {
      return [
        Diagnostic(
          .siteMissingImage, at: place(tag, address), "the picture '\(address)' is not in the site",
          next: "Put it there, or mend the path in the page's Markdown.")
      ]
    }
    return [
      Diagnostic(
        .siteBrokenLink, at: place(tag), "the file '\(address)' is not in the site",
        next: "Mend the template.")
    ]
  }

  private func problem(
    ofLink address: String, _ tag: HTMLScanner.Tag, _ files: Set<String>, _ pages: [String: CheckedPage]
  ) -> [Diagnostic] {
    switch LinkTarget(address) {
    case .web, .mail: return []
    case .refused:
      return [
        Diagnostic(
          .siteUnsafeLink, at: place(tag, address), "the link '\(address)' leads where no link may",
          expected: Self.allowed, next: "Mend it, or take it out.")
      ]
    case .fragment(let fragment): return problem(ofFragment: fragment, in: self, address, tag)
    case .local(let target, let fragment):
      if isShownAnywhere(target) { return [] }
      let resolved = target.isEmpty ? path : SitePath.resolve(target, from: path)
      let isRooted = target.hasPrefix("/")
      guard let file = resolved, !isRooted, files.contains(file)
      else {
        return [brokenLink(address, to: resolved, isRooted: isRooted, tag, pages)]
      }
      guard let fragment, let page = pages[file] else { return [] }
      return problem(ofFragment: fragment, in: page, address, tag)
    }
  }

  /// Of a link in a page's Markdown that is refused, only the text is on the page.
  private static func leftOut(_ link: Document.Link, at place: Diagnostic.Place) -> Diagnostic {
    Diagnostic(
      .siteUnsafeLink, severity: .warning, at: place,
      "the \(link.isImage ? "picture" : "link") '\(link.destination)' is not on the page, since it leads where no link may",
      expected: allowed, next: "Mend it, or take it out.")
  }

  private static let allowed = "http, https, mailto, or a path inside the site"

  /// A server shows its page for missing pages at any address, so that there links from the root are right.
  private func isShownAnywhere(_ address: String) -> Bool {
    path == "404.html" && address.hasPrefix("/") && !address.hasPrefix("//")
  }

  private func brokenLink(
    _ address: String, to target: String?, isRooted: Bool, _ tag: HTMLScanner.Tag,
    _ pages: [String: CheckedPage]
  ) -> Diagnostic {
    if !isRooted, let draft = target.flatMap(sources.draft(of:)) {
      return Diagnostic(
        .siteBrokenLink, at: place(tag, address), "the page of the link '\(address)' is a draft",
        next: "Take 'draft: true' out of \(draft), or the link out.")
    }
    let nearest = target.flatMap { nearestName(to: $0, among: pages.keys) }.map {
      SitePath.relative(from: path, to: $0)
    }
    let advice =
      isRooted
      ? "Write the path from this page, so that it also holds for files."
      : target == nil ? "It leaves the site; use a whole address." : "Mend the link, or add the page."
    return Diagnostic(
      .siteBrokenLink, at: place(tag, address), "the link '\(address)' leads nowhere",
      next: isRooted ? advice : nearest.map { "Did you mean '\($0)'?" } ?? advice)
  }

  private func problem(
    ofFragment fragment: String, in page: CheckedPage, _ address: String, _ tag: HTMLScanner.Tag
  ) -> [Diagnostic] {
    let identifier = SitePath.decoded(fragment)
    if identifier.isEmpty || identifier == "top" || page.identifiers.contains(identifier) { return [] }
    let nearest = nearestName(to: identifier, among: page.identifiers)
    return [
      Diagnostic(
        .siteBrokenFragment, at: place(tag, address), "'\(page.path)' has nothing named '#\(identifier)'",
        next: nearest.map { "Did you mean '#\($0)'?" } ?? "Mend the link '\(address)'.")
    ]
  }
}
