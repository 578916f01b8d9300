/// What a person is told when something is wrong: what, where, expected against found, what to do next.
///
/// Every failure that a user can cause is one of these. The wording reads as
/// `PLACE: SUMMARY; expected EXPECTED, found FOUND. NEXT`, see `description`.
package struct Diagnostic: Error, Sendable, Hashable {
  /// A stable name, `area-problem` in lower case with hyphens: `csv-ragged-row`. Documented one by one in
  /// `site/reference/diagnostics.md`; declared beside the code that raises it:
  /// `extension Diagnostic.Identifier { package static let csvRaggedRow = Self("csv-ragged-row") }`.
  package struct Identifier: Sendable, Hashable, CustomStringConvertible {
    package let name: String
    package init(_ name: StaticString) { self.name = name.description }
    package var description: String { name }
  }

  /// What the program makes of it, and so its exit code.
  package enum Kind: Int32, Sendable, Hashable {
    /// Something could not be done: exit 1.
    case failure = 1
    /// The command line, the configuration or an artefact is wrong; nothing was started: exit 2.
    case configuration = 2
    /// A limit, an expectation or a gate said no; nothing of that date was written: exit 4.
    case refused = 4
    /// Not now: a lock is held, an input is not there in time: exit 75.
    case notNow = 75
  }

  /// Whether it stops what is going on.
  package enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  /// Where in which file; lines and columns count from 1, columns in bytes of UTF-8.
  package struct Place: Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int?
    package let column: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    package var description: String {
      guard let line else { return file }
      guard let column else { return "\(file):\(line)" }
      return "\(file):\(line):\(column)"
    }
  }

  package let identifier: Identifier
  package let kind: Kind
  package let severity: Severity
  package let place: Place?
  /// One clause without a full stop: "column 'age' holds 'n/a'".
  package let summary: String
  /// What was expected and found, where that says more than the summary: "a number".
  package let expected: String?
  package let found: String?
  /// What to do, a full sentence or the next command.
  package let next: String?
  /// What somebody else's program said of it, line by line. It may quote rows: for a terminal or who asks, and
  /// never for a log or the book, so that `description` leaves it out.
  package let aside: String?

  package init(
    _ identifier: Identifier, _ kind: Kind = .failure, severity: Severity = .error, at place: Place? = nil,
    _ summary: String, expected: String? = nil, found: String? = nil, next: String? = nil,
    aside: String? = nil
  ) {
    self.identifier = identifier
    self.kind = kind
    self.severity = severity
    self.place = place
    self.summary = summary
    self.expected = expected
    self.found = found
    self.next = next
    self.aside = aside
  }

  /// The same with a place, where it has none yet.
  package func at(_ place: Place) -> Diagnostic {
    guard self.place == nil else { return self }
    return Diagnostic(
      identifier, kind, severity: severity, at: place, summary, expected: expected, found: found, next: next,
      aside: aside)
  }

  /// The same for who can do without what is wrong.
  package var asWarning: Diagnostic {
    Diagnostic(
      identifier, kind, severity: .warning, at: place, summary, expected: expected, found: found, next: next,
      aside: aside)
  }

  /// The same, naming whom it is about: as its place where it has none yet, else before its summary.
  package func of(_ name: String) -> Diagnostic {
    guard let place else { return at(Place(file: name)) }
    return Diagnostic(
      identifier, kind, severity: severity, at: place, "\(name): \(summary)", expected: expected,
      found: found, next: next, aside: aside)
  }

  /// The same with another sentence of what to do.
  package func advising(_ next: String) -> Diagnostic {
    Diagnostic(
      identifier, kind, severity: severity, at: place, summary, expected: expected, found: found, next: next,
      aside: aside)
  }

  /// The same with one more sentence of what to do, with or without its aside.
  package func adding(next: String, keepsAside: Bool) -> Diagnostic {
    Diagnostic(
      identifier, kind, severity: severity, at: place, summary, expected: expected, found: found,
      next: self.next.map { "\($0) \(next)" } ?? next, aside: keepsAside ? aside : nil)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// "customers.csv:812: column 'age' holds 'n/a'; expected a number. Add 'n/a' to missing_values …"
  ///
  /// One line, whatever names and values stand in it: control characters, and those that turn the direction of text,
  /// are made visible. What somebody else's program said in several lines is in `aside`.
  package var description: String {
    var text = ""
    if let place { text += "\(place): " }
    text += summary
    if let expected { text += "; expected \(expected)" }
    if let found { text += expected == nil ? "; found \(found)" : ", found \(found)" }
    text += "."
    if let next { text += " \(next)" }
    return visible(text)
  }
}
