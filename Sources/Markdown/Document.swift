package import Diagnostics

extension Diagnostic.Identifier {
  package static let markdownFrontMatter = Self("markdown-front-matter")
  package static let markdownTooLarge = Self("markdown-too-large")
  package static let markdownTooDeep = Self("markdown-too-deep")
  package static let markdownTooCostly = Self("markdown-too-costly")
  package static let markdownEncoding = Self("markdown-encoding")
}

/// A Markdown document: front matter as it stands, and the tree of its body.
package struct Document: Sendable, Hashable {
  /// The largest text taken, in bytes; more is no document.
  package static let largest = 4 << 20

  /// The YAML between the two marks, nil where there are none.
  package let frontMatter: String?
  /// All that follows the front matter; its lines end with LF, whatever they end with in the file.
  package let body: String
  /// The line of the file the body begins on, from 1.
  package let bodyLine: Int
  /// The body's tree as CommonMark has it, parsed anew at each call.
  package var tree: Node { Node.parse(body) }

  /// Reads a document; `file` names it in what goes wrong.
  ///
  /// **Throws:** `markdown-front-matter` where it is not closed, and `markdown-too-large`,
  /// `markdown-too-deep`, `markdown-too-costly` on what only an attack would hold.
  package init(parsing text: String, file: String) throws(Diagnostic) {
    guard text.utf8.count <= Self.largest else { throw Self.tooLarge(text.utf8.count, file: file) }
    let parts = try FrontMatterSplit(text, file: file)
    let hasReturns = try ParsingLimits.check(parts.body, firstLine: parts.bodyLine, file: file)
    frontMatter = parts.frontMatter
    body = hasReturns ? Self.withLineFeeds(parts.body) : parts.body
    bodyLine = parts.bodyLine
  }

  /// CR LF as LF; a CR alone stays.
  package static func withLineFeeds(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is told of a text of so many bytes.
  package static func tooLarge(_ count: Int, file: String) -> Diagnostic {
    Diagnostic(
      .markdownTooLarge, at: .init(file: file), "the document is \(count) bytes long",
      expected: "at most \(largest)", next: "Split it into several pages.")
  }

  /// Reads a document from a file's bytes.
  ///
  /// **Throws:** `markdown-encoding` on invalid UTF-8, and what `init(parsing:file:)` throws.
  package init(bytes: [UInt8], file: String) throws(Diagnostic) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(
        .markdownEncoding, at: .init(file: file), "the document is not valid UTF-8",
        next: "Save it again as UTF-8.")
    }
    try self.init(parsing: text, file: file)
  }

  /// The first heading of level 1 with nothing before it, as plain text.
  package var title: String? {
    guard let first = tree.children.first, case .heading(1) = first.kind else { return nil }
    return first.plainText
  }
}

/// Where front matter ends and the body begins.
private struct FrontMatterSplit {
  let frontMatter: String?
  let body: String
  let bodyLine: Int

  init(_ text: String, file: String) throws(Diagnostic) {
    var rest = Substring(text)
    if rest.unicodeScalars.first == "\u{FEFF}" { rest.unicodeScalars.removeFirst() }
    guard Self.takeLine(&rest).map({ Self.isMark($0, opening: true) }) == true else {
      frontMatter = nil
      body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
      bodyLine = 1
      return
    }
    var yaml = ""
    var line = 1
    while let next = Self.takeLine(&rest) {
      line += 1
      if Self.isMark(next, opening: false) {
        frontMatter = yaml
        body = String(rest)
        bodyLine = line + 1
        return
      }
      yaml += next
      yaml += "\n"
    }
    throw Diagnostic(
      .markdownFrontMatter, .configuration, at: .init(file: file, line: 1), "the front matter is not closed",
      expected: "a line '---' after it", next: "Close it, or begin the page with something else than '---'.")
  }

  /// The next line without its end; CRLF is one `Character`, hence the bytes.
  private static func takeLine(_ rest: inout Substring) -> Substring? {
    guard !rest.isEmpty else { return nil }
    let bytes = rest.utf8
    let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    var line = bytes[..<(end ?? bytes.endIndex)]
    rest = Substring(bytes[(end.map(bytes.index(after:)) ?? bytes.endIndex)...])
    if end != nil, line.last == UInt8(ascii: "\r") { line.removeLast() }
    return Substring(line)
  }

  private static func isMark(_ line: Substring, opening: Bool) -> Bool {
    var bytes = line.utf8
    while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") { bytes.removeLast() }
    return bytes.elementsEqual("---".utf8) || (!opening && bytes.elementsEqual("...".utf8))
  }
}
