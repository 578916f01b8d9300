package import Diagnostics

extension Diagnostic.Identifier {
  package static let markdownFrontMatter = Self("markdown-front-matter")
  package static let markdownTooLarge = Self("markdown-too-large")
  package static let markdownTooDeep = Self("markdown-too-deep")
  package static let markdownTooCostly = Self("markdown-too-costly")
  package static let markdownFootnoteMark = Self("markdown-footnote-mark")
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
  /// `markdown-too-deep`, `markdown-too-costly`, `markdown-footnote-mark` on what only an attack would hold.
  package init(parsing text: String, file: String) throws(Diagnostic) {
    guard text.utf8.count <= Self.largest else { throw Self.tooLarge(text.utf8.count, file: file) }
    let parts = try FrontMatterSplit(text, file: file)
    let hasReturns = try ParsingLimits.check(parts.body, firstLine: parts.bodyLine, file: file)
    frontMatter = parts.frontMatter
    body = hasReturns ? Self.withLineFeeds(parts.body) : parts.body
    bodyLine = parts.bodyLine
  }

  /// Reads a part of a document: it has no front matter, whatever its first lines look like.
  ///
  /// **Throws:** as `init(parsing:file:)` does of a body.
  package init(part text: String, file: String) throws(Diagnostic) {
    guard text.utf8.count <= Self.largest else { throw Self.tooLarge(text.utf8.count, file: file) }
    let hasReturns = try ParsingLimits.check(text, firstLine: 1, file: file)
    frontMatter = nil
    body = hasReturns ? Self.withLineFeeds(text) : text
    bodyLine = 1
  }

  /// CR LF as LF, and a CR alone too, which ends a line as they do.
  package static func withLineFeeds(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var isBehindReturn = false
    for byte in text.utf8 {
      let isReturn = byte == UInt8(ascii: "\r")
      if byte != UInt8(ascii: "\n") || !isBehindReturn { bytes.append(isReturn ? UInt8(ascii: "\n") : byte) }
      isBehindReturn = isReturn
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
      throw Self.encoding(bytes, file: file)
    }
    try self.init(parsing: text, file: file)
  }

  /// What is told of bytes that are not valid UTF-8, at the first of them that is wrong.
  package static func encoding(_ bytes: [UInt8], file: String) -> Diagnostic {
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var (offset, line, lineStart) = (0, 1, 0)
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      offset += UTF8.width(scalar)
      if scalar == "\n" { (line, lineStart) = (line + 1, offset) }
    }
    let found = offset < bytes.count ? String(bytes[offset], radix: 16, uppercase: true) : nil
    return Diagnostic(
      .markdownEncoding, .configuration, at: .init(file: file, line: line, column: offset - lineStart + 1),
      "the document is not valid UTF-8", found: found.map { "the byte \($0)" },
      next: "Save it again as UTF-8.")
  }

  /// The first heading of level 1 with nothing before it, as plain text.
  package var title: String? {
    guard let first = tree.children.first, case .heading(1) = first.kind else { return nil }
    return first.plainText
  }
}
