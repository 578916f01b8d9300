/// Copies cmark's tree into ours without recursion, since its depth is the text's to choose.
extension Node {
  /// The tree of a text.
  static func parse(_ text: String) -> Node {
    CommonMarkParser.withTree(of: text) { copy(ParsedNode($0)) } ?? Node(.document)
  }

  /// A node whose children are still being collected.
  private struct Open {
    let kind: Kind
    let line: Int
    var children: [Node] = []

    /// Text that follows text is one with it, as in what cmark calls consolidated.
    mutating func add(_ node: Node) {
      if case .text(let more) = node.kind, let last = children.last, case .text(let text) = last.kind {
        children[children.count - 1] = Node(.text(text + more), line: last.line)
      } else {
        children.append(node)
      }
    }
  }

  private static func copy(_ root: ParsedNode) -> Node {
    var footnotes = 0
    var stack: [Open] = [Open(kind: .document, line: 1)]
    var node = root
    /// The container whose content is kept as text alone, since it lies too deep.
    var swallowing: ParsedNode?
    while true {
      var child = node.firstChild
      if node != root {
        let isLeaf = node.isLeaf
        if isLeaf {
          let kind = swallowing == nil ? kind(of: node, &footnotes) : .text(node.literal)
          stack[stack.count - 1].add(Node(kind, line: node.line))
          child = nil
        } else if swallowing == nil {
          if stack.count >= Node.deepest {
            swallowing = node
          } else {
            stack.append(Open(kind: kind(of: node, &footnotes), line: node.line))
          }
        }
      }
      if let child {
        node = child
        continue
      }
      while true {
        if node != root, !node.isLeaf {
          if let deep = swallowing {
            if deep == node { swallowing = nil }
          } else if let done = stack.popLast() {
            stack[stack.count - 1].add(Node(done.kind, done.children, line: done.line))
          }
        }
        if node == root { return Node(.document, stack.first?.children ?? [], line: 1) }
        if let next = node.next {
          node = next
          break
        }
        guard let parent = node.parent else { return Node(.document, stack.first?.children ?? [], line: 1) }
        node = parent
      }
    }
  }

  private static func kind(of node: ParsedNode, _ footnotes: inout Int) -> Kind {
    switch node.kind {
    case .document: return .document
    case .paragraph: return .paragraph
    case .heading: return .heading(level: node.headingLevel)
    case .blockQuote: return .blockQuote
    case .list: return .list(start: node.listStart, isTight: node.isTight)
    case .item: return .item(isDone: node.isDone)
    case .code: return .code(language: node.codeLanguage, text: node.literal)
    case .rawBlock: return .rawBlock(node.literal)
    case .thematicBreak: return .thematicBreak
    case .table: return .table(node.alignments)
    case .row: return .row(isHeader: node.isHeader)
    case .cell: return .cell
    case .footnote:
      // cmark moves the definitions to the end in the order of their first reference, so their places number them.
      footnotes += 1
      return .footnote(number: footnotes)
    case .footnoteReference: return .footnoteReference(number: Int(node.literal) ?? 0)
    case .text: return .text(node.literal)
    case .softBreak: return .softBreak
    case .lineBreak: return .lineBreak
    case .codeSpan: return .codeSpan(node.literal)
    case .rawInline: return .rawInline(node.literal)
    case .emphasis: return .emphasis
    case .strong: return .strong
    case .strikethrough: return .strikethrough
    case .link: return .link(destination: node.address, title: node.title)
    case .image: return .image(source: node.address, title: node.title)
    }
  }
}
