/// How numbers and sorted texts are written into the index with few bytes; the script reads the same.
enum SearchEncoding {
  /// The digits: printable ASCII without the blank, quote, backslash and `<`, so that the index needs no escapes.
  static let digits: [UInt8] = (0x21...0x7E).filter { ![0x22, 0x5C, 0x3C].contains($0) }
  /// Values below are one digit; then come two digits, then a mark and three.
  static let ones = 60
  static let twos = 30

  /// What of ASCII is written otherwise in a literal.
  private static let marks: [UInt8] = Array("\"\\<>".utf8)

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

  /// What a text shares with the one before it, in the units that a script counts, and what is left of it.
  static func shared(_ text: String, with previous: String, most: Int) -> (units: Int, rest: Substring) {
    if let shared = sharedASCII(text, previous, most) {
      return (shared, text[text.utf8.index(text.startIndex, offsetBy: shared)...])
    }
    var units = 0
    var index = text.startIndex
    let scalars = text.unicodeScalars
    for (scalar, other) in zip(scalars, previous.unicodeScalars) {
      let width = scalar.value > 0xFFFF ? 2 : 1
      guard scalar == other, units + width <= most else { break }
      units += width
      index = scalars.index(after: index)
    }
    return (units, text[index...])
  }

  /// How many bytes two texts begin with alike; nil where one of these, or the one after, is not ASCII.
  private static func sharedASCII(_ text: String, _ previous: String, _ most: Int) -> Int? {
    var (text, previous) = (text, previous)
    return text.withUTF8 { text in
      previous.withUTF8 { previous in
        for index in 0..<min(text.count, previous.count, most) {
          if text[index] | previous[index] >= 0x80 { return nil }
          if text[index] != previous[index] { return index }
        }
        return min(text.count, previous.count, most)
      }
    }
  }

  /// A text as a literal of the script. Nothing in it can end the literal, the script or a comment around it.
  static func literal(_ text: String) -> String {
    var result = "\""
    var text = text
    let isPlain = text.withUTF8 { bytes in
      bytes.allSatisfy { ((0x20..<0x7F).contains($0) && !marks.contains($0)) || $0 == UInt8(ascii: "\t") }
    }
    if isPlain { return result + text + "\"" }
    result.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "<": result += "\\x3c"
      case ">": result += "\\x3e"
      case "\t": result += "\t"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FEFF}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
