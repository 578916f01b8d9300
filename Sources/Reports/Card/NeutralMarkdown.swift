import Markdown

/// Markdown that leaves the site without raw HTML, as the site itself shows it: tags are text, comments go.
enum NeutralMarkdown {
  /// More rounds than tags can hide in each other's text.
  private static let rounds = 4

  /// A whole document with front matter; one that can't be read stays as it is, since it was made from texts that could.
  static func text(_ markdown: String) -> String {
    var text = markdown
    for _ in 0..<rounds {
      guard let document = try? Document(parsing: text, file: "") else { return text }
      var lines: Set<String> = []
      collect(document.tree, &lines)
      guard !lines.isEmpty else { return text }
      // The front matter is YAML and escaped as such.
      var body = document.body
      let head = text.dropLast(body.count)
      // Long ones first: a short one may be a part of them.
      for line in lines.sorted(by: { ($1.utf8.count, $0) < ($0.utf8.count, $1) }) {
        body = neutralised(line, in: body)
      }
      text = head + body
    }
    return text
  }

  /// Takes its meaning from each place where the line stands, and leaves those that an escape precedes.
  private static func neutralised(_ line: String, in body: String) -> String {
    let isComment = line.hasPrefix("<!--") && line.hasSuffix("-->")
    let neutral = isComment ? "" : line.replacing("<", with: "\\<")
    let isTag = line.hasPrefix("<")
    var result = ""
    var rest = body[...]
    while let place = rest.firstRange(of: line) {
      result += rest[..<place.lowerBound]
      let backslashes = result.reversed().prefix { $0 == "\\" }.count
      result += isTag && backslashes % 2 == 1 ? line : neutral
      rest = rest[place.upperBound...]
    }
    return result + rest
  }

  /// Lines of raw HTML, each as it may stand in the document behind the marks of a quote or a list.
  private static func collect(_ node: Node, _ lines: inout Set<String>) {
    switch node.kind {
    case .rawBlock(let html), .rawInline(let html):
      for line in html.split(whereSeparator: \.isNewline) where line.contains("<") {
        lines.insert(String(line.trimmingPrefix { $0.isWhitespace }))
      }
    default: break
    }
    for child in node.children { collect(child, &lines) }
  }
}
