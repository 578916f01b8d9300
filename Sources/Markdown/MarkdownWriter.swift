/// Writes a Markdown document that reads well as plain text.
///
/// What is put in as `InlineMarkdown` keeps its markup; text interpolated into it is escaped.
package struct MarkdownWriter: Sendable {
  /// What stands in the document so far.
  package private(set) var text = ""

  /// An empty document.
  package init() {}

  /// Puts YAML between its two marks; before everything else.
  package mutating func frontMatter(_ yaml: String) {
    text += "---\n" + yaml
    if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    text += "---\n"
  }

  /// A heading of level 1 to 6.
  package mutating func heading(_ level: Int, _ inline: InlineMarkdown) {
    block(String(repeating: "#", count: min(6, max(1, level))) + " " + inline.markdown)
  }

  /// A paragraph on one line; an empty one is left out.
  package mutating func paragraph(_ inline: InlineMarkdown) {
    guard !inline.markdown.isEmpty else { return }
    block(inline.markdown)
  }

  /// Markdown that was written elsewhere, such as the prose of a card, taken as it is.
  package mutating func markdown(_ markdown: String) {
    let lines = Self.lines(markdown)
    guard let first = lines.firstIndex(where: { !$0.isEmpty }),
      let last = lines.lastIndex(where: { !$0.isEmpty })
    else { return }
    block(lines[first...last].joined(separator: "\n"))
  }

  /// A list, with bullets or numbers; an empty one is left out.
  package mutating func list(_ items: [InlineMarkdown], isOrdered: Bool = false) {
    guard !items.isEmpty else { return }
    block(
      items.enumerated().map { index, item in (isOrdered ? "\(index + 1). " : "- ") + item.markdown }
        .joined(separator: "\n"))
  }

  /// What is said of a table: a list, or a paragraph of one note alone.
  package mutating func notes(_ notes: [InlineMarkdown]) {
    if notes.count == 1 { paragraph(notes[0]) } else { list(notes) }
  }

  /// An image alone in its paragraph, which makes it a figure; a table written next is its data.
  package mutating func figure(_ alternative: String, source: String, caption: String) {
    block(InlineMarkdown.image(alternative, source: source, title: caption).markdown)
  }

  /// Code between fences longer than any within it.
  package mutating func code(_ code: String, language: String = "") {
    let fence = String(repeating: "`", count: max(3, TextCleaning.longestRun(of: "`", in: code) + 1))
    var content = code
    if !content.isEmpty, content.utf8.last != UInt8(ascii: "\n") { content += "\n" }
    let name = language.unicodeScalars.filter {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
    }
    block("\(fence)\(String(String.UnicodeScalarView(name)))\n\(content)\(fence)")
  }

  /// A callout: a note, tip or warning set apart from the text.
  package mutating func callout(_ kind: CalloutKind, _ content: (inout MarkdownWriter) -> Void) {
    quoted(firstLine: "[!\(kind.rawValue.uppercased())]", content)
  }

  /// Content that is folded away under its title.
  package mutating func details(_ title: InlineMarkdown, _ content: (inout MarkdownWriter) -> Void) {
    quoted(firstLine: "[!DETAILS] \(title.markdown)", content)
  }

  /// A line across the page.
  package mutating func rule() { block("---") }

  private mutating func quoted(firstLine: String, _ content: (inout MarkdownWriter) -> Void) {
    var inner = MarkdownWriter()
    content(&inner)
    var lines = Self.lines(inner.text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    // The blank line keeps a list or table after the mark from going on in the mark's paragraph.
    block(([firstLine, ""] + lines).map { $0.isEmpty ? ">" : "> " + $0 }.joined(separator: "\n"))
  }

  /// Blocks are set apart by one blank line.
  mutating func block(_ block: String) {
    if !text.isEmpty { text += "\n" }
    text += block
    text += "\n"
  }

  /// Split at line feeds; CRLF is one `Character` in Swift, hence the scalars.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
  }
}
