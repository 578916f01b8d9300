/// How numbers and sorted texts are written into the index with few bytes; the script reads the same.
enum SearchEncoding {
  /// The digits: printable ASCII without the blank, quote, backslash and `<`, so that the index needs no escapes.
  static let digits: [UInt8] = (0x21...0x7E).filter { ![0x22, 0x5C, 0x3C].contains($0) }
  /// Values below are one digit; then come two digits, then a mark and three.
  static let ones = 60
  static let twos = 30

  static var base: Int { digits.count }
  /// The largest number that can be written.
  static var largest: Int { base * base * base - 1 }

  static func append(_ value: Int, to bytes: inout [UInt8]) {
    if value < ones {
      bytes.append(digits[value])
    } else if value < ones + twos * base {
      let rest = value - ones
      bytes.append(digits[ones + rest / base])
      bytes.append(digits[rest % base])
    } else {
      bytes.append(digits[ones + twos])
      bytes.append(digits[value / (base * base) % base])
      bytes.append(digits[value / base % base])
      bytes.append(digits[value % base])
    }
  }

  static func length(_ value: Int) -> Int { value < ones ? 1 : value < ones + twos * base ? 2 : 4 }

  /// What a text begins with as the one before it does: in the units that a script counts, and in bytes.
  static func shared(
    _ text: UnsafeBufferPointer<UInt8>, with previous: UnsafeBufferPointer<UInt8>, most: Int
  ) -> (units: Int, bytes: Int) {
    var units = 0
    var place = 0
    while place < min(text.count, previous.count) {
      let lead = text[place]
      // By scalars, which have up to four bytes.
      let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      let width = length == 4 ? 2 : 1
      guard units + width <= most, place + length <= previous.count,
        (place..<place + length).allSatisfy({ text[$0] == previous[$0] })
      else { break }
      units += width
      place += length
    }
    return (units, place)
  }

  /// By byte: whether it may have to be written otherwise in a literal; of more bytes the first tells.
  private static let isMarked: [Bool] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: "\t"): false
    case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0xC2,
      0xE2,
      0xEF:
      true
    default: false
    }
  }

  /// Writes a text as a literal of the script. Nothing in it can end the literal, the script or a comment around it.
  static func appendLiteral(_ text: [UInt8], to bytes: inout [UInt8]) {
    let isMarked = isMarked
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var place = 0
    while place < text.count {
      guard isMarked[Int(text[place])], let (escaped, length) = escaped(text, place) else {
        place += 1
        continue
      }
      bytes += text[start..<place]
      bytes += escaped.utf8
      place += length
      start = place
    }
    bytes += text[start...]
    bytes.append(UInt8(ascii: "\""))
  }

  /// What is written for the scalar at a place, and how many bytes it has; nil where that is itself.
  private static func escaped(_ text: [UInt8], _ place: Int) -> (text: String, length: Int)? {
    func code(_ value: UInt32, _ length: Int) -> (String, Int) {
      let digits = String(value, radix: 16)
      return ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits, length)
    }
    let byte = text[place]
    switch byte {
    case UInt8(ascii: "\""): return ("\\\"", 1)
    case UInt8(ascii: "\\"): return ("\\\\", 1)
    case UInt8(ascii: "<"): return ("\\x3c", 1)
    case UInt8(ascii: ">"): return ("\\x3e", 1)
    case 0..<0x20, 0x7F: return code(UInt32(byte), 1)
    case 0xC2: return text[place + 1] < 0xA0 ? code(UInt32(text[place + 1]), 2) : nil
    default:
      let value =
        UInt32(byte & 0x0F) << 12 | UInt32(text[place + 1] & 0x3F) << 6 | UInt32(text[place + 2] & 0x3F)
      switch value {
      case 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: return code(value, 3)
      default: return nil
      }
    }
  }
}
