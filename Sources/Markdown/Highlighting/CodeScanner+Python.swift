extension CodeScanner {
  /// **Source:** the lexical analysis of the Python language reference, 3.12.
  mutating func scanPython() {
    var declares = false
    while !isAtEnd {
      let byte = peek()
      if byte == .hash {
        lineComment()
      } else if byte == .singleQuote || byte == .doubleQuote {
        pythonString(from: position)
      } else if byte.isDigit || (byte == .dot && peek(1).isDigit) {
        number(suffixes: "jJ", underscores: true)
      } else if byte == UInt8(ascii: "@"), isFirstInLine {
        let start = position
        position += 1
        _ = word(also: ".")
        keep(.name, from: start)
      } else if byte.isLetter {
        let start = position
        let word = String(decoding: word(), as: UTF8.self)
        if (peek() == .singleQuote || peek() == .doubleQuote) && Self.isStringPrefix(word) {
          pythonString(from: start)
        } else if Self.pythonKeywords.contains(word) {
          keep(.keyword, from: start)
          declares = word == "def" || word == "class"
          continue
        } else if declares || peek() == .openParenthesis {
          keep(.name, from: start)
        }
        declares = false
      } else {
        position += 1
      }
    }
  }

  private var isFirstInLine: Bool {
    var place = position - 1
    while place >= 0, text[place].isBlank { place -= 1 }
    return place < 0 || text[place] == .lineFeed
  }

  private static func isStringPrefix(_ word: String) -> Bool {
    ["r", "u", "b", "f", "br", "rb", "fr", "rf", "t", "tr", "rt"].contains(word.lowercased())
  }

  /// A string whose prefix begins at `start` and whose quote stands here.
  ///
  /// In a raw string, too, a backslash keeps the quote after it.
  private mutating func pythonString(from start: Int) {
    let quote = peek()
    let isLong = peek(1) == quote && peek(2) == quote
    position += isLong ? 3 : 1
    while !isAtEnd {
      let byte = peek()
      if byte == .lineFeed, !isLong { break }
      if byte == .backslash {
        position = min(end, position + 2)
      } else if byte == quote, !isLong || (peek(1) == quote && peek(2) == quote) {
        position += isLong ? 3 : 1
        break
      } else {
        position += 1
      }
    }
    keep(.string, from: start)
  }

  private static let pythonKeywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]
}
