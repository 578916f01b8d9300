/// What stands in a line before a shortcode that is alone in it: blanks that hold it in a list's item, and the marks of
/// quotes. Each further line of what takes its place begins with the same, so that it stays there.
struct ShortcodeLead {
  private let text: String
  /// Of a line without words: blanks at its end say nothing.
  private let blank: String

  init(_ text: some StringProtocol) {
    self.text = String(text)
    let end = text.unicodeScalars.lastIndex(of: ">").map { text.unicodeScalars.index(after: $0) }
    blank = String(text[..<(end ?? text.startIndex)])
  }

  static func isLead(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == ">" }

  /// Lines of which the first stands behind the lead already.
  func lines(_ markdown: String) -> String {
    if text.isEmpty { return markdown }
    var lines = markdown.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { place, line in
      place == 0 ? String(line) : line.isEmpty ? blank : text + String(line)
    }.joined(separator: "\n")
  }

  /// A line of its own behind what came before.
  func paragraph(_ line: String) -> String { "\n" + blank + "\n" + text + line }
}
