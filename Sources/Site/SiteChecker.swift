package import Diagnostics
import Foundation
import Markdown

/// Finds what is broken in a finished site, from its files alone.
package enum SiteChecker {
  /// Looks at every page of a folder: links and fragments that lead nowhere, pictures that are not there,
  /// identifiers given twice, links that run something, and scripts, styles and pictures from other hosts.
  ///
  /// The order is that of the paths, then of the lines; a problem names the page and the line.
  /// **Throws:** `site-read` where there is no folder or a page can't be read.
  package static func check(_ folder: String) throws(Diagnostic) -> Problems {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder.boolValue,
      let paths = FileManager.default.enumerator(atPath: root)
    else {
      throw Diagnostic(
        .siteRead, .configuration, at: .init(file: folder), "there is no folder to check",
        next: "Run 'scorebook site build' first.")
    }
    var pages: [String: CheckedPage] = [:]
    var files: Set<String> = []
    while let path = paths.nextObject() as? String {
      guard paths.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      files.insert(path)
      guard path.hasSuffix(".html") else { continue }
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else {
        throw Diagnostic(
          .siteRead, at: .init(file: folder + "/" + path), "the page can't be read",
          next: "Look at its permissions.")
      }
      pages[path] = CheckedPage(path: path, tags: HTMLScanner.tags(in: Array(data)))
    }
    var problems = Problems()
    for (_, page) in pages.sorted(by: { $0.key < $1.key }) {
      for problem in page.problems(files: files, pages: pages) { problems.add(problem) }
    }
    return problems
  }
}

/// One page as its tags, and what is wrong with it.
struct CheckedPage {
  let path: String
  private let tags: [HTMLScanner.Tag]
  private let identifiers: Set<String>

  init(path: String, tags: [HTMLScanner.Tag]) {
    self.path = path
    self.tags = tags
    identifiers = Set(
      tags.compactMap { $0.attributes["id"] }
        + tags.compactMap { $0.name == "a" ? $0.attributes["name"] : nil })
  }

  func problems(files: Set<String>, pages: [String: CheckedPage]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<String> = []
    for tag in tags {
      if let identifier = tag.attributes["id"], !seen.insert(identifier).inserted {
        found.append(
          Diagnostic(
            .siteDuplicateIdentifier, at: place(tag),
            "the identifier '\(identifier)' is given twice on this page",
            next: "Rename one of the headings, or what else bears it."))
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

  private func problem(ofResource address: String, _ tag: HTMLScanner.Tag, _ files: Set<String>)
    -> [Diagnostic]
  {
    if address.hasPrefix("data:") || isShownAnywhere(address) { return [] }
    guard case .local(let target, _) = LinkTarget(address) else {
      return [
        Diagnostic(
          .siteExternalResource, at: place(tag), "the page loads '\(address)' from elsewhere",
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
          .siteMissingImage, at: place(tag), "the picture '\(address)' is not in the site",
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
          .siteUnsafeLink, at: place(tag), "the link '\(address)' leads where no link may",
          expected: "http, https, mailto, or a path inside the site", next: "Mend it, or take it out.")
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

  /// A server shows its page for missing pages at any address, so that there links from the root are right.
  private func isShownAnywhere(_ address: String) -> Bool {
    path == "404.html" && address.hasPrefix("/") && !address.hasPrefix("//")
  }

  private func brokenLink(
    _ address: String, to target: String?, isRooted: Bool, _ tag: HTMLScanner.Tag,
    _ pages: [String: CheckedPage]
  ) -> Diagnostic {
    let nearest = target.flatMap { nearestName(to: $0, among: pages.keys) }.map {
      SitePath.relative(from: path, to: $0)
    }
    let advice =
      isRooted
      ? "Write the path from this page, so that it also holds for files."
      : target == nil ? "It leaves the site; use a whole address." : "Mend the link, or add the page."
    return Diagnostic(
      .siteBrokenLink, at: place(tag), "the link '\(address)' leads nowhere",
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
        .siteBrokenFragment, at: place(tag), "'\(page.path)' has nothing named '#\(identifier)'",
        next: nearest.map { "Did you mean '#\($0)'?" } ?? "Mend the link '\(address)'.")
    ]
  }
}
