import Diagnostics
import Foundation
import Markdown

/// The Markdown of a page, read when something is looked for in it: the text that somebody wrote, and the page's own,
/// which lies beside it and holds what was made for it besides.
final class PageTexts {
  /// Where a file is, and how it is named to a person.
  typealias File = (path: String, name: String)

  private let own: File?
  private let made: File

  init(own: File?, made: File) {
    self.own = own
    self.made = made
  }

  /// An address in a text, and the line of its file.
  private struct Written {
    let address: String
    let line: Int
  }

  private final class Text {
    let name: String
    let document: Document
    /// The line of the file on which an address first stands, by the address and by that of the page which it leads to,
    /// both decoded; those of Markdown before those of HTML in it.
    private(set) lazy var lines: [String: Int] = {
      let links = document.links.map { Written(address: $0.destination, line: $0.line) }
      let html = document.rawTags.flatMap { tag, line in
        ["href", "src"].compactMap { tag.attributes[$0] }.map { Written(address: $0, line: line) }
      }
      return PageTexts.lines(links + html, on: page)
    }()
    private let page: String

    /// - Parameter page: the path of the page that shows it.
    init?(_ file: File?, on page: String) {
      guard let file, let document = PageTexts.document(file.path) else { return nil }
      name = file.name
      self.page = page
      self.document = document
    }
  }

  private lazy var ownText = Text(own, on: LinkTarget.pagePath(made.name))
  private lazy var madeText = Text(made, on: LinkTarget.pagePath(made.name))
  /// Each is read when the one before it does not do.
  private var texts: some Sequence<Text> {
    [{ self.ownText }, { self.madeText }].lazy.compactMap { (text: () -> Text?) in text() }
  }

  private static func lines(_ addresses: [Written], on page: String) -> [String: Int] {
    var lines: [String: Int] = [:]
    func add(_ address: String, _ line: Int) {
      let address = SitePath.decoded(address)
      if lines[address] == nil { lines[address] = line }
    }
    for written in addresses {
      add(written.address, written.line)
      guard case .local(let path, let fragment) = LinkTarget(written.address) else { continue }
      let mark = fragment.map { "#" + $0 } ?? ""
      add(LinkTarget.pagePath(path) + mark, written.line)
      // One from the site's root is relative on the page.
      guard path.hasPrefix("/"), let target = SitePath.resolve(path, from: page) else { continue }
      for target in [target, LinkTarget.pagePath(target)] {
        add(SitePath.relative(from: page, to: target) + mark, written.line)
      }
    }
    return lines
  }

  static func document(_ file: String) -> Document? {
    guard let data = FileManager.default.contents(atPath: file), data.count <= Document.largest else {
      return nil
    }
    return try? Document(bytes: Array(data), file: file)
  }

  /// Where an address of the page was written; nil where no text holds it, as a template's.
  ///
  /// `address` is as the page has it: of the site's own files relative to the page, with `.html`.
  func place(of address: String) -> Diagnostic.Place? {
    let wanted = SitePath.decoded(address)
    for text in texts {
      if let line = text.lines[wanted] { return .init(file: text.name, line: line) }
    }
    return nil
  }

  /// Where a text has a heading of the first level that is not its title; nil where none has.
  var secondTitle: Diagnostic.Place? {
    for text in texts {
      if let line = text.document.secondTitleLine { return .init(file: text.name, line: line) }
    }
    return nil
  }

  /// The links and pictures of the page's text that are not on the page, with where they were written.
  var refusedLinks: [(link: Document.Link, place: Diagnostic.Place)] {
    guard made.name.hasSuffix(".md"), let text = ownText ?? madeText else { return [] }
    return text.document.links.filter { LinkTarget($0.destination) == .refused }.map {
      ($0, .init(file: text.name, line: $0.line))
    }
  }
}

extension Document {
  /// The tags of HTML in the text, with the lines of the file.
  fileprivate var rawTags: [(tag: HTMLScanner.Tag, line: Int)] {
    guard body.utf8.contains(UInt8(ascii: "<")) else { return [] }
    var tags: [(HTMLScanner.Tag, Int)] = []
    var blockLine = 1
    tree.walk { node in
      if node.isBlock, node.line > 0 { blockLine = node.line }
      switch node.kind {
      case .rawBlock(let html), .rawInline(let html):
        let first = bodyLine + max(1, node.line > 0 ? node.line : blockLine) - 1
        tags += HTMLScanner.tags(in: Array(html.utf8)).filter { $0.kind != .end }.map {
          ($0, first + $0.line - 1)
        }
      default: break
      }
    }
    return tags
  }

  /// The line of the file with the first heading of level 1 that does not stand before all else, also in a list or a
  /// quote; of HTML where Markdown has none.
  fileprivate var secondTitleLine: Int? {
    var found: Int?
    for (place, child) in tree.children.enumerated() where found == nil {
      if place == 0, case .heading(1) = child.kind { continue }
      child.walk { node in
        if found == nil, case .heading(1) = node.kind { found = bodyLine + max(1, node.line) - 1 }
      }
    }
    return found ?? rawTags.first { $0.tag.name == "h1" }?.line
  }
}
