/// A quote that stands in for raw HTML: a callout or a fold.
///
/// - A quote beginning with `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]` is a callout.
/// - A quote beginning with `[!DETAILS] title` folds.
struct MarkedQuote {
  enum Kind {
    case callout(CalloutKind)
    case details
  }

  let kind: Kind
  /// What follows the mark in its own text, and what follows that on the line.
  let titleText: String
  let titleInlines: [ParsedNode]
  /// What is left of the first paragraph, and the blocks after it.
  let content: BlockRun

  init?(_ quote: ParsedNode) {
    guard let paragraph = quote.firstChild, paragraph.kind == .paragraph, let start = paragraph.firstChild,
      start.kind == .text, start.literal.hasPrefix("[")
    else { return nil }
    // The parser leaves the bracket, the word and what follows as several texts.
    var text = ""
    var inline: ParsedNode? = start
    while let node = inline, node.kind == .text {
      text += node.literal
      inline = node.next
    }
    guard text.hasPrefix("[!"), let close = text.firstIndex(of: "]") else { return nil }
    let word = text[text.index(text.startIndex, offsetBy: 2)..<close].lowercased()
    titleText = String(text[text.index(after: close)...].drop { $0 == " " })

    var titles: [ParsedNode] = []
    while let node = inline, node.kind != .softBreak, node.kind != .lineBreak {
      titles.append(node)
      inline = node.next
    }
    titleInlines = titles
    if let rest = inline?.next {
      content = BlockRun(paragraph, from: rest)
    } else {
      content = BlockRun(paragraph.next)
    }
    if word == "details" {
      kind = .details
    } else if let callout = CalloutKind(rawValue: word), titleText.isEmpty, titles.isEmpty {
      kind = .callout(callout)
    } else {
      return nil
    }
  }
}
