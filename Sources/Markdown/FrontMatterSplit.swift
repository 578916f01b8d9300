import Diagnostics

/// Where front matter ends and the body begins.
struct FrontMatterSplit {
  let frontMatter: String?
  let body: String
  let bodyLine: Int

  init(_ text: String, file: String) throws(Diagnostic) {
    var text = text
    guard let parts = text.withUTF8({ Self.parts(of: $0) }) else {
      throw Diagnostic(
        .markdownFrontMatter, .configuration, at: .init(file: file, line: 1),
        "the front matter is not closed",
        expected: "a line '---' after it", next: "Close it, or begin the page with something else than '---'."
      )
    }
    self = parts
    guard parts.frontMatter == nil,
      let misplaced = text.withUTF8({ MisplacedFrontMatter($0) ?? MisplacedFrontMatter(draft: $0) })
    else { return }
    throw Diagnostic(
      .markdownFrontMatter, .configuration, at: .init(file: file, line: misplaced.line), misplaced.summary,
      expected: misplaced.expected,
      next: "Mend it; as it stands, all of it would be part of the page, whatever it says of it.")
  }

  private init(frontMatter: String?, body: String, bodyLine: Int) {
    self.frontMatter = frontMatter
    self.body = body
    self.bodyLine = bodyLine
  }

  /// Nil where the front matter is not closed.
  private static func parts(of text: UnsafeBufferPointer<UInt8>) -> Self? {
    var rest = text[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    let start = rest
    guard let first = takeLine(&rest), isMark(first, opening: true) else {
      return Self(frontMatter: nil, body: String(decoding: start, as: UTF8.self), bodyLine: 1)
    }
    var yaml: [UInt8] = []
    var line = 1
    while let next = takeLine(&rest) {
      line += 1
      if isMark(next, opening: false) {
        return Self(
          frontMatter: String(decoding: yaml, as: UTF8.self), body: String(decoding: rest, as: UTF8.self),
          bodyLine: line + 1)
      }
      yaml += next
      yaml.append(UInt8(ascii: "\n"))
    }
    return nil
  }

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The next line without its end.
  private static func takeLine(_ rest: inout Bytes) -> Bytes? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n"))
    var line = rest[..<(end ?? rest.endIndex)]
    rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    if end != nil, line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  private static func isMark(_ line: Bytes, opening: Bool) -> Bool {
    var bytes = line
    while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") { bytes.removeLast() }
    return bytes.elementsEqual("---".utf8) || (!opening && bytes.elementsEqual("...".utf8))
  }
}
