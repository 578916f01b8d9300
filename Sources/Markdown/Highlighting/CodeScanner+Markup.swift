extension CodeScanner {
  /// HTML, XML and Mustache: tags, attributes, comments, and what stands in double braces.
  mutating func scanMarkup() {
    while !isAtEnd {
      if isAt("{{") {
        mustacheTag()
      } else if isAt("<!--") {
        let start = position
        position += 4
        while !isAtEnd, !isAt("-->") { position += 1 }
        position = min(end, position + 3)
        keep(.comment, from: start)
      } else if peek() == UInt8(ascii: "<"), peek(1).isLetter || "/!?".utf8.contains(peek(1)),
        position + 1 < end
      {
        markupTag()
      } else {
        position += 1
      }
    }
  }

  private mutating func mustacheTag() {
    let start = position
    let isComment = peek(2) == UInt8(ascii: "!")
    while !isAtEnd, !isAt("}}") { position += 1 }
    position = min(end, position + 2)
    while peek() == UInt8(ascii: "}") { position += 1 }
    keep(isComment ? .comment : .name, from: start)
  }

  private mutating func markupTag() {
    var start = position
    position += 2
    _ = word(also: "-:.")
    keep(.keyword, from: start)
    while !isAtEnd, peek() != UInt8(ascii: ">") {
      start = position
      if isAt("{{") {
        mustacheTag()
      } else if peek() == .doubleQuote || peek() == .singleQuote {
        quoted(escapes: false)
      } else if peek().isLetter {
        _ = word(also: "-:.")
        keep(.name, from: start)
      } else {
        position += 1
      }
    }
    start = position
    if position > 0, peek(-1) == UInt8(ascii: "/") || peek(-1) == UInt8(ascii: "?") { start -= 1 }
    if !isAtEnd { position += 1 }
    keep(.keyword, from: start)
  }
}
