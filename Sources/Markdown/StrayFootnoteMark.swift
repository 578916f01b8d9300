/// Finds the brackets at which cmark-gfm would show memory that is not the text's.
///
/// In a text with footnotes it takes a bracket before the text `^` for the beginning of one, however that is written, and
/// for its name as many bytes behind that text as the brackets are wide. Behind what an entity became these are some
/// other memory's, and the text itself is lost. **Source:** `handle_close_bracket` of cmark-gfm 0.29.0.gfm.6.
struct StrayFootnoteMark {
  private var hasFootnotes = false
  private var firstLine: Int?

  /// The line of the first of them; nil of a text without, and of one without footnotes, in which they are text.
  var line: Int? { hasFootnotes ? firstLine : nil }

  /// Takes the bracket at a place of the text.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, bracket: Int, line: Int) {
    guard bracket + 1 < bytes.count else { return }
    switch bytes[bracket + 1] {
    case UInt8(ascii: "^"): hasFootnotes = true
    case UInt8(ascii: "&"):
      if firstLine == nil, Self.isCircumflex(bytes[(bracket + 1)...]), !Self.isEscaped(bytes[..<bracket]) {
        firstLine = line
      }
    default: return
    }
  }

  private static func isEscaped(_ before: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    before.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  /// Whether an entity for `^` begins them.
  private static func isCircumflex(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    // Of numbers, the library takes eight digits at most.
    guard let end = bytes.prefix("&#x0000005E;".utf8.count).firstIndex(of: UInt8(ascii: ";")) else {
      return false
    }
    let name = String(decoding: bytes[..<end].dropFirst(), as: UTF8.self)
    if name == "Hat" { return true }
    guard name.hasPrefix("#") else { return false }
    let isHex = name.dropFirst().first.map("xX".contains) ?? false
    let digits = name.dropFirst(isHex ? 2 : 1)
    return digits.count <= 8 && digits.allSatisfy(\.isHexDigit) && Int(digits, radix: isHex ? 16 : 10) == 0x5E
  }
}
