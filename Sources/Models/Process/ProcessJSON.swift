/// Reads one line of flat JSON; strings are unescaped where they stand, which never makes them longer.
///
/// **Source:** RFC 8259.
struct ProcessJSON {
  private let line: UnsafeMutableBufferPointer<UInt8>
  private var position = 0

  init(_ line: UnsafeMutableBufferPointer<UInt8>) { self.line = line }

  var isAtEnd: Bool {
    mutating get {
      blanks()
      return position == line.count
    }
  }

  /// Passes one mark and the blanks before it; false where another stands there.
  mutating func skip(_ mark: UInt8) -> Bool {
    blanks()
    guard position < line.count, line[position] == mark else { return false }
    position += 1
    return true
  }

  mutating func isNull() -> Bool {
    blanks()
    guard line.count - position >= 4, line[position..<position + 4].elementsEqual("null".utf8) else {
      return false
    }
    position += 4
    return true
  }

  /// A number as it is written; or, where none is wanted, a string, and also a number or a Boolean.
  mutating func value(isNumber: Bool) -> UnsafeMutableBufferPointer<UInt8>? {
    blanks()
    guard position < line.count else { return nil }
    if line[position] == 0x22 { return isNumber ? nil : text() }
    let start = position
    while position < line.count {
      switch line[position] {
      case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: position += 1
      default: return word(start, isNumber)
      }
    }
    return word(start, isNumber)
  }

  private func word(_ start: Int, _ isNumber: Bool) -> UnsafeMutableBufferPointer<UInt8>? {
    guard position > start else { return nil }
    let word = UnsafeMutableBufferPointer(rebasing: line[start..<position])
    if isNumber || ProcessNumber.isNumber(UnsafeRawBufferPointer(word)) { return word }
    return word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) ? word : nil
  }

  /// A string without its quotes and escapes.
  mutating func text() -> UnsafeMutableBufferPointer<UInt8>? {
    guard skip(0x22) else { return nil }
    let start = position
    var write = start
    while position < line.count {
      let byte = line[position]
      position += 1
      switch byte {
      case 0x22: return UnsafeMutableBufferPointer(rebasing: line[start..<write])
      case 0..<0x20: return nil
      case 0x5C: guard escape(&write) else { return nil }
      default:
        line[write] = byte
        write += 1
      }
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escape(_ write: inout Int) -> Bool {
    guard position < line.count else { return false }
    let byte = line[position]
    position += 1
    let plain: UInt8
    switch byte {
    case 0x22, 0x5C, 0x2F: plain = byte
    case 0x62: plain = 0x08
    case 0x66: plain = 0x0C
    case 0x6E: plain = 0x0A
    case 0x72: plain = 0x0D
    case 0x74: plain = 0x09
    case 0x75: return unicode(&write)
    default: return false
    }
    line[write] = plain
    write += 1
    return true
  }

  private mutating func unicode(_ write: inout Int) -> Bool {
    guard var code = unit() else { return false }
    if 0xD800..<0xDC00 ~= code {
      guard position + 1 < line.count, line[position] == 0x5C, line[position + 1] == 0x75 else {
        return false
      }
      position += 2
      guard let low = unit(), 0xDC00..<0xE000 ~= low else { return false }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { return false }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
      line[write] = byte
      write += 1
    }
    return true
  }

  private mutating func unit() -> UInt32? {
    guard line.count - position >= 4 else { return nil }
    var value: UInt32 = 0
    for byte in line[position..<position + 4] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32(byte & 0x0F) + 9
      default: return nil
      }
    }
    position += 4
    return value
  }

  private mutating func blanks() {
    while position < line.count, line[position] == 0x20 || line[position] == 0x09 || line[position] == 0x0D {
      position += 1
    }
  }
}
