/// A piece of a line of Markdown in which what was interpolated is text and not markup.
///
/// `"Model \(name) scored **\(count)** rows"` keeps the stars of the literal and escapes those of `name`.
/// An address that stands in plain text may still become a link, as it does everywhere in GitHub's Markdown.
package struct InlineMarkdown: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// The Markdown, without line ends.
  package let markdown: String

  package init(stringLiteral value: String) { markdown = value }

  package init(stringInterpolation: StringInterpolation) { markdown = stringInterpolation.markdown }

  private init(markdown: String) { self.markdown = markdown }

  package var description: String { markdown }

  /// Collects literals as markup and values as text.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markdown = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markdown.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { markdown += literal }

    package mutating func appendInterpolation(_ inline: InlineMarkdown) { markdown += inline.markdown }

    package mutating func appendInterpolation(_ text: some StringProtocol) {
      markdown += InlineMarkdown.escape(String(text), atLineStart: markdown.isEmpty)
    }

    package mutating func appendInterpolation(_ number: some BinaryInteger) { markdown += String(number) }
  }

  /// Text that is nothing but text.
  package static func plain(_ text: String) -> Self { Self(markdown: escape(text)) }

  /// Text that is Markdown already, from a document that was trusted with it.
  package static func markup(_ markdown: String) -> Self { Self(markdown: TextCleaning.oneLine(markdown)) }

  /// Text set as code, whatever back-quotes it holds.
  package static func code(_ text: String) -> Self {
    let text = TextCleaning.oneLine(text)
    guard !text.isEmpty else { return Self(markdown: "") }
    let fence = String(repeating: "`", count: TextCleaning.longestRun(of: "`", in: text) + 1)
    let needsBlank =
      text.hasPrefix("`") || text.hasSuffix("`") || (text.hasPrefix(" ") && text.hasSuffix(" "))
    let blank = needsBlank ? " " : ""
    return Self(markdown: fence + blank + text + blank + fence)
  }

  /// Set in bold.
  package static func strong(_ inline: InlineMarkdown) -> Self { Self(markdown: "**\(inline.markdown)**") }

  /// Set in italics; in a tile, the small line under the number.
  package static func emphasis(_ inline: InlineMarkdown) -> Self { Self(markdown: "*\(inline.markdown)*") }

  /// A link; where the address may not be followed, its text alone.
  package static func link(_ text: InlineMarkdown, to address: String) -> Self {
    if case .refused = LinkTarget(address) { return text }
    return Self(markdown: "[\(text.markdown)](\(destination(address)))")
  }

  /// An image; alone in its paragraph it is a figure with the title as its caption.
  package static func image(_ alternative: String, source: String, title: String = "") -> Self {
    // cmark resolves entities in a title before backslashes, so that an ampersand can only be one itself.
    let title = TextCleaning.backslashed(TextCleaning.oneLine(title), "\"\\<`*_[]")
    let quoted =
      title.isEmpty
      ? ""
      : " \"\(title.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;"))\""
    return Self(markdown: "![\(escape(alternative))](\(destination(source))\(quoted))")
  }

  /// An address as it stands between the parentheses of a link.
  static func destination(_ address: String) -> String {
    let encoded = HTMLText.address(TextCleaning.oneLine(address))
    return TextCleaning.backslashed(encoded, "()*_&~|")
  }

  /// Puts backslashes before whatever could be markup, and only there, so that it still reads as text.
  ///
  /// Line ends and control characters become blanks, marks that turn the direction of writing are left out.
  package static func escape(_ text: String, atLineStart: Bool = true) -> String {
    let text = TextCleaning.oneLine(text)
    if let escaped = TextCleaning.escaped(text) {
      return atLineStart ? TextCleaning.lineStartEscaped(escaped) : escaped
    }
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let before: Unicode.Scalar? = index > 0 ? scalars[index - 1] : nil
      let after: Unicode.Scalar? = index + 1 < scalars.count ? scalars[index + 1] : nil
      let endsHost = scalar == "." && TextCleaning.isHostPrefix(scalars[max(0, index - 3)..<index])
      if endsHost || TextCleaning.needsBackslash(scalar, before: before, after: after) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return atLineStart ? TextCleaning.lineStartEscaped(result) : result
  }

  /// Markdown as it stands in a cell: each bar gets a backslash, which the reader of the table takes off again
  /// before it looks for other markup, code included.
  static func cell(_ inline: InlineMarkdown) -> String { TextCleaning.backslashed(inline.markdown, "|") }
}
