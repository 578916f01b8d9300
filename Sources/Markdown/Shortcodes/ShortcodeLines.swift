import Diagnostics

/// Where shortcodes stand in a text: outside front matter and code, each in one line.
struct ShortcodeLines {
  struct Match {
    let range: Range<String.Index>
    let place: Diagnostic.Place
    /// What stands before it in its line.
    let lead: Substring
    let isAlone: Bool
  }

  private(set) var matches: [Match] = []
  /// What is meant as a shortcode and is none, as it stands: it would be published with its brackets.
  private(set) var slips: [Diagnostic.Place] = []

  /// **Throws:** what is wrong with the document.
  init(_ text: String, file: String) throws(Diagnostic) {
    let document = try Document(parsing: text, file: file)
    let lines = Self.lines(text)
    let (code, starts) = Self.blocks(of: document, lines)
    var openSpan: Int?
    for (offset, line) in lines.enumerated() {
      let number = offset + 1
      guard number >= document.bodyLine, !code.contains(number) else {
        openSpan = nil
        continue
      }
      if Self.isBlank(line) || starts.contains(number) { openSpan = nil }
      let isAlone =
        (offset == 0 || Self.isLead(lines[offset - 1]) || number == document.bodyLine)
        && (offset + 1 == lines.count || Self.isLead(lines[offset + 1]))
      scan(
        line,
        Context(
          file: file, number: number, isAlone: isAlone, following: lines[(offset + 1)...], starts: starts),
        &openSpan)
    }
  }

  /// A carriage return and its line feed are one `Character`: lines are cut by scalars. One that stands alone ends a line
  /// too, and is not part of it.
  private static func lines(_ text: String) -> [Substring] {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(
      Substring.init)
    guard text.utf8.contains(UInt8(ascii: "\r")) else { return lines }
    return lines.enumerated().flatMap { number, line -> [Substring] in
      var scalars = line.unicodeScalars
      if number < lines.count - 1, scalars.last == "\r" { scalars.removeLast() }
      return scalars.split(separator: "\r", omittingEmptySubsequences: false).map(Substring.init)
    }
  }

  private struct Context {
    let file: String
    let number: Int
    let isAlone: Bool
    /// The lines after this one.
    let following: ArraySlice<Substring>
    /// The numbers of the lines with which a block begins.
    let starts: Set<Int>
  }

