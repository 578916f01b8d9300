/// Finds what a style sheet loads: `url(…)`, and the addresses in quotes of `@import`, `src(…)` and `image-set(…)`.
///
/// **Source:** CSS Syntax Module Level 3, section 4 (tokens); comments and other strings are passed by.
struct StylesheetScanner {
  struct Address: Hashable {
    let text: String
    /// From 1.
    let line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var addresses: [Address] = []
  /// The functions that are open; true of those whose strings are addresses.
  private var functions: [Bool] = []
  private var isImport = false

  static func addresses(in bytes: [UInt8]) -> [Address] {
    var scanner = StylesheetScanner(bytes: bytes)
    scanner.run()
    return scanner.addresses
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() {
    while let byte = current {
      switch byte {
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let start = line
        let text = string()
        if isImport || functions.last == true { add(text, start) }
        isImport = false
      case UInt8(ascii: "@"):
        advance()
        isImport = name().lowercased() == "import"
      case UInt8(ascii: "("):
        advance()
        functions.append(false)
      case UInt8(ascii: ")"):
        advance()
        _ = functions.popLast()
      case UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        advance()
        isImport = false
        functions = []
      default:
        if Self.isName(byte) || byte == UInt8(ascii: "\\") { function() } else { advance() }
      }
    }
  }

  /// A name, and what opens with it.
  private mutating func function() {
    let name = name().lowercased()
    guard current == UInt8(ascii: "(") else { return }
    advance()
    let holdsAddresses = ["url", "src", "image-set", "-webkit-image-set"].contains(name)
    functions.append(holdsAddresses)
    guard name == "url" else { return }
    while let byte = current, Self.isBlank(byte) { advance() }
    guard let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "'") else { return }
    let start = line
    var text: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: ")") {
      if byte == UInt8(ascii: "\\") { text += escaped() } else { text.append(byte); advance() }
    }
    while let last = text.last, Self.isBlank(last) { text.removeLast() }
    add(String(decoding: text, as: UTF8.self), start)
    isImport = false
  }

  private mutating func add(_ text: String, _ line: Int) {
    if !text.isEmpty { addresses.append(Address(text: text, line: line)) }
  }

  private mutating func name() -> String {
    var text: [UInt8] = []
    while let byte = current {
      if byte == UInt8(ascii: "\\") {
        text += escaped()
      } else if Self.isName(byte) {
        text.append(byte)
        advance()
      } else {
        break
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// One that a line end breaks off ends there.
  private mutating func string() -> String {
    guard let quote = current else { return "" }
    advance()
    var text: [UInt8] = []
    while let byte = current, byte != quote, byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\\") { text += escaped() } else { text.append(byte); advance() }
    }
    if current == quote { advance() }
    return String(decoding: text, as: UTF8.self)
  }

  /// What follows a backslash: up to six hexadecimal digits and a blank, a line end that counts for nothing, or itself.
  private mutating func escaped() -> [UInt8] {
    advance()
    guard let byte = current else { return [] }
    var number: UInt32 = 0
    var digits = 0
    while digits < 6, let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
      number = number << 4 | UInt32(digit)
      digits += 1
      advance()
    }
    if digits > 0 {
      if let byte = current, Self.isBlank(byte) { advance() }
      return Array(String(Unicode.Scalar(number).map(Character.init) ?? "\u{FFFD}").utf8)
    }
    advance()
    return byte == UInt8(ascii: "\n") ? [] : [byte]
  }

  private mutating func skipComment() {
    advance()
    advance()
    while let byte = current {
      if byte == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        advance()
        return advance()
      }
      advance()
    }
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }
  private var next: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

  private mutating func advance() {
    guard let byte = current else { return }
    if byte == UInt8(ascii: "\n") { line += 1 }
    index += 1
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
