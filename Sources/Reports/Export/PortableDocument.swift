package import Diagnostics
import Markdown

extension Diagnostic.Identifier {
  package static let reportImage = Self("report-image")
}

/// A page that can be carried away from its site: its pictures come along, and its links lead to the published site or
/// nowhere. Of a link that may not be followed the text stays, and raw HTML is text as on the site, since whoever shows
/// the file may run it.
package struct PortableDocument: Sendable {
  /// Where it stands in the site: `reports/weekly.md`.
  package let path: String
  /// With its front matter, as a page is rendered from.
  package let text: String
  /// Without it, and with a link to each figure's numbers: what people read on a code forge.
  package let body: String
  /// Its drawings, their numbers and other pictures; paths are relative to the document's folder.
  package let files: [ReportAsset]

  /// - Parameters:
  ///   - find: A file of the site by its path; nil where there is none.
  ///   - baseURL: Where the site is published; links to its other pages then lead there. Without it only their text
  ///     stays.
  ///
  /// **Throws:** `report-image` for each picture that is nowhere.
  package init(
    _ document: ReportDocument, baseURL: String?, find: (_ path: String) -> [UInt8]?
  ) throws(Problems) {
    path = document.path
    // Tags first, since a link in the text of one is none before; and again below, since what a dropped link leaves
    // may be one.
    let markdown = NeutralMarkdown.text(document.markdown)
    let parsed: Document
    do throws(Diagnostic) { parsed = try Document(parsing: markdown, file: document.path) } catch {
      throw Problems([error])
    }
    var files: [String: [UInt8]] = [:]
    var problems = Problems()
    var places: [String: String] = [:]
    for link in parsed.links where link.isImage {
      guard let target = Self.target(link.destination, from: document.path), places[link.destination] == nil
      else { continue }
      guard let bytes = find(target) else {
        problems.add(Self.missing(link, document.path))
        continue
      }
      let place = Self.place(of: target, in: document.path)
      places[link.destination] = place
      files[place] = bytes
      guard place.hasSuffix(".svg") else { continue }
      for ending in ["narrow.svg", "csv"] {
        if let other = find(target.dropLast(3) + ending) { files[place.dropLast(3) + ending] = other }
      }
    }
    try problems.throwIfAny()
    let text = LinkRewriter.rewritten(markdown) { destination, isImage in
      let meant = LinkTarget(destination)
      if meant == .refused { return .drop }
      // A definition may be that of a picture.
      if let place = places[destination] { return .replace(place) }
      guard !isImage, case .local(_, let fragment) = meant else { return .keep }
      guard let baseURL, let target = Self.target(destination, from: document.path) else { return .drop }
      return .replace(
        SitePath.address(of: LinkTarget.pagePath(target), at: baseURL) + (fragment.map { "#" + $0 } ?? ""))
    }
    let neutral = NeutralMarkdown.text(text)
    self.text = neutral
    self.files = files.sorted { $0.key < $1.key }.map { ReportAsset(path: $0.key, bytes: $0.value) }
    do throws(Diagnostic) {
      body = Self.withNumbers(try Document(parsing: neutral, file: document.path), Set(files.keys))
    } catch {
      throw Problems([error])
    }
  }

  static func missing(_ link: Document.Link, _ path: String) -> Diagnostic {
    Diagnostic(
      .reportImage, .configuration, at: .init(file: path, line: link.line),
      "the page shows '\(link.destination)', which is nowhere in the site",
      expected: "a figure of the page, or a file below site/",
      next: "Mend the address in the text that the page is made with, or put the picture there.")
  }

  /// A path of the site that a link means; nil for what leads elsewhere.
  static func target(_ destination: String, from page: String) -> String? {
    guard case .local(let path, _) = LinkTarget(destination), !path.isEmpty else { return nil }
    return SitePath.resolve(path, from: page)
  }

  /// What lies in the page's folder or below keeps its place; anything else goes to the figures.
  private static func place(of target: String, in page: String) -> String {
    let folder = page.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    if target.hasPrefix(folder) { return String(target.dropFirst(folder.count)) }
    return "figures/" + target.split(separator: "/").joined(separator: "-")
  }

  /// A link to its numbers under each figure that has some, and the titles of folds in bold: nothing folds there.
  private static func withNumbers(_ document: Document, _ files: Set<String>) -> String {
    var lines = document.body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for node in document.tree.children.reversed() {
      if case .blockQuote = node.kind, lines.indices.contains(node.line - 1),
        let mark = lines[node.line - 1].firstRange(of: "[!DETAILS] ")
      {
        lines[node.line - 1] = "> **\(lines[node.line - 1][mark.upperBound...])**"
        continue
      }
      guard case .paragraph = node.kind, node.children.count == 1,
        case .image(let source, _) = node.children[0].kind, source.hasSuffix(".svg"),
        lines.indices.contains(node.line - 1)
      else { continue }
      let numbers = source.dropLast(3) + "csv"
      guard files.contains(String(numbers)) else { continue }
      let link = InlineMarkdown.link("The numbers of this figure", to: String(numbers)).markdown
      lines.insert(contentsOf: ["", link], at: node.line)
    }
    let text = lines.joined(separator: "\n")
    return String(text.drop { $0 == "\n" })
  }
}
