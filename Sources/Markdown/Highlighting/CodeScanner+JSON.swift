extension CodeScanner {
  /// **Source:** RFC 8259.
  mutating func scanJSON() {
    while !isAtEnd {
      let byte = peek()
      if byte == .doubleQuote {
        jsonString()
      } else if byte.isDigit || (byte == .minus && peek(1).isDigit) {
        let start = position
        if byte == .minus { position += 1 }
        // The sign belongs to the number.
        var number = CodeScanner(text, position..<end)
        number.number()
        position = number.position
        if !number.tokens.isEmpty { keep(.number, from: start) }
      } else if byte.isLetter {
        let start = position
        let word = word()
        if ["true", "false", "null"].contains(String(decoding: word, as: UTF8.self)) {
          keep(.keyword, from: start)
        }
      } else {
        position += 1
      }
    }
  }

  /// A string, or a name where a colon follows.
  private mutating func jsonString() {
    var string = CodeScanner(text, position..<end)
    string.quoted(escapes: true, endsAtLine: true)
    var after = string.position
    while after < end, text[after].isBlank || text[after] == .lineFeed { after += 1 }
    let isName = after < end && text[after] == .colon
    let start = position
    position = string.position
    keep(isName ? .name : .string, from: start)
  }
}
