/// A tag of a template: what stands between two pairs of braces.
///
/// **Source:** mustache(5).
struct TemplateTag {
  /// The character before its name; a blank of a variable.
  let kind: Character
  let name: String
  let line: Int
  /// With its braces.
  let range: Range<String.Index>

  /// All tags of a text in their order; one that is not closed is none.
  static func tags(in text: String) -> [TemplateTag] {
    var tags: [TemplateTag] = []
    var line = 1
    var rest = text[...]
    while let open = Self.range(of: "{{", in: rest) {
      line += lines(in: rest[..<open.lowerBound])
      rest = rest[open.upperBound...]
      guard var close = Self.range(of: "}}", in: rest) else { break }
      var inside = rest[..<close.lowerBound]
      let start = line
      line += lines(in: inside)
      rest = rest[close.upperBound...]
      var kind: Character = " "
      inside = inside.drop(while: \.isWhitespace)
      if let first = inside.first, "#^/!>{&<$=%".contains(first) {
        kind = first
        inside = inside.dropFirst()
      }
      if kind == "{", rest.first == "}" {
        rest = rest.dropFirst()
        close = close.lowerBound..<rest.startIndex
      }
      let name = inside.filter { !$0.isWhitespace && $0 != "}" }
      tags.append(
        TemplateTag(kind: kind, name: name, line: start, range: open.lowerBound..<close.upperBound))
    }
    return tags
  }

  /// Where a mark of ASCII stands first. By bytes, of which a character of the mark is one: a text in Swift's own
  /// characters is walked through many times slower.
  static func range(of mark: StaticString, in text: Substring) -> Range<String.Index>? {
    let bytes = text.utf8
    let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
    var start = bytes.startIndex
    while let first = bytes[start...].firstIndex(of: wanted[0]) {
      let rest = bytes[first...]
      if rest.starts(with: wanted) { return first..<bytes.index(first, offsetBy: wanted.count) }
      start = bytes.index(after: first)
    }
    return nil
  }

  /// The lines that end in a piece of text.
  static func lines(in text: Substring) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  /// What it takes out of the text: a tag that is no variable and stands alone on its line takes the line with it.
  func taken(from text: String) -> Range<String.Index> {
    if " {&".contains(kind) { return range }
    let before = text[..<range.lowerBound]
    let start = before.lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
    let end = text[range.upperBound...].firstIndex(of: "\n") ?? text.endIndex
    let isBlank = { (part: Substring) in part.allSatisfy { $0 == " " || $0 == "\t" } }
    guard isBlank(text[start..<range.lowerBound]), isBlank(text[range.upperBound..<end]) else { return range }
    return start..<(end == text.endIndex ? end : text.index(after: end))
  }
}