  /// Finds the shortcodes of a line; `openSpan` is the number of back quotes of a code span that began in a line
  /// above.
  private mutating func scan(_ line: Substring, _ context: Context, _ openSpan: inout Int?) {
    let scalars = line.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      if scalar == "`" {
        let run = scalars[index...].prefix { $0 == "`" }
        index = run.endIndex
        if openSpan == run.count {
          openSpan = nil
        } else if openSpan == nil, Self.closes(run.count, scalars[index...], context) {
          openSpan = run.count
        }
      } else if openSpan != nil {
        index = scalars.index(after: index)
      } else if scalar == "\\" {
        index = scalars.index(after: index)
        if index < scalars.endIndex { index = scalars.index(after: index) }
      } else if let end = Self.shortcodeEnd(scalars[index...]) {
        let column = line[..<index].utf8.count + 1
        matches.append(
          Match(
            range: index..<end, place: .init(file: context.file, line: context.number, column: column),
            lead: line[..<index],
            isAlone: context.isAlone && Self.isLead(line[..<index]) && Self.isBlank(line[end...])))
        index = end
      } else {
        if Self.isSlip(scalars[index...], context.following) {
          let column = line[..<index].utf8.count + 1
          slips.append(.init(file: context.file, line: context.number, column: column))
        }
        index = scalars.index(after: index)
      }
    }
  }

  /// Where a shortcode ends that begins here: two brackets, a small letter, no other bracket, two brackets.
  private static func shortcodeEnd(_ rest: Substring.UnicodeScalarView.SubSequence) -> String.Index? {
    guard rest.starts(with: "[[".unicodeScalars) else { return nil }
    let inside = rest.dropFirst(2)
    guard let first = inside.first, ("a"..."z").contains(first),
      let close = inside.firstIndex(where: { $0 == "[" || $0 == "]" }),
      inside[close...].starts(with: "]]".unicodeScalars)
    else { return nil }
    return inside.index(close, offsetBy: 2)
  }

  /// Whether two brackets, the name of a shortcode in any letters, and more begin here, and are closed by two or by none:
  /// a blank stands behind the brackets, a line ends between them, a letter is a capital. A link is none, nor are
  /// words that begin with a capital as a sentence does.
  private static func isSlip(
    _ rest: Substring.UnicodeScalarView.SubSequence, _ following: ArraySlice<Substring>
  ) -> Bool {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { " \t\r".unicodeScalars.contains(scalar) }
    guard rest.starts(with: "[[".unicodeScalars) else { return false }
    let inside = rest.dropFirst(2).drop(while: isBlank)
    let word = inside.prefix { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
    let name = String(word).lowercased()
    guard Shortcode.names.contains(name), word.endIndex == rest.endIndex || isBlank(rest[word.endIndex])
    else { return false }
    let isCapital = String(word) != name
    var words: [String] = []
    // The rest of the paragraph, as far as a line is ever broken by hand.
    let broken = following.prefix(2).prefix { !Self.isBlank($0) }
    for text in [inside[word.endIndex...]] + broken.map({ $0.unicodeScalars[...] }) {
      let close = text.firstIndex { $0 == "[" || $0 == "]" }
      words += text[..<(close ?? text.endIndex)].split(whereSeparator: isBlank).map(String.init)
      guard let close else { continue }
      guard text[close...].starts(with: "]]".unicodeScalars) else {
        // One bracket is missing, unless it is a link or the text of one.
        let rest = text[close...].dropFirst()
        return text[close] == "]" && !isCapital && rest.first != "(" && !rest.contains("[") && !isLink(rest)
      }
      let after = text[close...].dropFirst(2).first
      return after != "(" && after != "[" && (!isCapital || isAsking(name, words))
    }
    return !isCapital
  }

  /// Whether the text of a link ends in a line.
  private static func isLink(_ rest: Substring.UnicodeScalarView.SubSequence) -> Bool {
    zip(rest, rest.dropFirst()).contains { $0 == "]" && ($1 == "(" || $1 == "[") }
  }

  /// Whether the words behind a name are such as a shortcode has and a sentence has not.
  private static func isAsking(_ name: String, _ words: [String]) -> Bool {
    if name == "metric", words.count == 2 { return true }
    return words.contains { $0.contains("@") || $0.contains("_") || $0.contains("=") }
  }

  /// True where a run of so many back quotes follows before the block ends.
  private static func closes(
    _ count: Int, _ rest: Substring.UnicodeScalarView.SubSequence, _ context: Context
  ) -> Bool {
    if hasRun(count, rest) { return true }
    for (offset, line) in context.following.prefix(200).enumerated() {
      if isBlank(line) || context.starts.contains(context.number + 1 + offset) { return false }
      if hasRun(count, line.unicodeScalars[...]) { return true }
    }
    return false
  }

  private static func hasRun(_ count: Int, _ text: Substring.UnicodeScalarView.SubSequence) -> Bool {
    var run = 0
    for scalar in text {
      if scalar == "`" {
        run += 1
      } else {
        if run == count { return true }
        run = 0
      }
    }
    return run == count
  }

  private static func isBlank(_ line: Substring) -> Bool {
    line.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\r" }
  }

  /// A line without words, also in a quote.
  private static func isLead(_ line: Substring) -> Bool {
    line.unicodeScalars.allSatisfy { ShortcodeLead.isLead($0) || $0 == "\r" }
  }

  /// The numbers of the lines that belong to blocks of code or raw HTML, and of those with which any block begins.
  private static func blocks(
    of document: Document, _ lines: [Substring]
  ) -> (code: Set<Int>, starts: Set<Int>) {
    var found: Set<Int> = []
    var starts: Set<Int> = []
    document.tree.walk { node in
      if node.isBlock, node.line > 0 { starts.insert(node.line + document.bodyLine - 1) }
      let text: String
      switch node.kind {
      case .code(_, let code): text = code
      case .rawBlock(let html): text = html
      default: return
      }
      let first = node.line + document.bodyLine - 1
      var count = text.utf8.count { $0 == UInt8(ascii: "\n") }
      if case .code = node.kind, first >= 1, first <= lines.count, isFence(lines[first - 1]) { count += 2 }
      found.formUnion(first..<(first + max(1, count)))
    }
    return (found, starts)
  }

  /// True of a line that opens a fence, behind the signs of the quotes and lists it is in.
  private static func isFence(_ line: Substring) -> Bool {
    let rest = line.unicodeScalars.drop { " \t>-+*.)0123456789".unicodeScalars.contains($0) }
    return rest.starts(with: "```".unicodeScalars) || rest.starts(with: "~~~".unicodeScalars)
  }
}
