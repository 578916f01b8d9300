/// Finds the tags of a page with their attributes; what stands in scripts, styles and comments is passed by.
struct HTMLScanner {
  struct Tag {
    enum Kind {
      case start, end
      /// `<path/>`.
      case closed
    }

    let kind: Kind
    /// In lower case.
    let name: String
    /// Names in lower case, values with their entities resolved; of a name given twice the first counts.
    let attributes: [String: String]
    /// The names that were given more than once.
    let repeated: [String]
    /// From 1.
    let line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func tags(in bytes: [UInt8]) -> [Tag] {
    var scanner = HTMLScanner(bytes)
    var tags: [Tag] = []
    while let tag = scanner.next() { tags.append(tag) }
    return tags
  }

  private mutating func next() -> Tag? {
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        advance()
        continue
      }
      if starts(with: "<!--") {
        skip(past: "-->")
      } else if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "/"),
        Self.isLetter(bytes[index + 2])
      {
        advance()
        advance()
        return tag(.end)
      } else if index + 1 < bytes.count, Self.isLetter(bytes[index + 1]) {
        advance()
        let tag = tag(.start)
        if ["script", "style", "textarea", "title"].contains(tag.name) { skip(to: "</" + tag.name) }
        return tag
      } else {
        advance()
      }
    }
    return nil
  }

  private mutating func tag(_ kind: Tag.Kind) -> Tag {
    var kind = kind
    let start = line
    let name = take { !Self.isBlank($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") }.lowercased()
    var attributes: [String: String] = [:]
    var repeated: [String] = []
    while index < bytes.count {
      _ = take { Self.isBlank($0) || $0 == UInt8(ascii: "/") }
      guard index < bytes.count, bytes[index] != UInt8(ascii: ">") else { break }
      let key = take {
        !Self.isBlank($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "=")
      }.lowercased()
      _ = take(while: Self.isBlank)
      var value = ""
      if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
        advance()
        _ = take(while: Self.isBlank)
        value = attributeValue()
      }
      if key.isEmpty { continue }
      if attributes[key] == nil {
        attributes[key] = Self.withoutEntities(value)
      } else {
        repeated.append(key)
      }
    }
    if kind == .start, index > 0, bytes[index - 1] == UInt8(ascii: "/") { kind = .closed }
    if index < bytes.count { advance() }
    return Tag(kind: kind, name: name, attributes: attributes, repeated: repeated, line: start)
  }

  private mutating func attributeValue() -> String {
    guard index < bytes.count else { return "" }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return take { !Self.isBlank($0) && $0 != UInt8(ascii: ">") }
    }
    advance()
    let value = take { $0 != quote }
    if index < bytes.count { advance() }
    return value
  }

  private mutating func take(while isWanted: (UInt8) -> Bool) -> String {
    let start = index
    while index < bytes.count, isWanted(bytes[index]) { advance() }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func advance() {
    if bytes[index] == UInt8(ascii: "\n") { line += 1 }
    index += 1
  }

  private func starts(with text: String) -> Bool {
    let wanted = text.utf8
    guard index + wanted.count <= bytes.count else { return false }
    return zip(bytes[index...], wanted).allSatisfy { Self.lower($0) == $1 }
  }

  private mutating func skip(to text: String) {
    while index < bytes.count, !starts(with: text) { advance() }
  }

  private mutating func skip(past text: String) {
    skip(to: text)
    for _ in text.utf8 where index < bytes.count { advance() }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower(byte))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n\u{C}".utf8.contains(byte) }

  /// Resolves the entities that our own pages are written with, and numbers.
  private static func withoutEntities(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let character = entity(rest[rest.index(after: mark)..<end])
      else {
        result += "&"
        rest = rest.dropFirst()
        continue
      }
      result += character
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func entity(_ name: Substring) -> String? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let number =
        digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map(String.init)
    }
  }
}
