import Diagnostics

/// The words between a shortcode's brackets.
enum ShortcodeWords {
  /// A word without its quotes, and where in it an option's `=` stands.
  struct Word {
    var text = ""
    var equals: String.Index?
  }

  /// **Throws:** `shortcode-syntax` where a quote is not closed. There is at least one word.
  static func words(of text: Substring, at place: Diagnostic.Place) throws(Diagnostic) -> [Word] {
    var words: [Word] = []
    var word: Word?
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? Word()
      } else if isQuoted {
        word?.text.append(character)
      } else if character == " " || character == "\t" {
        if let word { words.append(word) }
        word = nil
      } else {
        var current = word ?? Word()
        if character == "=", current.equals == nil, !words.isEmpty, isKey(current.text) {
          current.equals = current.text.endIndex
        }
        current.text.append(character)
        word = current
      }
    }
    guard !isQuoted else {
      throw Diagnostic(
        .shortcodeSyntax, .configuration, at: place, "a quote in '[[\(text)]]' is not closed",
        next: "Close it.")
    }
    if let word { words.append(word) }
    return words
  }

  private static func isKey(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F }
  }
}
