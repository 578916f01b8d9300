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
        expected: "a line '---' after it",
        next: "Close it; a rule at the beginning of a page is written '***'.")
    }
    self = parts
    var body = parts.body
    let (line, isSecond) = (parts.bodyLine, parts.frontMatter != nil)
    guard
      let misplaced = body.withUTF8({
        MisplacedFrontMatter($0[...], firstLine: line, isSecond: isSecond)
          ?? MisplacedFrontMatter(draft: $0[...], firstLine: line)
      })
    else { return }
    throw misplaced.problem(file: file)
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

  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The next line without its end, which is LF, CR LF or CR.
  static func takeLine(_ rest: inout Bytes) -> Bytes? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? rest.endIndex
    let line = rest[..<end]
    rest = rest[end...]
    if rest.starts(with: "\r\n".utf8) { rest.removeFirst() }
    if !rest.isEmpty { rest.removeFirst() }
    return line
  }

  private static func isMark(_ line: Bytes, opening: Bool) -> Bool {
    var bytes = line
    while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") { bytes.removeLast() }
    return bytes.elementsEqual("---".utf8) || (!opening && bytes.elementsEqual("...".utf8))
  }
}
