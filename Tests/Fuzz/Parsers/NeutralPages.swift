import Markdown

@testable import Reports

extension FuzzedParser {
  /// Markdown that leaves the site: no raw HTML is left, and what is neutral stays as it is.
  static let neutralMarkdown = FuzzedParser("neutral-markdown") { bytes in
    // A round looks at the whole text for each of its lines with tags.
    guard bytes.count <= 1 << 12, let text = String(validating: bytes, as: UTF8.self),
      (try? Document(parsing: text, file: "page.md")) != nil
    else { return }
    let neutral = NeutralMarkdown.text(text)
    guard let document = try? Document(parsing: neutral, file: "page.md") else { return }
    precondition(!holdsRawHTML(document.tree), "raw HTML is left")
    precondition(NeutralMarkdown.text(neutral) == neutral, "it is not neutral after one time")
  }

  private static func holdsRawHTML(_ node: Node) -> Bool {
    switch node.kind {
    case .rawBlock(let html), .rawInline(let html):
      // What a browser takes for the beginning of a tag, a comment or a declaration.
      if html.utf8.contains(UInt8(ascii: "<")) { return true }
    default: break
    }
    return node.children.contains(where: holdsRawHTML)
  }
}
