/// What has to happen to foreign text before it stands in Markdown.
enum TextCleaning {
  /// Control characters, line and paragraph separators to blanks; marks that turn the direction of writing away;
  /// no blanks at the ends, where they would mean a hard break or code.
  static func oneLine(_ text: String) -> String {
    if isOneLine(text) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0: result.append("\u{FFFD}")
      case 0x01...0x1F, 0x7F...0x9F, 0x2028, 0x2029: result.append(" ")
      case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
      default: result.append(scalar)
      }
    }
    while result.first == " " { result.removeFirst() }
    while result.last == " " { result.removeLast() }
    return String(result)
  }

  /// Whether the text is as `oneLine` would leave it, found by its bytes; false where that is not sure.
  static func isOneLine(_ text: String) -> Bool {
    return text.withBytes { bytes in
      guard let first = bytes.first, let last = bytes.last else { return true }
      if first == UInt8(ascii: " ") || last == UInt8(ascii: " ") { return false }
      for (place, byte) in bytes.enumerated() {
        switch byte {
        case 0x00...0x1F, 0x7F, 0xEF: return false
        // C1 control characters.
        case 0xC2: if bytes[place + 1] < 0xA0 { return false }
        // U+2000 to U+207F, of which dashes and quotation marks are let by.
        case 0xE2:
          let isMark = bytes[place + 1] == 0x80 && bytes[place + 2] < 0xA7
          if !isMark, bytes[place + 1] == 0x80 || bytes[place + 1] == 0x81 { return false }
        default: continue
        }
      }
      return true
    }
  }

  /// Whether nothing in a line needs a backslash, found by its bytes; false where that is not sure.
  static func isPlain(_ text: String) -> Bool {
    return text.withBytes { bytes in
      for (place, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"),
          UInt8(ascii: "~"), UInt8(ascii: "<"), UInt8(ascii: "&"):
          return false
        case UInt8(ascii: "^"): if place == 0 { return false }
        case UInt8(ascii: ":"):
          if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "/") { return false }
        case UInt8(ascii: "."):
          guard place < 3 || bytes[place - 3..<place].contains(where: { $0 | 0x20 != UInt8(ascii: "w") })
          else { return false }
        case UInt8(ascii: "_"):
          guard place > 0, place + 1 < bytes.count, isASCIIWord(bytes[place - 1]),
            isASCIIWord(bytes[place + 1])
          else { return false }
        default: continue
        }
      }
      return true
    }
  }

  /// The line with its backslashes, made of its bytes; nil where a mark stands beside what is not ASCII.
  static func backslashed(_ text: String) -> String? {
    return text.withBytes { bytes -> String? in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + 16)
      for (place, byte) in bytes.enumerated() {
        let before = place > 0 ? bytes[place - 1] : nil
        let after = place + 1 < bytes.count ? bytes[place + 1] : nil
        let isMarked: Bool
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: ":"), UInt8(ascii: "^"):
          guard before ?? 0 < 0x80, after ?? 0 < 0x80 else { return nil }
          isMarked = needsBackslash(
            Unicode.Scalar(byte), before: before.map { Unicode.Scalar($0) },
            after: after.map { Unicode.Scalar($0) })
        case UInt8(ascii: "."):
          isMarked = place >= 3 && bytes[place - 3..<place].allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
        default: isMarked = alwaysMarked.contains(byte)
        }
        if isMarked { result.append(UInt8(ascii: "\\")) }
        result.append(byte)
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  private static let alwaysMarked: Marks = "\\`*[]~"

  private static func isASCIIWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  static func needsBackslash(_ scalar: Unicode.Scalar, before: Unicode.Scalar?, after: Unicode.Scalar?)
    -> Bool
  {
    switch scalar {
    case "\\", "`", "*", "[", "]", "~": true
    case "_": !(isWord(before) && isWord(after))
    case "<": after.map { $0.properties.isAlphabetic || "/!?".unicodeScalars.contains($0) } ?? true
    case "&": after.map { $0.properties.isAlphabetic || $0 == "#" } ?? true
    // `http://` would become a link.
    case ":": after == "/"
    // Right after a bracket it would make a footnote of a link or an image.
    case "^": before == nil
    default: false
    }
  }

  /// True of `www`, after which a dot would make a link.
  static func isHostPrefix(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.count == 3 && scalars.allSatisfy { $0 == "w" || $0 == "W" }
  }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
  }

  /// What would begin a heading, quote, list, rule or footnote gets a backslash.
  static func lineStartEscaped(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first else { return text }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "="): return "\\" + text
    case UInt8(ascii: "-"), UInt8(ascii: "+"):
      let rest = bytes.dropFirst().first
      return rest == nil || rest == UInt8(ascii: " ") || rest == first ? "\\" + text : text
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let rest = bytes.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"),
        rest.dropFirst().first.map({ $0 == UInt8(ascii: " ") }) ?? true
      else { return text }
      return String(text[..<rest.startIndex]) + "\\" + String(text[rest.startIndex...])
    default: return text
    }
  }

  /// Marks of ASCII that a text is looked through for.
  struct Marks: ExpressibleByStringLiteral {
    /// By the byte's lowest six bits.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(stringLiteral marks: StaticString) {
      marks.withUTF8Buffer { bytes in
        for byte in bytes {
          if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
        }
      }
    }

    func contains(_ byte: UInt8) -> Bool {
      byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
  }

  static func backslashed(_ text: String, _ marks: Marks) -> String {
    let bytes = text.withBytes { bytes -> [UInt8]? in
      guard bytes.contains(where: marks.contains) else { return nil }
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + 16)
      for byte in bytes {
        if marks.contains(byte) { result.append(UInt8(ascii: "\\")) }
        result.append(byte)
      }
      return result
    }
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
