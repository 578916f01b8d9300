package import Diagnostics

extension Diagnostic.Identifier {
  package static let siteNesting = Self("site-nesting")
}

/// Whether a page's tags are closed in the order in which they were opened.
///
/// **Source:** the HTML standard, sections 13.1.2 (elements, optional tags) and 4.4.1 (what ends a paragraph).
struct HTMLNesting {
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]
  /// Their end may be left out.
  private static let optional: Set<String> = [
    "html", "head", "body", "li", "dt", "dd", "p", "option", "optgroup", "thead", "tbody", "tfoot", "tr",
    "td",
    "th", "colgroup", "caption", "rp", "rt",
  ]
  private static let endParagraphs: Set<String> = [
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav",
    "ol", "p",
    "pre", "section", "table", "ul",
  ]
  /// An element of these begins where one of its like, or of the others named, ends.
  private static let successors: [String: Set<String>] = [
    "li": ["li"], "dt": ["dt", "dd"], "dd": ["dt", "dd"], "tr": ["tr", "td", "th"], "td": ["td", "th"],
    "th": ["td", "th"], "tbody": ["tbody", "thead", "tr", "td", "th"],
    "tfoot": ["tbody", "thead", "tr", "td", "th"],
    "option": ["option"],
  ]

  private var open: [(name: String, line: Int)] = []
  private var problems: [Diagnostic] = []
  private let path: String

  /// What is wrong with the nesting of a page's tags, in their order.
  static func problems(_ tags: [HTMLScanner.Tag], path: String) -> [Diagnostic] {
    var nesting = HTMLNesting(path: path)
    for tag in tags { nesting.take(tag) }
    for element in nesting.open where !optional.contains(element.name) {
      nesting.add("<\(element.name)> is never closed", line: element.line, "Close it.")
    }
    return nesting.problems
  }

  private init(path: String) { self.path = path }

  private mutating func add(_ summary: String, line: Int, _ next: String) {
    problems.append(Diagnostic(.siteNesting, at: .init(file: path, line: line), summary, next: next))
  }

  private mutating func take(_ tag: HTMLScanner.Tag) {
    for name in tag.repeated {
      add("<\(tag.name)> has the attribute '\(name)' twice", line: tag.line, "Keep one of them.")
    }
    if tag.kind == .end { return close(tag) }
    if Self.void.contains(tag.name) { return }
    let isForeign =
      open.contains { $0.name == "svg" || $0.name == "math" } || ["svg", "math"].contains(tag.name)
    if tag.kind == .closed {
      if !isForeign {
        add("<\(tag.name)/> closes nothing in HTML", line: tag.line, "Write <\(tag.name)></\(tag.name)>.")
      }
      return
    }
    if !isForeign { endImplied(by: tag.name) }
    if tag.name == "a", let outer = open.last(where: { $0.name == "a" }) {
      add(
        "<a> begins within the <a> of line \(outer.line), which browsers end here", line: tag.line,
        "Take one of the two links out.")
    }
    open.append((tag.name, tag.line))
  }

  private mutating func endImplied(by name: String) {
    if Self.endParagraphs.contains(name), open.last?.name == "p" { open.removeLast() }
    guard let ended = Self.successors[name] else { return }
    while let last = open.last?.name, ended.contains(last) || (last == "p" && open.count > 1) {
      let isLike = last == name
      open.removeLast()
      if isLike { break }
    }
  }

  private mutating func close(_ tag: HTMLScanner.Tag) {
    if Self.void.contains(tag.name) {
      return add("</\(tag.name)> closes an element that has no end", line: tag.line, "Take it out.")
    }
    guard let place = open.lastIndex(where: { $0.name == tag.name }) else {
      return add("</\(tag.name)> closes nothing", line: tag.line, "Take it out, or open it before.")
    }
    for element in open[(place + 1)...] where !Self.optional.contains(element.name) {
      add(
        "<\(element.name)> of line \(element.line) is still open where </\(tag.name)> stands", line: tag.line,
        "Close it first.")
    }
    open.removeSubrange(place...)
  }
}
