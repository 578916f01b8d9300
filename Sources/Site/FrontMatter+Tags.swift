import Diagnostics
import Yams

extension FrontMatter {
  mutating func readTags(_ value: Node, file: String, _ problems: inout Problems) {
    func wrong(_ at: Node, _ expected: String, _ found: String, _ next: String) {
      problems.add(
        Diagnostic(
          .siteFrontMatter, .configuration, at: Self.place(at, file), "'tags' can't be read",
          expected: expected, found: found, next: next))
    }
    let entries = value.sequence.map(Array.init) ?? [value]
    guard value.mapping == nil, entries.allSatisfy({ $0.scalar != nil }) else {
      return wrong(value, "a list of words", "a list or map", "Mend the front matter.")
    }
    tags = entries.compactMap { $0.scalar?.string }
    if let text = value.scalar?.string, text.contains(",") {
      let words = Self.words(text)
      return words.isEmpty
        ? wrong(value, "a list of words", "'\(text)'", "Write words between the commas, or take it out.")
        : wrong(
          value, "a list, as [\(words.map(Self.listed).joined(separator: ", "))]", "the one text '\(text)'",
          "Put brackets around it; a tag that holds a comma itself is quoted between them.")
    }
    for entry in entries {
      let text = entry.scalar?.string ?? ""
      if text.allSatisfy(\.isWhitespace) {
        wrong(entry, "a word for each tag", "an empty one", "Take it out.")
      } else if Self.isNothing(entry) {
        wrong(
          entry, "a word for each tag", "\(text), which is nothing in YAML",
          "Take it out, or quote it where the word is meant.")
      }
    }
  }

  /// What stands between the commas of a text, but blanks.
  private static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { word in
      String(word.trimmingPrefix(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  /// A word as it stands in a list between brackets: in quotes, where it could mean something else there.
  private static func listed(_ word: String) -> String {
    let isPlain = word.first?.isLetter == true || word.first?.isNumber == true
    if isPlain, !isNull(word), word.allSatisfy({ $0.isLetter || $0.isNumber || " .-_/".contains($0) }) {
      return word
    }
    return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
