import Markdown

/// Markdown that leaves the site without raw HTML, as the site itself shows it: tags are text, comments go.
enum NeutralMarkdown {
  /// Rounds in which tags come out of each other's text; what takes more is an attack, and loses all its brackets.
  private static let rounds = 16

  /// A whole document with front matter; one that can't be read stays as it is, since it was made from texts that could.
  static func text(_ markdown: String) -> String {
    var text = Document.withLineFeeds(markdown)
    for round in 0...rounds {
      guard let document = try? Document(parsing: text, file: "") else { return text }
      var lines: Set<String> = []
      collect(document.tree, &lines)
      guard !lines.isEmpty else { return text }
      // The front matter is YAML and escaped as such.
      let head = String(decoding: text.utf8.prefix(text.utf8.count - document.body.utf8.count), as: UTF8.self)
      let body = neutralised(lines, in: document)
      guard round < rounds, body != document.body else {
        return head + document.body.replacing("<", with: "&lt;")
      }
      text = head + body
    }
    return text
  }

  /// Long ones first, since a short one may be a part of them; code is left as it is.
  private static func neutralised(_ lines: Set<String>, in document: Document) -> String {
    let text = TextChunks(document)
    let lines = lines.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    var result: [UInt8] = []
    var place = 0
    func add(_ end: Int, isCode: Bool) {
      guard place < end else { return }
      let part = String(decoding: text.bytes[place..<end], as: UTF8.self)
      result += (isCode ? part : lines.reduce(part) { neutralised($1, in: $0) }).utf8
      place = end
    }
    for chunk in text.chunks {
      add(chunk.lowerBound, isCode: true)
      for (start, end) in text.codeSpans(chunk).spans.sorted(by: { $0.key < $1.key }) {
        add(start, isCode: false)
        add(end, isCode: true)
      }
      add(chunk.upperBound, isCode: false)
    }
    add(text.bytes.count, isCode: true)
    return String(decoding: result, as: UTF8.self)
  }

  /// Takes its meaning from each place where the line stands, and leaves those that an escape precedes.
  private static func neutralised(_ line: String, in part: String) -> String {
    let isComment = line.hasPrefix("<!--") && line.hasSuffix("-->")
    // A blank keeps apart what stood around a comment.
    let neutral = isComment ? " " : line.replacing("<", with: "\\<")
    let isTag = line.hasPrefix("<")
    var result = ""
    var rest = part[...]
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
