import Diagnostics
import Foundation
import Markdown

/// Where in which Markdown a page's links and pictures were written.
struct MarkdownSources {
  /// The finished site, in which each page's Markdown lies beside it.
  let site: String
  /// The folder with the texts of people; nil where it is not known.
  let prose: String?
  /// How the prose's folder is named to a person.
  let proseName: String

  /// The place of a link or picture of a page: in the text that somebody wrote, else in the page's own Markdown; nil
  /// where neither holds it, as a template's.
  ///
  /// `address` is as the page writes it: of the site's own files relative to the page, with `.html`.
  func place(of address: String, on page: String) -> Diagnostic.Place? {
    let markdown = page.hasSuffix(".html") ? page.dropLast(5) + ".md" : page
    if let prose, let line = Self.line(of: address, in: prose + "/" + markdown) {
      return .init(file: proseName + "/" + markdown, line: line)
    }
    return Self.line(of: address, in: site + "/" + markdown).map { .init(file: markdown, line: $0) }
  }

  /// Where a page's text has a heading of the first level that is not its title; nil where it has none.
  func secondTitle(on page: String) -> Diagnostic.Place? {
    let markdown = page.hasSuffix(".html") ? page.dropLast(5) + ".md" : page
    if let prose, let line = Self.document(prose + "/" + markdown)?.secondTitleLine {
      return .init(file: proseName + "/" + markdown, line: line)
    }
    return Self.document(site + "/" + markdown)?.secondTitleLine.map { .init(file: markdown, line: $0) }
  }

  /// The links and pictures of a page's text that are not on the page, with where they were written.
  func refusedLinks(on page: String) -> [(link: Document.Link, place: Diagnostic.Place)] {
    guard page.hasSuffix(".html") else { return [] }
    let markdown = page.dropLast(5) + ".md"
    let own = prose.flatMap { Self.document($0 + "/" + markdown) }
    let file = own == nil ? String(markdown) : proseName + "/" + markdown
    guard let document = own ?? Self.document(site + "/" + markdown) else { return [] }
    return document.links.filter { LinkTarget($0.destination) == .refused }.map {
      ($0, .init(file: file, line: $0.line))
    }
  }

  /// The file with a page's text, where it is a draft; nil where there is none, or it is not one.
  func draft(of page: String) -> String? {
    guard let prose, page.hasSuffix(".html") else { return nil }
    let markdown = page.dropLast(5) + ".md"
    let name = proseName + "/" + markdown
    guard let document = Self.document(prose + "/" + markdown),
      let matter = try? FrontMatter(yaml: document.frontMatter ?? "", file: name)
    else { return nil }
    return matter.isDraft ? name : nil
  }

  /// The style sheet that a person wrote, which is the template where the site's own is another's.
  func stylesheet(_ path: String) -> String {
    if path.wholeMatch(of: #/assets/style-[0-9a-f]{16}\.css/#) != nil { return "templates/stylesheet.css" }
    guard let prose, FileManager.default.fileExists(atPath: prose + "/" + path) else { return path }
    return proseName + "/" + path
  }

  private static func document(_ file: String) -> Document? {
    guard let data = FileManager.default.contents(atPath: file), data.count <= Document.largest else {
      return nil
    }
    return try? Document(bytes: Array(data), file: file)
  }

  private static func line(of address: String, in file: String) -> Int? {
    guard let document = document(file) else { return nil }
    let wanted = SitePath.decoded(address)
    return document.links.first { link in
      switch LinkTarget(link.destination) {
      case .local(let path, let fragment):
        SitePath.decoded(LinkTarget.pagePath(path) + (fragment.map { "#" + $0 } ?? "")) == wanted
          || SitePath.decoded(link.destination) == wanted
      default: SitePath.decoded(link.destination) == wanted
      }
    }?.line
  }
}

extension Document {
  /// The line of the file with the first heading of level 1 that does not stand before all else.
  fileprivate var secondTitleLine: Int? {
    let headings = tree.children.enumerated().filter { place, node in
      if case .heading(1) = node.kind { place > 0 } else { false }
    }
    return headings.first.map { bodyLine + max(1, $0.element.line) - 1 }
  }
}
