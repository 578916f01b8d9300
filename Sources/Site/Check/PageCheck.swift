import Diagnostics
import Markdown
import Synchronization

/// What is wrong with one page.
struct PageFault {
  /// The page that has it.
  let page: String
  /// What the fault is about, alike on pages of all folders: where an address leads, else what is told without the
  /// lines of this page.
  let subject: String
  let problem: Diagnostic
}

/// Finds what is wrong with a page of a finished site.
struct PageCheck {
  let page: CheckedPage
  let files: Set<String>
  let pages: [String: CheckedPage]
  let sources: MarkdownSources
  let nearest: NearestPlaces
  private let texts: PageTexts
  private var path: String { page.path }

  init(
    _ page: CheckedPage, files: Set<String>, pages: [String: CheckedPage], sources: MarkdownSources,
    nearest: NearestPlaces
  ) {
    self.page = page
    self.files = files
    self.pages = pages
    self.sources = sources
    self.nearest = nearest
    texts = sources.texts(of: page.path)
  }

  /// In the order of the page.
  func faults() -> [PageFault] {
    var found = HTMLNesting.problems(page.allTags, path: path).map { fault($0) }
    if let redirect = page.redirect { found += faults(ofLink: redirect.address, redirect.tag) }
    let titles = page.tags.filter { $0.name == "h1" }
    if titles.count > 1 {
      found.append(
        fault(
          Diagnostic(
            .siteSecondTitle, severity: .warning, at: texts.secondTitle ?? place(titles[1]),
            "the page has \(titles.count) headings of the first level", expected: "one, its title",
            next: "Begin the others with '##'.")))
    }
    found += texts.refusedLinks.map { fault(Self.leftOut($0.link, at: $0.place)) }
    var seen: Set<String> = []
    for tag in page.tags {
      if let identifier = tag.attributes["id"], !seen.insert(identifier).inserted {
        found.append(
          fault(
            Diagnostic(
              .siteDuplicateIdentifier, at: place(tag),
              "the identifier '\(identifier)' is given twice on this page",
              next: "Rename one of the headings, or what else bears it.")))
      }
      if tag.name == "img", (tag.attributes["alt"] ?? "").allSatisfy(\.isWhitespace) {
        found.append(withoutWords(tag))
      }
      if let source = tag.attributes["src"] { found += faults(ofResource: source, tag) }
      guard let address = tag.attributes["href"] else { continue }
      if tag.name == "link", Self.isLoaded(tag) {
        found += faults(ofResource: address, tag)
      } else if tag.name == "a" || tag.name == "area" || tag.name == "link" {
        found += faults(ofLink: address, tag)
      }
    }
    return found
  }

