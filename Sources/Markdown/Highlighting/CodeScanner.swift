/// Walks over a program's text and keeps what it found; one extension for each language.
struct CodeScanner {
  let text: [UInt8]
  /// Where the scan ends: before the text's end where only a part of it is in this language.
  let end: Int
  var position: Int
  private(set) var tokens: [CodeToken] = []

  init(_ text: [UInt8]) { self.init(text, 0..<text.count) }

  init(_ text: [UInt8], _ range: Range<Int>) {
    self.text = text
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position >= end }

  /// The byte at a distance from here, 0 beyond either end.
  func peek(_ distance: Int = 0) -> UInt8 {
    let place = position + distance
    return place >= 0 && place < end ? text[place] : 0
  }

  /// Where the line that holds `place` ends: at its line feed, or at the end.
  func lineEnd(from place: Int) -> Int {
    var place = place
    while place < end, text[place] != .lineFeed { place += 1 }
    return place
  }

  /// True where the bytes from here on are these.
  func isAt(_ word: StaticString) -> Bool {
    guard position + word.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<word.utf8CodeUnitCount where text[position + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Keeps what lies between `start` and here.
  mutating func keep(_ kind: CodeToken.Kind, from start: Int) {
    if start < position { tokens.append(CodeToken(kind, start..<position)) }
  }

  mutating func keep(contentsOf other: CodeScanner) {
    tokens += other.tokens
    position = other.position
  }

  /// Moves to the line's end and keeps it as a comment.
  mutating func lineComment() {
    let start = position
    position = lineEnd(from: position)
    keep(.comment, from: start)
  }

  /// Moves past a text in quotes that begins here, or to the end; `\` keeps the next byte from ending it, and
  /// a doubled quote stands for itself where the language says so.
  mutating func quoted(
    escapes: Bool, doubles: Bool = false, endsAtLine: Bool = false, as kind: CodeToken.Kind = .string
  ) {
    let start = position
    let quote = peek()
    position += 1
    while !isAtEnd {
      let byte = peek()
      if endsAtLine, byte == .lineFeed { break }
      position += 1
      if escapes, byte == .backslash {
        position = min(end, position + 1)
      } else if byte == quote {
        guard doubles, peek() == quote else { break }
        position += 1
      }
    }
    keep(kind, from: start)
  }

  /// Moves past letters, digits and `_`, and gives them.
  mutating func word(also: String = "") -> ArraySlice<UInt8> {
    let start = position
    let extra = Array(also.utf8)
    while !isAtEnd, peek().isWordByte || extra.contains(peek()) { position += 1 }
    return text[start..<position]
  }

  /// Moves past a number that begins here: decimal with fraction and exponent, or `0x`; letters right after it, as
  /// in `1L` or `28d`, make it none unless they are a suffix of the language.
  ///
  /// Nothing is kept where it was none.
  mutating func number(suffixes: String = "", underscores: Bool = false) {
    let start = position
    if peek() == .zero, peek(1) | 0x20 == .letterX, peek(2).isHexadecimal {
      position += 2
      while peek().isHexadecimal { position += 1 }
    } else {
      digits(underscores)
      if peek() == .dot {
        position += 1
        digits(underscores)
      }
      let signed = peek(1) == .plus || peek(1) == .minus
      if peek() | 0x20 == .letterE, peek(signed ? 2 : 1).isDigit {
        position += signed ? 2 : 1
        digits(underscores)
      }
    }
    if suffixes.utf8.contains(peek()) { position += 1 }
    if peek().isWordByte {
      _ = word()
    } else {
      keep(.number, from: start)
    }
  }

  private mutating func digits(_ underscores: Bool) {
    while peek().isDigit || (underscores && peek() == .underscore) { position += 1 }
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let backslash = UInt8(ascii: "\\")
  static let dot = UInt8(ascii: ".")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let zero = UInt8(ascii: "0")
  static let letterE = UInt8(ascii: "e")
  static let letterX = UInt8(ascii: "x")
  static let hash = UInt8(ascii: "#")
  static let blank = UInt8(ascii: " ")
  static let singleQuote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let backquote = UInt8(ascii: "`")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let openParenthesis = UInt8(ascii: "(")
  static let underscore = UInt8(ascii: "_")
  static let dollar = UInt8(ascii: "$")

  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isHexadecimal: Bool { isDigit || (self | 0x20 >= 0x61 && self | 0x20 <= 0x66) }
  /// Bytes beyond ASCII are parts of letters here.
  var isLetter: Bool { (self | 0x20 >= 0x61 && self | 0x20 <= 0x7A) || self == .underscore || self >= 0x80 }
  var isWordByte: Bool { isLetter || isDigit }
  var isBlank: Bool { self == .blank || self == 0x09 || self == 0x0D }
}
