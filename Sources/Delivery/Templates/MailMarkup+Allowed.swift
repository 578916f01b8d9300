import Diagnostics

extension MailMarkup {
  /// Of the frame alone.
  static let frame: Set<String> = ["html", "head", "meta", "title", "style", "body"]
  static let elements: Set<String> = [
    "a", "abbr", "b", "blockquote", "br", "center", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul",
  ]
  /// Each for any element but those that lead somewhere.
  static let attributes: Set<String> = [
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "charset", "class", "colspan",
    "content", "dir", "height", "href", "lang", "name", "nowrap", "role", "rowspan", "scope", "src", "start",
    "style", "title", "valign", "width",
  ]
  /// What may stand before a parenthesis in a style.
  static let functions: Set<String> = [
    "", "calc", "hsl", "hsla", "lang", "max", "min", "not", "nth-child", "rgb", "rgba",
  ]

  static func check(
    element: String, in template: MailTemplate, _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    if elements.contains(element) || (template == .mail && frame.contains(element)) { return }
    throw wrong(
      frame.contains(element)
        ? "<\(element)> stands outside of mail.mustache" : "a mail has no <\(element)>",
      place, expected: "one of " + elements.sorted().joined(separator: ", "), next: "Take it out.")
  }

  static func check(
    attribute: String, of element: String, _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    let isOfAnother =
      switch attribute {
      case "href": element != "a"
      case "src": element != "img"
      case "name", "content", "charset": element != "meta"
      default: !attributes.contains(attribute)
      }
    guard isOfAnother else { return }
    throw wrong(
      "a mail has no '\(attribute)' on <\(element)>", place,
      expected: "one of " + attributes.sorted().joined(separator: ", "), next: "Take it out.")
  }

  /// What a tag has, once it is closed.
  static func check(
    _ attributes: Set<String>, of element: String, _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    guard element == "img" else { return }
    for name in ["src", "alt", "width", "height"] where !attributes.contains(name) {
      throw wrong(
        "a picture has no '\(name)'", place,
        next: "Add \(name)=\"{{\(name == "alt" ? "alternative" : name)}}\".")
    }
  }

  static func check(
    value: String, of attribute: String, on element: String, _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    switch attribute {
    case "src":
      guard value == "cid:\(Mark.picture)" else {
        throw wrong(
          "a picture is fetched from elsewhere, or is none of the mail's", place,
          expected: "src=\"cid:{{picture}}\"",
          next: "Pictures come with the mail: put yours into templates/email/logo.png.")
      }
    case "href":
      // What a report says may stand behind a question mark and in no host. An address may be empty.
      let whole = #/(?i)(?:https?:\/\/[^\x01-\x04\/?#]+(?:[\/?#].*)?|(?:mailto|tel):[^\x01-\x04].*)/#
      let variable = #/\x01(?:[?#].*)?/#
      guard value.wholeMatch(of: whole.dotMatchesNewlines()) != nil || value.wholeMatch(of: variable) != nil
      else {
        throw wrong(
          "a link leads nowhere that a mail may lead", place,
          expected: "https://, http://, mailto:, tel:, {{page}} or {{unsubscribe}} at its beginning")
      }
    case "style": try check(style: value, place)
    case "alt" where value.allSatisfy(\.isWhitespace):
      throw wrong("a picture has no words", place, next: "Say what it shows in alt.")
    default: break
    }
  }

  /// The style of an element.
  private static func check(style: String, _ place: Diagnostic.Place) throws(Diagnostic) {
    if style.unicodeScalars.contains(where: { [Mark.address, Mark.text, Mark.picture].contains($0) }) {
      throw wrong(
        "a style has a variable of the report in it", place,
        next: "Use the names of style.css, or a section with a value in it.")
    }
    if style.contains("&") || style.contains("@") || style.contains("{") {
      throw wrong("a style has '&', '@' or '{' in it", place, next: "Write properties and values alone.")
    }
    if style.unicodeScalars.contains(Mark.section), style.contains("(") {
      throw wrong(
        "a style has a section and a function in it", place, next: "Put the section around the element.")
    }
    try check(functions: style, place)
  }

  /// A style sheet as a whole.
  static func check(sheet: String, _ place: Diagnostic.Place) throws(Diagnostic) {
    for match in sheet.matches(of: #/@(-?[A-Za-z\-]*)/#) where match.1.lowercased() != "media" {
      throw wrong(
        "a mail's style sheet has no '@\(match.1)'", place, expected: "@media", next: "Take it out.")
    }
    if sheet.contains("<") { throw wrong("a style sheet has '<' in it", place) }
    try check(functions: sheet, place)
  }

  /// Whatever is fetched by a style is so by a function, or by `@import`.
  private static func check(functions style: String, _ place: Diagnostic.Place) throws(Diagnostic) {
    if !style.utf8.allSatisfy({ $0 < 0x80 }) {
      throw wrong("a style has a character outside of ASCII", place)
    }
    if style.contains("\\") || style.contains("/*") {
      throw wrong(
        "a style has '\\' or a comment in it, which hides what it says", place, next: "Write {{! … }}.")
    }
    for match in style.matches(of: #/([^\s,:;(){}\[\]!>+~*\/'"=.#]*)\(/#)
    where !functions.contains(match.1.lowercased()) {
      throw wrong(
        "a mail's style has no '\(match.1)('", place,
        expected: functions.sorted().dropFirst().joined(separator: ", "), next: "Take it out.")
    }
  }
}
