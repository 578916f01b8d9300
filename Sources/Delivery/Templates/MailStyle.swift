package import Diagnostics

/// Fonts, sizes and colours of mails: what the templates name as if it were a variable.
///
/// A workspace's own style sheet says only what it wants otherwise. Values are of three kinds and hold nothing else, so
/// that one can't end the style it is put into.
struct MailStyle: Sendable {
  enum Name: String, CaseIterable, Sendable {
    case font
    case codeFont = "code_font"
    case titleSize = "title_size"
    case titleLine = "title_line"
    case headingSize = "heading_size"
    case headingLine = "heading_line"
    case numberSize = "number_size"
    case numberLine = "number_line"
    case textSize = "text_size"
    case textLine = "text_line"
    case cellSize = "cell_size"
    case cellLine = "cell_line"
    case smallSize = "small_size"
    case smallLine = "small_line"
    case background
    case textColour = "text_colour"
    case smallColour = "small_colour"
    case lineColour = "line_colour"
    case accent
    case darkBackground = "dark_background"
    case darkTextColour = "dark_text_colour"
    case darkSmallColour = "dark_small_colour"
    case darkAccent = "dark_accent"

    /// What a value may be, as a person is told.
    fileprivate var expected: String {
      if isFont { return "names of fonts with commas between them, those with blanks in single quotes" }
      return isSize ? "pixels from 1px to 99px, such as 16px" : "a colour of six digits: #0b5cad"
    }

    private var isFont: Bool { self == .font || self == .codeFont }
    private var isSize: Bool { rawValue.hasSuffix("_size") || rawValue.hasSuffix("_line") }

    fileprivate func holds(_ value: String) -> Bool {
      guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
      if isFont {
        return value.wholeMatch(
          of: #/(?:[A-Za-z0-9\-]+|'[A-Za-z0-9 \-]+')(?:, ?(?:[A-Za-z0-9\-]+|'[A-Za-z0-9 \-]+'))*/#)
          != nil
      }
      return value.wholeMatch(of: isSize ? #/[1-9][0-9]?px/# : #/#[0-9A-Fa-f]{6}/#) != nil
    }
  }

  private var values: [Name: String] = [:]
  /// Where the workspace's style sheet says each.
  private(set) var lines: [Name: Int] = [:]

  /// Every value by its name, as templates say it.
  var constants: [String: String] {
    Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0.rawValue, values[$0] ?? "") })
  }

  subscript(name: Name) -> String { values[name] ?? "" }

  /// Reads a style sheet over what there is.
  ///
  /// **Shape:** `:root { --name: value; … }`, with comments.
  ///
  /// **Throws:** `template-style`, each problem with its line.
  mutating func read(_ text: String, file: String) throws(Problems) {
    lines = [:]
    var problems = Problems()
    let plain = Self.withoutComments(text)
    guard let match = plain.wholeMatch(of: #/\s*(?::root\s*\{([^{}]*)\}\s*)?/#) else {
      throw Problems([
        Self.wrong(
          "the style sheet of mails is one ':root { … }'", file, 1, expected: "--name: value; for each name",
          next: "Rules for elements stand in the templates.")
      ])
    }
    let inside = match.1 ?? ""
    var line = 1 + plain[..<inside.startIndex].count { $0 == "\n" }
    for declaration in inside.split(separator: ";", omittingEmptySubsequences: false) {
      let start = line + declaration.prefix { $0.isWhitespace }.count { $0 == "\n" }
      line += declaration.count { $0 == "\n" }
      guard declaration.contains(where: { !$0.isWhitespace }) else { continue }
      if let problem = set(declaration, file, start) { problems.add(problem) }
    }
    try problems.throwIfAny()
  }

  private mutating func set(_ declaration: Substring, _ file: String, _ line: Int) -> Diagnostic? {
    guard let match = declaration.wholeMatch(of: #/\s*--([^\s:]+)\s*:\s*(.*?)\s*/#.dotMatchesNewlines())
    else {
      return Self.wrong("this is no value of the style sheet", file, line, expected: "--name: value;")
    }
    let (written, value) = (String(match.1), String(match.2))
    guard let name = Name(rawValue: written) else {
      let names = Name.allCases.map(\.rawValue)
      return Self.wrong(
        "mails have no style '\(written)'", file, line,
        next: nearestName(to: written, among: names).map { "Did you mean '\($0)'?" }
          ?? "There are \(names.joined(separator: ", ")).")
    }
    guard name.holds(value) else {
      return Self.wrong(
        "'\(written)' can't be '\(value)'", file, line, expected: name.expected, next: "Mend this line.")
    }
    values[name] = value.hasPrefix("#") ? value.lowercased() : value
    lines[name] = line
    return nil
  }

  /// The line ends of comments stay.
  private static func withoutComments(_ text: String) -> String {
    text.replacing(#/\/\*.*?\*\//#.dotMatchesNewlines()) { match in
      String(match.output.filter { $0 == "\n" })
    }
  }

  private static func wrong(
    _ what: String, _ file: String, _ line: Int, expected: String? = nil, next: String = "Mend this line."
  ) -> Diagnostic {
    Diagnostic(
      .templateStyle, .configuration, at: .init(file: file, line: line), what, expected: expected, next: next)
  }
}

extension Diagnostic.Identifier {
  package static let templateStyle = Self("template-style")
}
