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
    while position < close {
      let start = position
      switch peek() {
      case .backquote:
        var ticks = 0
        while position < close, peek() == .backquote {
          ticks += 1
          position += 1
        }
        let inside = position
        while position < close, !text[position..<close].starts(with: repeatElement(.backquote, count: ticks))
        {
          position += 1
        }
        if position == close {
          position = inside
        } else {
          position += ticks
          keep(.string, from: start)
        }
      case UInt8(ascii: "["):
        markdownBracket(close)
      case .backslash:
        position = min(close, position + 2)
      default:
        position += 1
      }
    }
  }

  /// `[[shortcode …]]`, `[!NOTE]`, or the address of a link.
  private mutating func markdownBracket(_ close: Int) {
    let start = position
    while position < close, peek() != UInt8(ascii: "]") { position += 1 }
    guard position < close else {
      position = start + 1
      return
    }
    position += 1
    if peek() == UInt8(ascii: "]"), text[start..<position].starts(with: "[[".utf8) {
      position += 1
      return keep(.name, from: start)
    }
    if text[start..<position].starts(with: "[!".utf8) { return keep(.keyword, from: start) }
    guard peek() == .openParenthesis, position < close else { return }
    let address = position
    while position < close, peek() != UInt8(ascii: ")") { position += 1 }
    if position < close { position += 1 }
    keep(.string, from: address)
  }
}
