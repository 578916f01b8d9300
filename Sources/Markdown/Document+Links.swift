extension Document {
  /// A link or an image as it stands in the document.
  package struct Link: Sendable, Hashable {
    package let destination: String
    package let isImage: Bool
    /// The line of the file, from 1.
    package let line: Int
  }

  /// Every link and image, in the order of the text.
  package var links: [Link] {
    var links: [Link] = []
    var blockLine = 1
    tree.walk { node in
      if node.isBlock, node.line > 0 { blockLine = node.line }
      let line = bodyLine + max(1, node.line > 0 ? node.line : blockLine) - 1
      switch node.kind {
      case .link(let destination, _): links.append(Link(destination: destination, isImage: false, line: line))
      case .image(let source, _): links.append(Link(destination: source, isImage: true, line: line))
      default: break
      }
    }
    return links
  }
}
