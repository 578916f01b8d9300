/// Looks whether bytes are JSON to the letter: what lenient readers let pass, such as a comma before an end, is refused by
/// many of those who get it.
///
/// **Source:** RFC 8259.
struct JSONCheck {
  /// The first that is not.
  struct Fault: Error {
    /// Of the text, from 1.
    let line: Int
    let expected: String
  }

  private static let deepest = 128

  private let bytes: [UInt8]
  private var position = 0

  static func check(_ bytes: [UInt8]) throws(Fault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(line: 1, expected: "UTF-8") }
    var check = JSONCheck(bytes: bytes)
    try check.value(depth: 0)
    check.skipBlanks()
    if check.position < bytes.count { throw check.fault("an end") }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func fault(_ expected: String) -> Fault {
    Fault(line: bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1, expected: expected)
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Takes the byte where it is there.
  private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) {
    skipBlanks()
    guard depth < Self.deepest else { throw fault("at most \(Self.deepest) levels") }
    switch next {
    case UInt8(ascii: "{"):
      try items(until: "}", depth: depth) { (check) throws(Fault) in try check.entry(depth) }
    case UInt8(ascii: "["):
      try items(until: "]", depth: depth) { (check) throws(Fault) in try check.value(depth: depth + 1) }
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func items(
    until end: Unicode.Scalar, depth: Int, _ item: (inout JSONCheck) throws(Fault) -> Void
  ) throws(Fault) {
    position += 1
    skipBlanks()
    if takes(end) { return }
    repeat {
      try item(&self)
      skipBlanks()
    } while takes(",")
    if !takes(end) { throw fault("a comma or \(end)") }
  }

  private mutating func entry(_ depth: Int) throws(Fault) {
    skipBlanks()
    guard next == UInt8(ascii: "\"") else { throw fault("a key in quotes") }
    try string()
    skipBlanks()
    if !takes(":") { throw fault("a colon") }
    try value(depth: depth + 1)
  }

  private mutating func string() throws(Fault) {
    position += 1
    while let byte = next {
      if takes("\"") { return }
      if byte < 0x20 { throw fault("no line end or other control character in a text") }
      position += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      if takes("u") {
        for _ in 0..<4 {
          guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit else {
            throw fault("four hexadecimal digits")
          }
          position += 1
        }
      } else if let escaped = next, "\"\\/bfnrt".utf8.contains(escaped) {
        position += 1
      } else {
        throw fault("a known escape")
      }
    }
    throw fault("the end of a text")
  }

  private mutating func word(_ word: String) throws(Fault) {
    guard bytes[position...].starts(with: word.utf8) else { throw fault("a value") }
    position += word.utf8.count
  }

  private mutating func number() throws(Fault) {
    let isNegative = takes("-")
    if takes("0") {
      // No other digit may follow.
    } else if !digits() {
      throw fault(isNegative ? "a digit" : "a value")
    }
    if takes("."), !digits() { throw fault("a digit") }
    guard takes("e") || takes("E") else { return }
    _ = takes("+") || takes("-")
    if !digits() { throw fault("a digit") }
  }

  /// Takes digits, and tells whether there were any.
  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position > start
  }
}
