import Diagnostics

@testable import Markdown
@testable import Site

extension FuzzedParser {
  /// A page of Markdown on the way to HTML: no tag of it is left, tags are closed in order, and links lead where links
  /// may. Then with its links dropped, and with its shortcodes expanded.
  static let markdown = FuzzedParser("markdown") { bytes in
    guard let document = try? Document(bytes: bytes, file: "page.md") else { return }
    _ = (document.title, document.links)
    holdHTML(of: document)
    let text = String(decoding: bytes, as: UTF8.self)
    precondition(LinkRewriter.rewritten(text) { _, _ in .keep } == text, "a link that is kept is changed")
    let dropped = LinkRewriter.rewritten(text) { destination, _ in
      LinkTarget(destination) == .refused ? .drop : .keep
    }
    if let document = try? Document(parsing: dropped, file: "page.md") { holdHTML(of: document) }
    let expanded = try? ShortcodeExpander(source: Echo()).expanded(text, file: "page.md", page: "page.md")
    if let expanded { _ = try? Document(parsing: expanded.markdown, file: "page.md") }
  }

  /// The tags that our HTML is made of.
  private static let known: Set<String> = [
    "a", "aside", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "li", "ol", "p", "pre", "section",
    "span", "strong", "summary", "sup", "svg", "path", "table", "tbody", "td", "th", "thead", "tr", "ul",
    "button",
  ]

  private static func holdHTML(of document: Document) {
    let rendered = document.rendered(RenderOptions(tiles: .all, reservedIdentifiers: ["page"]))
    precondition(rendered == document.rendered(RenderOptions(tiles: .all, reservedIdentifiers: ["page"])))
    var identifiers: Set<String> = []
    for html in [Array((rendered.title ?? "").utf8), rendered.bytes] {
      let tags = HTMLScanner.tags(in: html)
      for tag in tags {
        precondition(known.contains(tag.name), "<\(tag.name)> was not written by us")
        for (name, value) in tag.attributes {
          precondition(!name.hasPrefix("on") && name != "style", "an attribute '\(name)'")
          if name == "href" || name == "src" {
            precondition(LinkTarget(value) != .refused, "a link to '\(value)'")
          }
          if name == "id" {
            precondition(identifiers.insert(value).inserted && value != "page", "'\(value)' is given twice")
          }
        }
      }
      let problems = HTMLNesting.problems(tags, path: "page.html")
      precondition(problems.isEmpty, problems.first?.summary ?? "")
    }
  }

  /// Gives a shortcode back as text.
  private struct Echo: ShortcodeSource {
    func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
      let words = [shortcode.name] + shortcode.arguments
      return ShortcodeText(markdown: InlineMarkdown.code(words.joined(separator: " ")).markdown)
    }
  }
}
