/// A JSON list of lists of strings, numbers and truth values, as Python writes it; nothing deeper.
struct CategoryListParser {
  /// With a closing NUL, where a number at the end stops.
  private let bytes: [UInt8]
  private let count: Int
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes + [0]
    count = bytes.count
  }

  /// nil where it is anything else; no lists for `null`.
  mutating func lists() -> [[String]]? {
    skipBlanks()
    if takes("null") { return isAtEnd ? [] : nil }
    guard let lists = list({ parser in parser.list { $0.scalar() } }), isAtEnd else { return nil }
    return lists
  }

  private var isAtEnd: Bool {
    bytes[position..<count].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  private mutating func list<Element>(_ element: (inout Self) -> Element?) -> [Element]? {
    guard takes("[") else { return nil }
    var elements: [Element] = []
    skipBlanks()
    if takes("]") { return elements }
    while true {
      skipBlanks()
      guard let next = element(&self) else { return nil }
      elements.append(next)
      skipBlanks()
      if takes("]") { return elements }
      guard takes(",") else { return nil }
    }
  }

  /// A category as Python writes it: text, digits, `True` or `False`.
  private mutating func scalar() -> String? {
    if takes("true") { return "True" }
    if takes("false") { return "False" }
    if position < count, bytes[position] == 0x22 { return string() }
    let start = position
    while position < count, ![0x20, 0x2C, 0x5D].contains(bytes[position]) { position += 1 }
    guard let number = LightGBMNumber.double(bytes, start..<position), number.isFinite else { return nil }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string() -> String? {
    position += 1
    var text: [UInt8] = []
    while position < count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x22: return String(validating: text, as: UTF8.self)
      case 0x5C:
        guard let escaped = escape() else { return nil }
        text += Array(String(escaped).utf8)
      case 0x00...0x1F: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard position < count else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75:
      guard let first = hexadecimal() else { return nil }
      guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
      guard takes("\\u"), let second = hexadecimal(), (0xDC00...0xDFFF).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return nil
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard position + 4 <= count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private mutating func takes(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position + length <= count else { return false }
    for index in 0..<length where bytes[position + index] != text.utf8Start[index] { return false }
    position += length
    return true
  }

  private mutating func skipBlanks() {
    while position < count, bytes[position] == 0x20 { position += 1 }
  }
}
