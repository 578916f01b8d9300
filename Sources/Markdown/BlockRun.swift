/// Blocks that follow each other in a container, one of which may be the rest of a paragraph.
struct BlockRun {
  struct Block {
    let node: ParsedNode
    /// The first inline of a paragraph that counts, nil for all of it.
    let firstInline: ParsedNode?

    /// The image that a paragraph holds and nothing else, which makes it a figure.
    var onlyImage: ParsedNode? {
      guard node.kind == .paragraph, let only = firstInline ?? node.firstChild, only.kind == .image,
        only.next == nil
      else { return nil }
      return only
    }
  }

  private var upcoming: ParsedNode?
  private var inline: ParsedNode?

  /// - Parameter inline: where the first block, a paragraph, begins, if not at its beginning.
  init(_ first: ParsedNode?, from inline: ParsedNode? = nil) {
    upcoming = first
    self.inline = inline
  }

  mutating func next() -> Block? {
    guard let node = upcoming else { return nil }
    let block = Block(node: node, firstInline: inline)
    upcoming = node.next
    inline = nil
    return block
  }

  /// The table that comes next, nil where something else does.
  mutating func takeTable() -> ParsedNode? {
    guard let table = upcoming, table.kind == .table else { return nil }
    upcoming = table.next
    return table
  }
}

extension ParsedNode {
  /// This node and those after it in the same container.
  static func siblings(from first: ParsedNode?) -> some Sequence<ParsedNode> {
    sequence(state: first) { node in
      defer { node = node?.next }
      return node
    }
  }
}
