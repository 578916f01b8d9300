/// What has to happen to foreign text before it stands in Markdown.
enum TextCleaning {
  /// Control characters, line and paragraph separators to blanks; marks that turn the direction of writing away;
  /// no blanks at the ends, where they would mean a hard break or code.
  static func oneLine(_ text: String) -> String {
    if isPlainLine(text) { return text }
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

  /// True of printable ASCII without blanks at its ends, in which nothing has to be cleaned and a byte is a character.
  static func isPlainLine(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.first != UInt8(ascii: " ") && bytes.last != UInt8(ascii: " ")
        && bytes.allSatisfy { (0x20...0x7E).contains($0) }
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
    if let byte = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) {
      return text
    }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first else { return text }
    switch first {
    case "#", ">", "=": return "\\" + text
    case "-", "+":
      let rest = scalars.dropFirst().first
      return rest == nil || rest == " " || rest == first ? "\\" + text : text
    case "0"..."9":
      let digits = scalars.prefix { ("0"..."9").contains($0) }
      let rest = scalars.dropFirst(digits.count)
      guard let mark = rest.first, mark == "." || mark == ")",
        rest.dropFirst().first.map({ $0 == " " }) ?? true
      else { return text }
      let end = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: digits.count)
      return String(text.unicodeScalars[..<end]) + "\\" + String(text.unicodeScalars[end...])
    default: return text
    }
  }

  static func backslashed(_ text: String, _ marks: StaticString) -> String {
    var text = text
    let isUnmarked = text.withUTF8 { bytes in
      !bytes.contains { byte in marks.withUTF8Buffer { $0.contains(byte) } }
    }
    if isUnmarked { return text }
    let marks = "\(marks)"
    var result = ""
    for scalar in text.unicodeScalars {
      if marks.unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
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
