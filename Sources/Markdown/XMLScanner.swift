/// Takes XML apart into tags and text, as far as a picture needs it; entities are left as they stand.
struct XMLScanner {
  enum Token {
    case open(name: String, attributes: [(name: String, value: String)], isEmpty: Bool)
    case close(String)
    case text(String)
    /// Comment, declaration or document type without definitions of its own.
    case ignored
    case malformed
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func next() -> Token? {
    guard index < bytes.count else { return nil }
    guard bytes[index] == UInt8(ascii: "<") else {
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
      return .text(string(start..<index))
    }
    if starts(with: "<!--") { return skip(to: "-->") }
    if starts(with: "<?") { return skip(to: "?>") }
    if starts(with: "<!DOCTYPE") {
      let start = index
      let token = skip(to: ">")
      return bytes[start..<index].contains(UInt8(ascii: "[")) ? .malformed : token
    }
    if starts(with: "</") {
      index += 2
      let name = takeName()
      skipBlanks()
      return take(UInt8(ascii: ">")) && !name.isEmpty ? .close(name) : fail()
    }
    index += 1
    return openTag()
  }

  private mutating func openTag() -> Token {
    let name = takeName()
    guard !name.isEmpty else { return fail() }
    var attributes: [(name: String, value: String)] = []
    while true {
      skipBlanks()
      if take(UInt8(ascii: ">")) { return .open(name: name, attributes: attributes, isEmpty: false) }
      if take(UInt8(ascii: "/")) {
        return take(UInt8(ascii: ">")) ? .open(name: name, attributes: attributes, isEmpty: true) : fail()
      }
      let key = takeName()
      skipBlanks()
      guard !key.isEmpty, take(UInt8(ascii: "=")) else { return fail() }
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'")
      else {
        return fail()
      }
      let quote = bytes[index]
      index += 1
      let start = index
      while index < bytes.count, bytes[index] != quote {
        if bytes[index] == UInt8(ascii: "<") { return fail() }
        index += 1
      }
      let value = string(start..<index)
      guard take(quote) else { return fail() }
      attributes.append(
        (key, value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "&quot;")))
    }
  }

  private mutating func takeName() -> String {
    let start = index
    while index < bytes.count, Self.nameBytes.contains(bytes[index]) { index += 1 }
    return string(start..<index)
  }

  private static let nameBytes = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:_-.".utf8)

  private mutating func skipBlanks() {
    while index < bytes.count, " \t\r\n".utf8.contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func fail() -> Token {
    index = bytes.count
    return .malformed
  }

  private func starts(with text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private mutating func skip(to end: String) -> Token {
    while index < bytes.count {
      if starts(with: end) {
        index += end.utf8.count
        return .ignored
      }
      index += 1
    }
    return .malformed
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
