extension CodeScanner {
  /// **Source:** YAML 1.2.2, chapters 6 to 8.
  mutating func scanYAML() {
    /// How deep in `[…]` and `{…}`.
    var flow = 0
    /// True where a value or a key may begin: at a line's begin, after `- `, `: `, `,`, `[` and `{`.
    var isFresh = true
    var indent = 0
    while !isAtEnd {
      let byte = peek()
      switch byte {
      case .lineFeed:
        position += 1
        indent = 0
        while peek() == .blank {
          indent += 1
          position += 1
        }
        isFresh = true
      case .hash where position == 0 || peek(-1).isBlank || peek(-1) == .lineFeed:
        lineComment()
      case _ where byte.isBlank:
        position += 1
      case _ where isFresh && indent == 0 && flow == 0 && (isAt("---") || isAt("...")) && endsWord(3):
        let start = position
        position += 3
        keep(.keyword, from: start)
      case .minus where isFresh && flow == 0 && endsWord(1):
        position += 1
      case UInt8(ascii: "?") where isFresh && endsWord(1):
        position += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        flow += 1
        position += 1
        isFresh = true
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        flow = max(0, flow - 1)
        position += 1
        isFresh = false
      case .comma where flow > 0:
        position += 1
        isFresh = true
      case .colon where endsWord(1) || flow > 0:
        position += 1
        isFresh = true
      case UInt8(ascii: "|"), UInt8(ascii: ">"):
        if isFresh, flow == 0 {
          blockScalar()
        } else {
          position += 1
        }
      case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
        let start = position
        while !isAtEnd, !peek().isBlank, peek() != .lineFeed, !(flow > 0 && ",]}".utf8.contains(peek())) {
          position += 1
        }
        keep(.keyword, from: start)
      case .doubleQuote where isFresh, .singleQuote where isFresh:
        yamlQuoted()
        isFresh = false
      default:
        plainScalar(inFlow: flow > 0)
        isFresh = false
      }
    }
  }

  /// True where the word of `length` bytes that stands here ends there.
  private func endsWord(_ length: Int) -> Bool {
    let next = peek(length)
    return position + length >= end || next.isBlank || next == .lineFeed
  }

  /// True where a colon follows that makes a key of what ended here.
  private func isKeyHere(inFlow: Bool) -> Bool {
    var place = position
    while place < end, text[place].isBlank { place += 1 }
    guard place < end, text[place] == .colon else { return false }
    guard place + 1 < end else { return true }
    let next = text[place + 1]
    return next.isBlank || next == .lineFeed || (inFlow && ",]}".utf8.contains(next))
  }

  private mutating func yamlQuoted() {
    let start = position
    var string = CodeScanner(text, position..<end)
    let isDouble = peek() == .doubleQuote
    string.quoted(escapes: isDouble, doubles: !isDouble)
    position = string.position
    keep(isKeyHere(inFlow: true) ? .name : .string, from: start)
  }

  private mutating func plainScalar(inFlow: Bool) {
    let start = position
    var last = position
    while !isAtEnd {
      let byte = peek()
      if byte == .lineFeed { break }
      if byte == .hash, peek(-1).isBlank, position > start { break }
      if byte == .colon, endsWord(1) || (inFlow && ",]}".utf8.contains(peek(1))) { break }
      if inFlow, ",[]{}".utf8.contains(byte) { break }
      position += 1
      if !byte.isBlank { last = position }
    }
    if position == start {
      position += 1
      return
    }
    let isKey = isKeyHere(inFlow: inFlow)
    position = last
    let word = String(decoding: text[start..<last], as: UTF8.self)
    if isKey {
      keep(.name, from: start)
    } else if Self.yamlConstants.contains(word) {
      keep(.keyword, from: start)
    } else if let first = word.utf8.first, first.isDigit || [.minus, .plus, .dot].contains(first),
      Double(word) != nil
    {
      keep(.number, from: start)
    }
  }

  /// `|` or `>` with what it may be followed by, and the lines below that stand further in than the line it is on.
  private mutating func blockScalar() {
    let start = position
    var lineStart = position
    while lineStart > 0, text[lineStart - 1] != .lineFeed { lineStart -= 1 }
    var parent = 0
    while lineStart + parent < start, text[lineStart + parent] == .blank { parent += 1 }
    // A key behind a list's sign stands as far in as it stands.
    while lineStart + parent + 1 < start, text[lineStart + parent] == .minus,
      text[lineStart + parent + 1] == .blank
    {
      parent += 1
      while lineStart + parent < start, text[lineStart + parent] == .blank { parent += 1 }
    }
    position = lineEnd(from: position)
    while position > start, text[position - 1].isBlank { position -= 1 }
    keep(.keyword, from: start)
    position = lineEnd(from: position)
    let body = position
    while !isAtEnd {
      let line = position + 1
      let close = lineEnd(from: min(line, end))
      var depth = 0
      while line + depth < close, text[line + depth] == .blank { depth += 1 }
      let isEmpty = line + depth >= close
      guard isEmpty || depth > parent else { break }
      position = close
    }
    keep(.string, from: min(position, body + 1))
  }

  private static let yamlConstants: Set<String> = [
    "true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL", "~",
  ]
}
