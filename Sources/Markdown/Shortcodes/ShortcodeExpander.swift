package import Diagnostics

extension Diagnostic.Identifier {
  package static let shortcodeSyntax = Self("shortcode-syntax")
}

/// Puts the book's numbers, charts and tables into a text where its shortcodes ask for them.
///
/// Markdown comes out, so that a page's Markdown shows the same as the page. Only texts that people of the workspace
/// wrote are expanded: what comes from data or the book never asks for anything.
package struct ShortcodeExpander: Sendable {
  let source: any ShortcodeSource

  package init(source: any ShortcodeSource) { self.source = source }

  /// Whether a text asks for anything; brackets in front matter and in code don't. A text that is wrong may.
  package static func isAsking(_ text: String, file: String) -> Bool {
    guard text.utf8.firstRange(of: "[[".utf8) != nil else { return false }
    guard let found = try? ShortcodeLines(text, file: file) else { return true }
    return !found.matches.isEmpty || !found.slips.isEmpty
  }

  /// The text with all its shortcodes replaced; front matter and code stay as they are.
  ///
  /// `file` names the text in what goes wrong, `page` is where it is shown.
  /// **Throws:** every shortcode that is wrong, at once, and what is wrong with the document.
  package func expanded(_ text: String, file: String, page: String) throws(Problems) -> ShortcodeText {
    guard text.utf8.firstRange(of: "[[".utf8) != nil else { return ShortcodeText(markdown: text) }
    let found: ShortcodeLines
    do throws(Diagnostic) {
      found = try ShortcodeLines(text, file: file)
    } catch {
      throw Problems([error])
    }
    var problems = Problems(found.slips.map(Self.slip))
    var markdown = ""
    var files: [ShortcodeText.File] = []
    var position = text.startIndex
    var isAfterFigure = false
    var lead = ShortcodeLead("")
    let linked = Self.linked(text, found.matches)
    for (number, match) in found.matches.enumerated() {
      let between = text[position..<match.range.lowerBound]
      if isAfterFigure, Self.beginsTable(text[position...]) { markdown += lead.paragraph(Self.comment) }
      markdown += between
      position = match.range.upperBound
      do throws(Diagnostic) {
        let shortcode = try Self.parsed(text[match.range], at: match.place, isAlone: match.isAlone)
        let replacement = try source.text(for: shortcode, on: page)
        if linked.contains(number), replacement.markdown.contains("](") { throw Self.inLink(match.place) }
        isAfterFigure = match.isAlone && Self.endsInFigure(replacement.markdown)
        if match.isAlone {
          lead = ShortcodeLead(match.lead)
          if Self.beginsTable(replacement.markdown), Self.endsInFigure(markdown) {
            markdown += Self.comment + lead.paragraph("")
          }
          markdown += lead.lines(replacement.markdown)
        } else {
          markdown += replacement.markdown
        }
        for file in replacement.files where !files.contains(file) { files.append(file) }
      } catch {
        isAfterFigure = false
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    if isAfterFigure, Self.beginsTable(text[position...]) { markdown += lead.paragraph(Self.comment) }
    return ShortcodeText(markdown: markdown + text[position...], files: files)
  }

  private static func slip(at place: Diagnostic.Place) -> Diagnostic {
    Diagnostic(
      .shortcodeSyntax, .configuration, at: place,
      "what begins here would be published as text, brackets and all",
      expected:
        "a shortcode in one line and small letters, with two brackets at each end and no blank behind the first",
      next: "Mend it, or write \\[[ where text is meant.")
  }

  private static func inLink(_ place: Diagnostic.Place) -> Diagnostic {
    Diagnostic(
      .shortcodeSyntax, .configuration, at: place,
      "what it stands for is a link, and it stands in the text of another, which would be none any more",
      next: "Write it beside the link, or take the link out.")
  }

  /// The shortcodes that stand in the text of a link, by their numbers.
  private static func linked(_ text: String, _ matches: [ShortcodeLines.Match]) -> Set<Int> {
    let isLink = ["](", "]["].contains { text.utf8.firstRange(of: $0.utf8) != nil }
    guard isLink, !matches.isEmpty else { return [] }
    // Each as a word of letters that no text has, which is found again in what is read of it.
    var marked = ""
    var position = text.startIndex
    for (number, match) in matches.enumerated() {
      marked += text[position..<match.range.lowerBound] + "\u{E000}\(number)\u{E001}"
      position = match.range.upperBound
    }
    guard let document = try? Document(parsing: marked + text[position...], file: "") else { return [] }
    var found: Set<Int> = []
    document.tree.walk { node in
      guard case .link = node.kind else { return }
      for child in node.children { child.walk { found.formUnion(Self.numbers(in: $0)) } }
    }
    return found
  }

  private static func numbers(in node: Node) -> [Int] {
    guard case .text(let text) = node.kind else { return [] }
    return text.unicodeScalars.split(separator: "\u{E000}").compactMap { part in
      part.firstIndex(of: "\u{E001}").flatMap { Int(String(part[..<$0])) }
    }
  }

  /// What keeps a table from being taken for the data of the figure before it, and is seen nowhere.
  private static let comment = "<!-- a table of its own -->"

  /// Whether a table begins with the first line that is not blank, also in a quote: the line behind it sets columns
  /// apart.
  private static func beginsTable(_ text: some StringProtocol) -> Bool {
    let rest = text.unicodeScalars.drop { $0.properties.isWhitespace || $0 == ">" }
    let lines = rest.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0].contains("|"), lines[1].contains("-") else { return false }
    return lines[1].allSatisfy { "|:- \t\r>".unicodeScalars.contains($0) }
  }

  /// Whether the last line that is not blank is a picture alone, also in an item or a quote.
  private static func endsInFigure(_ text: some StringProtocol) -> Bool {
    let lines = text.unicodeScalars.reversed().drop { $0.properties.isWhitespace || $0 == ">" }
    return lines.prefix { $0 != "\n" }.reversed().drop { ShortcodeLead.isLead($0) }
      .starts(with: "![".unicodeScalars)
  }

  private static func parsed(
    _ text: Substring, at place: Diagnostic.Place, isAlone: Bool
  ) throws(Diagnostic) -> Shortcode {
    var words = try ShortcodeWords.words(of: text.dropFirst(2).dropLast(2), at: place)
    let name = words.removeFirst().text
    var arguments: [String] = []
    var options: [String: String] = [:]
    for word in words {
      guard let equals = word.equals else {
        arguments.append(word.text)
        continue
      }
      let key = String(word.text[..<equals])
      guard options[key] == nil else {
        throw Diagnostic(
          .shortcodeSyntax, .configuration, at: place, "'\(key)' is given twice in '\(text)'",
          next: "Keep one of them.")
      }
      options[key] = String(word.text[word.text.index(after: equals)...])
    }
    return Shortcode(name: name, arguments: arguments, options: options, isAlone: isAlone, place: place)
  }
}
