extension CodeScanner {
  /// Front matter as YAML, headings, quotes and list signs, code, links and shortcodes.
  mutating func scanMarkdown() {
    if isAt("---\n") { frontMatter() }
    var fence: (byte: UInt8, length: Int)?
    while !isAtEnd {
      let close = lineEnd(from: position)
      let start = position
      while position < close, peek().isBlank { position += 1 }
      let sign = peek()
      var length = 0
      while position + length < close, text[position + length] == sign { length += 1 }
      let isFence = length >= 3 && (sign == .backquote || sign == UInt8(ascii: "~"))
      if let open = fence {
        position = close
        keep(.string, from: start)
        if isFence, sign == open.byte, length >= open.length { fence = nil }
      } else if isFence {
        fence = (sign, length)
        position = close
        keep(.string, from: start)
      } else if sign == .hash, length <= 6, position + length == close || text[position + length].isBlank {
        position = close
        keep(.keyword, from: start)
      } else {
        listSign(length, close)
        markdownLine(close)
      }
      position = min(end, close + 1)
    }
  }

  private mutating func frontMatter() {
    var place = position + 4
    while place < end {
      let close = lineEnd(from: place)
      if text[place..<close].elementsEqual("---".utf8) {
        var yaml = CodeScanner(text, position..<close)
        yaml.scanYAML()
        keep(contentsOf: yaml)
        position = min(end, close + 1)
        return
      }
      place = close + 1
    }
  }

  private mutating func listSign(_ length: Int, _ close: Int) {
    let start = position
    if length == 1, "-*+>".utf8.contains(peek()), position + 1 >= close || peek(1).isBlank {
      position += 1
    } else if peek().isDigit {
      while position < close, peek().isDigit { position += 1 }
      guard peek() == .dot, position + 1 >= close || peek(1).isBlank else {
        position = start
        return
      }
      position += 1
    }
    keep(.keyword, from: start)
  }

  private mutating func markdownLine(_ close: Int) {
    var ticks: Backquotes?
    // Where nothing closes a bracket, nothing closes one after it.
    var mayClose = true
    while position < close {
      let start = position
      switch peek() {
      case .backquote:
        var count = 0
        while position < close, peek() == .backquote {
          count += 1
          position += 1
        }
        if ticks == nil { ticks = Backquotes(text, position..<close) }
        if let after = ticks?.end(of: count, from: position) {
          position = after
          keep(.string, from: start)
        }
      case UInt8(ascii: "[") where mayClose:
        mayClose = markdownBracket(close)
      case .backslash:
        position = min(close, position + 2)
      default:
        position += 1
      }
    }
  }

  /// `[[shortcode …]]`, `[!NOTE]`, or the address of a link; false where no bracket closes before the line's end.
  private mutating func markdownBracket(_ close: Int) -> Bool {
    let start = position
    while position < close, peek() != UInt8(ascii: "]") { position += 1 }
    guard position < close else {
      position = start + 1
      return false
    }
    position += 1
    if peek() == UInt8(ascii: "]"), text[start..<position].starts(with: "[[".utf8) {
      position += 1
      keep(.name, from: start)
      return true
    }
    if text[start..<position].starts(with: "[!".utf8) {
      keep(.keyword, from: start)
      return true
    }
    guard peek() == .openParenthesis, position < close else { return true }
    let address = position
    while position < close, peek() != UInt8(ascii: ")") { position += 1 }
    if position < close { position += 1 }
    keep(.string, from: address)
    return true
  }
}
