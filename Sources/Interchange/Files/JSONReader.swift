/// Reads JSON as Python writes it, `NaN` and `Infinity` included; bounded depth, linear time.
///
/// **Source:** RFC 8259; the literals that are none of it are those of Python's `json`.
struct JSONReader {
  static let deepest = 64

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// **Throws** for anything but one value with blanks around it.
  static func read(_ bytes: ArraySlice<UInt8>) throws(Unreadable) -> PlainValue {
    var reader = JSONReader(bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position += 3 }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == bytes.endIndex else { throw reader.wrong("something after the value") }
    return value
  }

  private func wrong(_ what: String) -> Unreadable {
    Unreadable(reason: "\(what), byte \(position - bytes.startIndex + 1)")
  }

  private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Unreadable) -> PlainValue {
    guard depth < Self.deepest else { throw wrong("more than \(Self.deepest) levels") }
    skipBlanks()
    switch next {
    case 0x7B: return try map(depth: depth)
    case 0x5B: return try list(depth: depth)
    case 0x22: return .scalar(try string(), isQuoted: true)
    default: return try literal()
    }
  }

  private mutating func map(depth: Int) throws(Unreadable) -> PlainValue {
    position += 1
    var entries: [PlainValue.Entry] = []
    var places: [String: Int] = [:]
    if take(0x7D) { return .map([]) }
    while true {
      skipBlanks()
      guard next == 0x22 else { throw wrong("a key without quotes") }
      let key = try string()
      guard take(0x3A) else { throw wrong("no colon after a key") }
      let entry = PlainValue.Entry(key: key, value: try value(depth: depth + 1))
      // As Python reads it: the last one counts.
      if let place = places[key] {
        entries[place] = entry
      } else {
        places[key] = entries.count
        entries.append(entry)
      }
      if take(0x2C) { continue }
      if take(0x7D) { return .map(entries) }
      throw wrong("neither comma nor brace after a value")
    }
  }

  private mutating func list(depth: Int) throws(Unreadable) -> PlainValue {
    position += 1
    var items: [PlainValue] = []
    if take(0x5D) { return .list([]) }
    while true {
      items.append(try value(depth: depth + 1))
      if take(0x2C) { continue }
      if take(0x5D) { return .list(items) }
      throw wrong("neither comma nor bracket after a value")
    }
  }

  private mutating func literal() throws(Unreadable) -> PlainValue {
    let start = position
    while let byte = next,
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2B, 0x2D, 0x2E].contains(byte)
    {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    switch text {
    case "null": return .null
    case "true", "false", "NaN", "Infinity", "-Infinity": return .scalar(text, isQuoted: false)
    default:
      guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first),
        PlainValue.number(text) != nil
      else {
        position = start
        throw wrong("no value")
      }
      return .scalar(text, isQuoted: false)
    }
  }

  private mutating func string() throws(Unreadable) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case 0x22:
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw wrong("text that is not UTF-8")
        }
        return valid
      case 0x5C: try escape(&text)
      case 0..<0x20: throw wrong("a control character in a text")
      default: text.append(byte)
      }
    }
    throw wrong("a text without end")
  }

  private mutating func escape(_ text: inout [UInt8]) throws(Unreadable) {
    guard let byte = next else { throw wrong("a text without end") }
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), next == 0x5C, position + 1 < bytes.endIndex,
        bytes[position + 1] == 0x75
      {
        let before = position
        position += 2
        let low = try hexadecimal()
        if (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        } else {
          position = before
        }
      }
      // Half a pair is no character: the replacement character, as elsewhere.
      text += Array(String(Character(UnicodeScalar(code) ?? "\u{FFFD}")).utf8)
    default: throw wrong("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(Unreadable) -> UInt32 {
    guard position + 4 <= bytes.endIndex,
      bytes[position..<position + 4].allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      }), let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw wrong("an unknown escape") }
    position += 4
    return code
  }
}
