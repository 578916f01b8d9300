package import Diagnostics
import Templates

extension Diagnostic.Identifier {
  package static let templateMarkup = Self("template-markup")
}

/// Holds a template of a mail's HTML against what each mail promises: no script, nothing that is fetched, no text that
/// becomes markup.
///
/// It goes through a template's pieces as a browser's tokenizer would, with what it allows named one by one. A section
/// must end in what it began in, so that no value can make another tag of the same pieces.
///
/// **Source:** HTML, section 13.2.5 (tokenization), made stricter: values stand in quotes, comments are Mustache's.
struct MailMarkup {
  typealias Node = TemplateNode<MailVariable>

  /// Between which characters of HTML a piece stands.
  enum State: Hashable {
    case text
    /// Behind `<`, and behind `</`.
    case opened
    case closing(String)
    case declaration(String)
    case name(String)
    /// Of a tag, between its attributes; `needsBlank` right behind a value.
    case tag(String, needsBlank: Bool)
    case attribute(String, of: String)
    case equals(String, of: String)
    case value(String, of: String, quote: Unicode.Scalar)
    /// Of a style sheet.
    case sheet
    /// Of a title, where no element begins, and what may be its end.
    case words
    case end(String)
  }

  /// What stands in a value or a style sheet so far; what is put into it is one of these marks.
  enum Mark {
    static let address: Unicode.Scalar = "\u{1}"
    static let text: Unicode.Scalar = "\u{2}"
    static let picture: Unicode.Scalar = "\u{3}"
    /// Where a section begins or ends.
    static let section: Unicode.Scalar = "\u{4}"
  }

  private let template: MailTemplate
  private var state: State
  /// What a value or a style sheet holds so far, with where each line of it stands.
  private var held: [(text: String.UnicodeScalarView, place: Diagnostic.Place)] = []
  /// The attributes of the tag that is open.
  private var attributes: Set<String> = []
  /// In how many sections a piece stands; the open tag or value began in so many, and ends there.
  private var depth = 0
  private var tagDepth = 0
  private var valueDepth = 0

  private init(_ template: MailTemplate, _ state: State) {
    self.template = template
    self.state = state
  }

  /// Each template stands for itself: what it opens it closes.
  ///
  /// **Throws:** `template-markup` with the line, `delivery-too-large` of a frame that leaves no room for a report.
  static func check(_ nodes: [Node], of template: MailTemplate) throws(Diagnostic) {
    let start: State = template == .dark ? .sheet : .text
    var markup = Self(template, start)
    try markup.read(nodes)
    guard markup.state == start else {
      throw wrong(
        "'\(template.rawValue)' leaves a tag or a style sheet open, or ends what it has not begun",
        place(nodes).map { .init(file: $0.file) }, next: "Close what it opens.")
    }
    if let place = markup.held.last?.place, start == .sheet {
      try markup.look(at: String(markup.whole), place, Self.check(sheet:_:))
    }
    let own = size(nodes)
    guard own <= ReportMail.mostHTML else {
      throw Diagnostic(
        .deliveryTooLarge, .configuration, at: place(nodes),
        "the template '\(template.rawValue)' alone has \(own) bytes",
        expected: "less than \(ReportMail.mostHTML), where large mail clients cut a mail",
        next: "Make it smaller.")
    }
  }

  private mutating func read(_ nodes: [Node]) throws(Diagnostic) {
    for node in nodes {
      switch node {
      case .text(let text, let place): try read(text, place)
      case .variable(let variable, let isRaw, let place): try put(variable, isRaw, place)
      case .section(_, _, let inner, let place): try section(inner, place)
      case .partial: continue
      }
    }
  }

  private mutating func read(_ text: String, _ start: Diagnostic.Place) throws(Diagnostic) {
    var line = start.line ?? 1
    for character in text.unicodeScalars {
      try read(character, .init(file: start.file, line: line))
      if character == "\n" { line += 1 }
    }
  }

