/// Takes XML apart into tags and text, as far as a picture needs it; entities are left as they stand.
///
/// What it finds are places in its bytes: a page of charts has thousands of tags, and a text for each would take
/// longer than all else.
struct XMLScanner {
  enum Token: Equatable {
    /// The scanner's `attributes` are those of this tag until the next token is asked for.
    case open(name: Range<Int>, isEmpty: Bool)
    case close(Range<Int>)
    case text(Range<Int>)
    /// Comment, declaration or document type without definitions of its own.
    case ignored
    case malformed
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var attributes: [(name: Range<Int>, value: Range<Int>)] = []
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> Token? {
    guard index < bytes.count else { return nil }
    guard bytes[index] == UInt8(ascii: "<") else {
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
      return .text(start..<index)
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
    attributes.removeAll(keepingCapacity: true)
    let name = takeName()
    guard !name.isEmpty else { return fail() }
    while true {
      skipBlanks()
      if take(UInt8(ascii: ">")) { return .open(name: name, isEmpty: false) }
      if take(UInt8(ascii: "/")) {
        return take(UInt8(ascii: ">")) ? .open(name: name, isEmpty: true) : fail()
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
      let value = start..<index
      guard take(quote) else { return fail() }
      attributes.append((key, value))
    }
  }

  private mutating func takeName() -> Range<Int> {
    let start = index
    while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
    return start..<index
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  private mutating func skipBlanks() {
    while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
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

  private func starts(with text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount <= bytes.count - index else { return false }
    return text.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { bytes[index + $0] == wanted[$0] }
    }
  }

  private mutating func skip(to end: StaticString) -> Token {
    while index < bytes.count {
      if starts(with: end) {
        index += end.utf8CodeUnitCount
        return .ignored
      }
      index += 1
    }
    return .malformed
  }
}
