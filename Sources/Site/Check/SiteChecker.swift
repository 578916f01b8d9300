package import Diagnostics
import Foundation

extension Diagnostic.Identifier {
  package static let siteMissingAlternative = Self("site-missing-alternative")
  package static let siteOrphan = Self("site-orphan")
  package static let siteOversized = Self("site-oversized")
  package static let siteSecondTitle = Self("site-second-title")
}

/// Finds what is broken in a finished site, from its files alone.
package enum SiteChecker {
  /// Looks at every page of a folder: links and fragments that lead nowhere, pictures that are not there,
  /// identifiers given twice, links that run something, scripts, styles and pictures from other hosts, pictures without
  /// a text in their place, and tags that are not closed; at what style sheets load; as warnings, pages that no other
  /// leads to, pages with two titles, links of their Markdown that are left out, and pages and pictures too large for
  /// a phone.
  ///
  /// What a template brings to all pages of a layout is told once. The order is that of the paths, then of the lines; a problem names the
  /// Markdown and its line where a person wrote what is wrong, else the page's.
  /// - Parameters:
  ///   - prose: The folder with the texts of people, and how it is named to a person.
  ///   - eachPage: Tells also of each page what a template brings to all of a layout.
  /// **Throws:** `site-read` where there is no folder or a page can't be read.
  package static func check(
    _ folder: String, prose: (folder: String, name: String)? = nil, eachPage: Bool = false
  ) throws(Diagnostic) -> Problems {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder.boolValue,
      let paths = FileManager.default.enumerator(atPath: root)
    else {
      throw Diagnostic(
        .siteRead, .configuration, at: .init(file: folder), "there is no folder to check",
        next: "Run 'scorebook site build' first.")
    }
    @Sendable func contents(_ path: String) throws(Diagnostic) -> [UInt8] {
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else {
        throw Diagnostic(
          .siteRead, at: .init(file: folder + "/" + path), "the file can't be read",
          next: "Look at its permissions.")
      }
      return Array(data)
    }
    let sources = MarkdownSources(site: root, prose: prose?.folder, proseName: prose?.name ?? "")
    var sizes: [String: Int] = [:]
    var stylesheets: [CheckedStylesheet] = []
    while let path = paths.nextObject() as? String {
      guard paths.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      sizes[path] = (paths.fileAttributes?[.size] as? NSNumber)?.intValue ?? 0
      guard path.hasSuffix(".css") else { continue }
      stylesheets.append(
        CheckedStylesheet(
          path: path, source: sources.stylesheet(path),
          addresses: StylesheetScanner.addresses(in: try contents(path))))
    }
    let threads = SiteWorkers.processors
    let files = Set(sizes.keys)
    let read = SiteWorkers.map(files.filter { $0.hasSuffix(".html") }.sorted(), threads: threads) { path in
      Result { () throws(Diagnostic) in
        let bytes = try contents(path)
        return CheckedPage(
          path: path, size: bytes.count, tags: HTMLScanner.tags(in: bytes))
      }
    }
    var ordered: [CheckedPage] = []
    for page in read { ordered.append(try page.get()) }
    let pages = Dictionary(uniqueKeysWithValues: ordered.map { ($0.path, $0) })
    var problems = Problems()
    let nearest = NearestPlaces(pages)
    let faults = SiteWorkers.map(ordered, threads: threads) { page in
      PageCheck(page, files: files, pages: pages, sources: sources, nearest: nearest).faults()
    }.flatMap { $0 }
    for problem in eachPage ? faults.map(\.problem) : RepeatedFaults.told(faults, pages: pages) {
      problems.add(problem)
    }
    for stylesheet in stylesheets.sorted(by: { $0.path < $1.path }) {
      for problem in stylesheet.problems(files: files) { problems.add(problem) }
    }
    for problem in orphans(pages) + oversized(sizes) { problems.add(problem) }
    return problems
  }

  /// The first page, the one for what is not there and the list of all pages are looked for by nobody, and the list
  /// leads to all.
  private static let foundAnyway: Set<String> = ["index.html", "404.html", "pages.html"]

  private static func orphans(_ pages: [String: CheckedPage]) -> [Diagnostic] {
    var linked: Set<String> = []
    for page in pages.values where page.path != "pages.html" {
      for target in page.targets where target != page.path { linked.insert(target) }
    }
    return pages.values.filter {
      !linked.contains($0.path) && !foundAnyway.contains($0.path) && $0.redirect == nil
    }.sorted { $0.path < $1.path }.map { page in
      Diagnostic(
        .siteOrphan, severity: .warning, at: .init(file: page.path), "no other page leads to this one",
        next: "Link to it, or make it a draft.")
    }
  }

  /// **Units:** bytes.
  private static let largest = (page: 1_000_000, picture: 1_000_000)
  private static let pictures = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"]

  private static func oversized(_ sizes: [String: Int]) -> [Diagnostic] {
    sizes.sorted { $0.key < $1.key }.compactMap { path, size in
      let isPage = path.hasSuffix(".html")
      guard isPage || pictures.contains(where: { path.lowercased().hasSuffix($0) }) else { return nil }
      let most = isPage ? largest.page : largest.picture
      guard size > most else { return nil }
      let megabytes = (Double(size) / 100_000).rounded() / 10
      return Diagnostic(
        .siteOversized, severity: .warning, at: .init(file: path),
        "the \(isPage ? "page" : "picture") has \(megabytes) MB",
        expected: "at most \(most / 1_000_000) MB, so that it opens on a phone",
        next: isPage ? "Split it into several." : "Make it smaller.")
    }
  }
}