  private mutating func read(_ character: Unicode.Scalar, _ place: Diagnostic.Place) throws(Diagnostic) {
    let isBlank = character == " " || character == "\n" || character == "\t"
    if !isBlank, character.value < 0x20 || character.value == 0x7F {
      throw Self.wrong("a control character stands here", place)
    }
    switch state {
    case .text: if character == "<" { state = .opened }
    case .opened:
      if character == "/" {
        state = .closing("")
      } else if character == "!" {
        state = .declaration("")
      } else if Self.isLetter(character) {
        state = .name(Self.lower(character))
        attributes = []
        tagDepth = depth
      } else {
        throw Self.wrong("'<' stands before no element", place, next: "Write &lt;.")
      }
    case .declaration(let text):
      if character != ">", text.utf8.count < Self.longestName {
        return state = .declaration(text + Self.lower(character))
      }
      guard text == "doctype html" else {
        throw Self.wrong(
          "comments of HTML, which some mail programs read, are not taken", place, next: "Write {{! … }}.")
      }
      state = .text
    case .closing(let name):
      if character != ">", name.utf8.count < Self.longestName {
        return state = .closing(name + (isBlank ? "" : Self.lower(character)))
      }
      try Self.check(element: name, in: template, place)
      state = .text
    case .name(let name):
      if isBlank || character == "/" || character == ">" || name.utf8.count >= Self.longestName {
        try Self.check(element: name, in: template, place)
        state = .tag(name, needsBlank: true)
        try read(character, place)
      } else {
        state = .name(name + Self.lower(character))
      }
    case .tag(let element, let needsBlank): try tag(character, isBlank, element, needsBlank, place)
    case .attribute(let name, let element):
      if character == "=" {
        state = .equals(name, of: element)
      } else if isBlank || character == "/" || character == ">" || name.utf8.count >= Self.longestName {
        try Self.check(attribute: name, of: element, place)
        attributes.insert(name)
        state = .tag(element, needsBlank: true)
        try read(character, place)
      } else {
        state = .attribute(name + Self.lower(character), of: element)
      }
    case .equals(let name, let element):
      guard character == "\"" || character == "'" else {
        throw Self.wrong("the value of '\(name)' does not stand in quotes", place)
      }
      try Self.check(attribute: name, of: element, place)
      attributes.insert(name)
      held = []
      valueDepth = depth
      state = .value(name, of: element, quote: character)
    case .value(let name, let element, let quote):
      guard character == quote else { return hold(character, place) }
      guard depth == valueDepth else { throw Self.wrong("a section ends the value of '\(name)'", place) }
      try look(at: String(whole), place) { (value, place) throws(Diagnostic) in
        try Self.check(value: value, of: name, on: element, place)
      }
      state = .tag(element, needsBlank: true)
    case .words: if character == "<" { state = .end("<") }
    case .end(let text):
      let all = text + Self.lower(character)
      guard "</title>".hasPrefix(all) else {
        throw Self.wrong("'<' stands within <title>", place, next: "Write &lt;.")
      }
      state = all == "</title>" ? .text : .end(all)
    case .sheet:
      hold(character, place)
      let line = held[held.count - 1].text
      guard character == ">", String(line.suffix(Self.sheetEnd.count)).lowercased() == Self.sheetEnd else {
        return
      }
      held[held.count - 1].text.removeLast(Self.sheetEnd.count)
      try look(at: String(whole), place, Self.check(sheet:_:))
      state = .text
    }
  }

  private mutating func tag(
    _ character: Unicode.Scalar, _ isBlank: Bool, _ element: String, _ needsBlank: Bool,
    _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    if isBlank || character == "/" { return state = .tag(element, needsBlank: character == "/") }
    if character == ">" {
      guard depth == tagDepth else { throw Self.wrong("a section ends the tag <\(element)>", place) }
      try Self.check(attributes, of: element, place)
      held = []
      return state = element == "style" ? .sheet : element == "title" ? .words : .text
    }
    guard !needsBlank, Self.isLetter(character) else {
      throw Self.wrong("'\(character)' stands within <\(element)> where an attribute would begin", place)
    }
    state = .attribute(Self.lower(character), of: element)
  }

