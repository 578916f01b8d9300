/// Reads a page as what our templates and Markdown can give, and nothing else: each angle bracket begins a tag of a
/// list, with attributes of a list, in double quotes.
enum PlainMarkup {
  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "nav", "details", "summary",
    "ul", "ol",
    "li", "div", "span", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "time", "footer",
    "table",
    "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "pre", "code", "em", "strong", "del",
    "br",
    "hr", "blockquote", "section", "sup", "input", "dl", "dt", "dd", "svg", "path", "g", "desc",
  ]
  private static let attributes: Set<String> = [
    "lang", "charset", "http-equiv", "content", "name", "property", "rel", "href", "src", "type", "title",
    "class", "id",
    "aria-label", "aria-current", "aria-hidden", "data-index", "tabindex", "role", "scope", "alt", "datetime",
    "start",
    "disabled", "checked", "download", "viewBox", "xmlns", "d", "stroke", "width", "height", "loading",
    "decoding",
  ]

  static func problems(in html: String) -> [String] {
    var found: [String] = []
    var scripts = 0
    for part in html.dropFirst("<!DOCTYPE html>".count).split(separator: "<").dropFirst() {
      guard let end = part.firstIndex(of: ">") else {
        found.append("<\(part)")
        continue
      }
      let tag = part[..<end]
      if tag.hasPrefix("/") {
        if !elements.contains(String(tag.dropFirst())) { found.append("<\(tag)>") }
        continue
      }
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      if name == "script" { scripts += 1 }
      if !elements.contains(name) { found.append("<\(tag)>") }
      found += problems(inAttributes: tag.dropFirst(name.count))
    }
    // Our own, and no other.
    if scripts > 1 { found.append("\(scripts) scripts") }
    return found
  }

  private static func problems(inAttributes text: Substring) -> [String] {
    var found: [String] = []
    var rest = text
    while let mark = rest.firstIndex(where: { !$0.isWhitespace && $0 != "/" }) {
      rest = rest[mark...]
      let name = String(rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" })
      rest = rest.dropFirst(name.count)
      if !attributes.contains(name) { found.append("attribute \(name) in \(text)") }
      guard rest.first == "=" else { continue }
      guard rest.dropFirst().first == "\"", let end = rest.dropFirst(2).firstIndex(of: "\"") else {
        return found + ["unquoted \(text)"]
      }
      let value = rest.dropFirst(2)[..<end]
      if name == "href" || name == "src" || name == "data-index", !leadsWell(String(value)) {
        found.append("\(name) \(value)")
      }
      rest = rest[rest.index(after: end)...]
    }
    return found
  }

  /// Relative, or of a scheme that runs nothing.
  private static func leadsWell(_ address: String) -> Bool {
    guard let colon = address.firstIndex(of: ":") else { return true }
    let scheme = address[..<colon].lowercased()
    if ["http", "https", "mailto"].contains(scheme) || address == "data:," { return true }
    // What holds anything else is no scheme, but a path with a colon in it (RFC 3986, section 3.1).
    return !scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
  }
}
