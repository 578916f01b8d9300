/// The conventions on the tree that stand in for raw HTML.
///
/// - A paragraph holding only an image is a figure, its title the caption; a table right after it is its data.
/// - A quote beginning with `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]` is a callout.
/// - A quote beginning with `[!DETAILS] title` folds.
enum Conventions {
  static func applied(to node: Node) -> Node {
    guard node.isBlock else { return node }
    return Node(node.kind, arranged(node.children), line: node.line)
  }

  private static func arranged(_ nodes: [Node]) -> [Node] {
    var result: [Node] = []
    var index = nodes.startIndex
    while index < nodes.endIndex {
      let node = nodes[index]
      index += 1
      if let figure = figureKind(node) {
        var data: [Node] = []
        if index < nodes.endIndex, case .table = nodes[index].kind {
          data = [nodes[index]]
          index += 1
        }
        result.append(Node(figure, data, line: node.line))
      } else if let marked = markedQuote(node) {
        result.append(marked)
      } else {
        result.append(applied(to: node))
      }
    }
    return result
  }

  private static func figureKind(_ node: Node) -> Node.Kind? {
    guard case .paragraph = node.kind, node.children.count == 1, let only = node.children.first,
      case .image(let source, let title) = only.kind
    else { return nil }
    return .figure(source: source, alternative: only.plainText, caption: title)
  }

  private static func markedQuote(_ quote: Node) -> Node? {
    guard case .blockQuote = quote.kind, let first = quote.children.first, case .paragraph = first.kind,
      let start = first.children.first, case .text(let text) = start.kind, text.hasPrefix("[!"),
      let close = text.firstIndex(of: "]")
    else { return nil }
    let word = text[text.index(text.startIndex, offsetBy: 2)..<close].lowercased()
    let afterMark = String(text[text.index(after: close)...].drop { $0 == " " })
    let breakIndex = first.children.firstIndex {
      switch $0.kind {
      case .softBreak, .lineBreak: true
      default: false
      }
    }
    let firstLine = first.children[1..<(breakIndex ?? first.children.endIndex)]
    let otherLines = breakIndex.map { first.children[($0 + 1)...] } ?? []
    let titleNodes = (afterMark.isEmpty ? [] : [Node(.text(afterMark), line: start.line)]) + firstLine
    let paragraph = otherLines.isEmpty ? [] : [Node(.paragraph, Array(otherLines), line: first.line + 1)]
    let content = arranged(paragraph + quote.children.dropFirst())

    if word == "details" {
      let title = titleNodes.isEmpty ? [Node(.text("Details"), line: start.line)] : titleNodes
      return Node(.details, [Node(.paragraph, title, line: first.line)] + content, line: quote.line)
    }
    guard let kind = CalloutKind(rawValue: word), titleNodes.isEmpty else { return nil }
    return Node(.callout(kind), content, line: quote.line)
  }
}