  private func fault(_ problem: Diagnostic, about address: String? = nil) -> PageFault {
    PageFault(
      page: path,
      subject: address.map(subject) ?? problem.summary.replacing(#/ of line \d+/#, with: ""), problem: problem
    )
  }

  /// Where an address of this page leads.
  private func subject(_ address: String) -> String {
    guard case .local(let target, let fragment) = LinkTarget(address), !target.hasPrefix("/"),
      let file = target.isEmpty ? path : SitePath.resolve(target, from: path)
    else { return address }
    return file + (fragment.map { "#" + $0 } ?? "")
  }

  private func withoutWords(_ tag: HTMLScanner.Tag) -> PageFault {
    let source = tag.attributes["src"] ?? ""
    return fault(
      Diagnostic(
        .siteMissingAlternative, at: place(tag, source),
        "the picture '\(SitePath.decoded(source))' has no text in its place",
        expected: "what it shows, for those who can't see it", next: "Write ![what it shows](\(source))."),
      about: source)
  }

  private static func isLoaded(_ tag: HTMLScanner.Tag) -> Bool {
    let relations = (tag.attributes["rel"] ?? "").lowercased().split(separator: " ")
    return relations.contains { ["stylesheet", "icon", "preload", "modulepreload", "manifest"].contains($0) }
  }

  private func place(_ tag: HTMLScanner.Tag) -> Diagnostic.Place { .init(file: path, line: tag.line) }

  /// The line of the Markdown in which a link or a picture was written, else that of the page.
  private func place(_ tag: HTMLScanner.Tag, _ address: String) -> Diagnostic.Place {
    texts.place(of: address) ?? place(tag)
  }

  private func faults(ofResource address: String, _ tag: HTMLScanner.Tag) -> [PageFault] {
    if address.hasPrefix("data:") || isShownAnywhere(address) { return [] }
    guard case .local(let target, _) = LinkTarget(address) else {
      let problem = Diagnostic(
        .siteExternalResource, at: place(tag, address), "the page loads '\(address)' from elsewhere",
        expected: "a file of the site", next: "Put the file into the site; pages make no request to others.")
      return [fault(problem, about: address)]
    }
    if let file = SitePath.resolve(target, from: path), files.contains(file), !address.hasPrefix("/") {
      return []
    }
    let name = SitePath.decoded(address)
    let problem =
      tag.name == "img"
      ? Diagnostic(
        .siteMissingImage, at: place(tag, address), "the picture '\(name)' is not in the site",
        next: "Put it there, or mend the path in the page's Markdown.")
      : Diagnostic(
        .siteBrokenLink, at: place(tag), "the file '\(name)' is not in the site", next: "Mend the template.")
    return [fault(problem, about: address)]
  }

  private func faults(ofLink address: String, _ tag: HTMLScanner.Tag) -> [PageFault] {
    switch LinkTarget(address) {
    case .web, .mail: return []
    case .refused:
      let problem = Diagnostic(
        .siteUnsafeLink, at: place(tag, address), "the link '\(address)' leads where no link may",
        expected: Self.allowed, next: "Mend it, or take it out.")
      return [fault(problem, about: address)]
    case .fragment(let fragment): return faults(ofFragment: fragment, in: page, address, tag)
    case .local(let target, let fragment):
      if isShownAnywhere(target) { return [] }
      let resolved = target.isEmpty ? path : SitePath.resolve(target, from: path)
      let isRooted = target.hasPrefix("/")
      guard let file = resolved, !isRooted, files.contains(file)
      else {
        return [fault(brokenLink(address, to: resolved, isRooted: isRooted, tag), about: address)]
      }
      guard let fragment, let page = pages[file] else { return [] }
      return faults(ofFragment: fragment, in: page, address, tag)
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
    _ address: String, to target: String?, isRooted: Bool, _ tag: HTMLScanner.Tag
  ) -> Diagnostic {
    let name = SitePath.decoded(address)
    if !isRooted, let draft = target.flatMap(sources.draft(of:)) {
      return Diagnostic(
        .siteBrokenLink, at: place(tag, address), "the page of the link '\(name)' is a draft",
        next: "Take 'draft: true' out of \(draft), or the link out.")
    }
    let near = isRooted ? nil : target.flatMap(nearest.page).map { SitePath.relative(from: path, to: $0) }
    let advice =
      isRooted
      ? "Write the path from this page, so that it also holds for files."
      : target == nil ? "It leaves the site; use a whole address." : "Mend the link, or add the page."
    return Diagnostic(
      .siteBrokenLink, at: place(tag, address), "the link '\(name)' leads nowhere",
      next: near.map { "Did you mean '\($0)'?" } ?? advice)
  }

  private func faults(
    ofFragment fragment: String, in page: CheckedPage, _ address: String, _ tag: HTMLScanner.Tag
  ) -> [PageFault] {
    let identifier = SitePath.decoded(fragment)
    if identifier.isEmpty || identifier == "top" || page.identifiers.contains(identifier) { return [] }
    let nearest = nearest.identifier(identifier, on: page.path)
    let name = page.path == path ? "the page" : "'\(page.path)'"
    let problem = Diagnostic(
      .siteBrokenFragment, at: place(tag, address), "\(name) has nothing named '#\(identifier)'",
      next: nearest.map { "Did you mean '#\($0)'?" } ?? "Mend the link '\(SitePath.decoded(address))'.")
    return [fault(problem, about: page.path == path ? "#" + fragment : address)]
  }
}

/// The names of a site that are nearest to ones that are not there, each looked for once.
final class NearestPlaces: Sendable {
  private struct Known {
    let names: NearestNames
    var found: [String: String?] = [:]
  }

  private let pages: [String: CheckedPage]
  /// Paths of pages by nil, and what can be found on a page by its path.
  private let known = Mutex<[String?: Known]>([:])

  init(_ pages: [String: CheckedPage]) { self.pages = pages }

  func page(_ path: String) -> String? { name(path, among: nil) }

  func identifier(_ identifier: String, on page: String) -> String? { name(identifier, among: page) }

  private func name(_ wanted: String, among page: String?) -> String? {
    let (names, found) = known.withLock { known in
      if let own = known[page] { return (own.names, own.found[wanted]) }
      let names = page.map { NearestNames(pages[$0]?.identifiers ?? []) } ?? NearestNames(pages.keys)
      known[page] = Known(names: names)
      return (names, nil)
    }
    if let found { return found }
    let name = names.name(nearestTo: wanted)
    known.withLock { $0[page]?.found[wanted] = .some(name) }
    return name
  }
}
