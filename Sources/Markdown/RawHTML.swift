/// What becomes of HTML that stands in a document.
enum RawHTML {
  /// **Source:** GitHub Flavored Markdown, section 6.11, disallowed raw HTML; and what loads or embeds.
  private static let filteredTags: Set<String> = [
    "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext",
    "base", "embed", "form", "link", "meta", "object", "template",
  ]

  /// Takes the angle bracket from the tags that are filtered, also in a trusted page.
  static func filtered(_ html: String) -> String {
    var result = ""
    var rest = html.unicodeScalars[...]
    while let mark = rest.firstIndex(of: "<") {
      result.unicodeScalars.append(contentsOf: rest[..<mark])
      rest = rest[rest.index(after: mark)...]
      var name = rest
      if name.first == "/" { name = name.dropFirst() }
      let letters = name.prefix { $0.isASCII && $0.properties.isAlphabetic }
      let word = String(String.UnicodeScalarView(letters)).lowercased()
      result += filteredTags.contains(word) ? "&lt;" : "<"
    }
    result.unicodeScalars.append(contentsOf: rest)
    return result
  }

  /// A comment says nothing to a reader, so it may go unseen.
  static func isOnlyComment(_ html: String) -> Bool {
    let text = trimmed(html)
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.utf8.count >= 7 else { return false }
    var inside = text.dropFirst(4)
    inside = inside.dropLast(3)
    return !inside.contains("-->")
  }

  static func trimmed(_ html: String) -> String {
    var text = html[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    return String(text)
  }
}
