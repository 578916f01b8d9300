extension CodeScanner {
  /// **Source:** the R language definition, section 10.
  mutating func scanR() {
    while !isAtEnd {
      let byte = peek()
      if byte == .hash {
        lineComment()
      } else if byte | 0x20 == UInt8(ascii: "r"), peek(1) == .singleQuote || peek(1) == .doubleQuote,
        let close = rawStringEnd()
      {
        let start = position
        position = close
        keep(.string, from: start)
      } else if byte == .singleQuote || byte == .doubleQuote {
        quoted(escapes: true)
      } else if byte == .backquote {
        quoted(escapes: true, as: .name)
      } else if byte.isDigit || (byte == .dot && peek(1).isDigit) {
        number(suffixes: "Li")
      } else if byte.isLetter || byte == .dot {
        let start = position
        let word = String(decoding: word(also: "."), as: UTF8.self)
        if Self.rKeywords.contains(word) {
          keep(.keyword, from: start)
        } else if peek() == .openParenthesis {
          keep(.name, from: start)
        }
      } else {
        position += 1
      }
    }
  }

  /// Where a raw string such as `r"--(text)--"` ends that begins here, nil where none does.
  private func rawStringEnd() -> Int? {
    let quote = peek(1)
    var place = position + 2
    while place < end, text[place] == .minus { place += 1 }
    let dashes = place - position - 2
    let pairs: [UInt8: UInt8] = [
      .openParenthesis: UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
      UInt8(ascii: "{"): UInt8(ascii: "}"),
    ]
    guard place < end, let close = pairs[text[place]] else { return nil }
    let closing = [close] + Array(repeating: UInt8.minus, count: dashes) + [quote]
    place += 1
    while place < end {
      if text[place] == close, text[place..<end].starts(with: closing) { return place + closing.count }
      place += 1
    }
    return end
  }

  private static let rKeywords: Set<String> = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE", "NULL", "Inf",
    "NaN", "NA", "NA_integer_", "NA_real_", "NA_character_", "NA_complex_",
  ]
}
