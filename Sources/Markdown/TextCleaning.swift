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
      let mayEnd = mayEndLine
      for place in bytes.indices where mayEnd[Int(bytes[place])] {
        switch bytes[place] {
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

  /// By byte: whether `isOneLine` has to look at it.
  private static let mayEndLine: [Bool] = (0...255).map { (byte: UInt8) in
    byte < 0x20 || [0x7F, 0xC2, 0xE2, 0xEF].contains(byte)
  }

  /// By byte: whether it may need a backslash.
  private static let isMark: [Bool] = (0...255).map { (byte: UInt8) in
    "\\`*[]~<&^:._".utf8.contains(byte)
  }

  /// A line with a backslash before whatever needs one, found by its bytes; nil where letters beyond ASCII would have to
  /// be told from other signs.
  static func escaped(_ text: String) -> String? {
    text.withBytes { bytes -> String? in
      let isMark = isMark
      var count = 0
      for place in bytes.indices where isMark[Int(bytes[place])] {
        guard let needs = needsBackslash(bytes, place) else { return nil }
        if needs { count += 1 }
      }
      if count == 0 { return text }
      return String(unsafeUninitializedCapacity: bytes.count + count) { result in
        var end = 0
        for place in bytes.indices {
          if isMark[Int(bytes[place])], needsBackslash(bytes, place) == true {
            result[end] = UInt8(ascii: "\\")
            end += 1
          }
          result[end] = bytes[place]
          end += 1
        }
        return end
      }
    }
  }

  /// As `needsBackslash` of scalars; nil where a neighbour that decides is not ASCII.
  private static func needsBackslash(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool? {
    let before: UInt8? = place > 0 ? bytes[place - 1] : nil
    let after: UInt8? = place + 1 < bytes.count ? bytes[place + 1] : nil
    switch bytes[place] {
    case UInt8(ascii: "^"): return before == nil
    case UInt8(ascii: ":"): return after == UInt8(ascii: "/")
    case UInt8(ascii: "."):
      return place >= 3 && bytes[place - 3..<place].allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
    case UInt8(ascii: "_"):
      guard let before, let after else { return true }
      if before | after >= 0x80 { return nil }
      return !(isASCIIWord(before) && isASCIIWord(after))
    case UInt8(ascii: "<"), UInt8(ascii: "&"):
      guard let after else { return true }
      if after >= 0x80 { return nil }
      let others = bytes[place] == UInt8(ascii: "<") ? "/!?" : "#"
      return isASCIILetter(after) || others.utf8.contains(after)
    default: return true
    }
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

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