  private mutating func put(
    _ variable: MailVariable, _ isRaw: Bool, _ place: Diagnostic.Place
  ) throws(Diagnostic) {
    switch state {
    case .text: return
    case .words where !isRaw: return
    case .value where !isRaw:
      let isAddress = variable == .page || variable == .unsubscribe
      hold(variable == .picture ? Mark.picture : isAddress ? Mark.address : Mark.text, place)
    default:
      throw Self.wrong(
        "'\(variable.rawValue)' stands within a tag or a style sheet", place,
        next: "Put it between elements, or into the quotes of an attribute.")
    }
  }

  private static let sheetEnd = "</style>"
  /// No name is longer. **Units:** bytes.
  private static let longestName = 32

  private var whole: String.UnicodeScalarView {
    held.reduce(into: String.UnicodeScalarView()) { $0.append(contentsOf: $1.text) }
  }

  private mutating func hold(_ character: Unicode.Scalar, _ place: Diagnostic.Place) {
    if held.last?.place != place { held.append((String.UnicodeScalarView(), place)) }
    held[held.count - 1].text.append(character)
  }

  /// Checks what is held; where a line alone is wrong, that line is told.
  private func look(
    at whole: String, _ place: Diagnostic.Place,
    _ check: (String, Diagnostic.Place) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    do throws(Diagnostic) { try check(whole, place) } catch {
      for line in held { try check(String(line.text), line.place) }
      throw error
    }
  }

  /// What is there or not, and perhaps several times.
  private mutating func section(_ nodes: [Node], _ place: Diagnostic.Place) throws(Diagnostic) {
    if case .name(let name) = state {
      try Self.check(element: name, in: template, place)
      state = .tag(name, needsBlank: true)
    }
    let before = state
    depth += 1
    defer { depth -= 1 }
    switch before {
    case .text, .words, .tag: try read(nodes)
    case .value:
      hold(Mark.section, place)
      try read(nodes)
      hold(Mark.section, held.last?.place ?? place)
    default: throw Self.wrong("a section stands within a tag or a style sheet", place)
    }
    if case .attribute(let name, let element) = state {
      throw Self.wrong("a section ends within '\(name)' of <\(element)>", place)
    }
    if case .tag(let element, let needsBlank) = before, case .tag(element, let needsBlankNow) = state {
      return state = .tag(element, needsBlank: needsBlank || needsBlankNow)
    }
    guard state == before else {
      throw Self.wrong(
        "a section begins in one part of a tag and ends in another", place,
        next: "Put whole elements, whole attributes or text into it.")
    }
  }

  private static func isLetter(_ character: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(character) || ("A"..."Z").contains(character)
  }

  private static func lower(_ character: Unicode.Scalar) -> String { character.properties.lowercaseMapping }

  static func wrong(
    _ what: String, _ place: Diagnostic.Place?, expected: String? = nil, next: String = "Mend this line."
  ) -> Diagnostic {
    Diagnostic(.templateMarkup, .configuration, at: place, what, expected: expected, next: next)
  }

  private static func size(_ nodes: [Node]) -> Int {
    nodes.reduce(0) { sum, node in
      switch node {
      case .text(let text, _): sum + text.utf8.count
      case .section(_, _, let inner, _): sum + size(inner)
      case .variable, .partial: sum
      }
    }
  }

  private static func place(_ nodes: [Node]) -> Diagnostic.Place? {
    switch nodes.first {
    case .text(_, let place), .variable(_, _, let place), .section(_, _, _, let place),
      .partial(_, let place):
      place
    case nil: nil
    }
  }
}
