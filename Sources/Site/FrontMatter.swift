package import Diagnostics
import Yams

/// What a page says about itself; keys that are not ours are left to whoever reads the Markdown file.
package struct FrontMatter: Sendable, Hashable {
  package var title: String?
  package var description: String?
  /// An ISO date, or a date with a time in UTC.
  package var date: String?
  /// The place among its neighbours, small ones first; those without come after all with.
  package var weight: Int?
  package var isDraft = false
  package var layout: PageLayout?
  /// Paths the page was known by, which lead to it.
  package var aliases: [String] = []
  package var tags: [String] = []
  /// In an index: the names of its pages and folders that are listed first, in this order.
  package var navigation: [String] = []
  /// The line of the file that `navigation` stands on.
  var navigationLine = 0

  static let keys = [
    "title", "description", "date", "weight", "draft", "layout", "aliases", "tags", "navigation",
  ]
  /// Keys of the card formats, and words that pages have elsewhere, that a near miss of ours must not be seen in.
  private static let foreignKeys: Set<String> = [
    "about", "data", "datasets", "drift", "height", "language", "license", "metrics", "rate", "right",
    "stage", "state", "subtitle", "tag", "update", "variation",
  ]
  private static let largest = 64 << 10
  private static let deepest = 32

  package init() {}

  /// Reads the YAML between the marks; line 1 of it is line 2 of the file.
  ///
  /// **Throws:** every problem at once.
  package init(yaml: String, file: String) throws(Problems) {
    if let simple = SimpleFrontMatter.read(yaml) {
      self = simple
    } else {
      try self.init(composing: yaml, file: file)
    }
  }

  /// The same by the YAML reader, whatever it holds.
  init(composing yaml: String, file: String) throws(Problems) {
    do throws(Diagnostic) {
      try Self.refuseHostile(yaml, file: file)
    } catch {
      throw Problems([error])
    }
    guard let root = try Self.composed(yaml, file: file), root != Node("") else { return }
    guard case .mapping(let mapping) = root else {
      throw Problems([
        Diagnostic(
          .siteFrontMatter, .configuration, at: .init(file: file, line: 2), "the front matter is no map",
          expected: "lines like 'title: …'",
          next: "Write keys and values; a rule at the beginning of a page is written '***'.")
      ])
    }
    var problems = Problems()
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { continue }
      read(name, value, file: file, &problems)
    }
    refuseNearMisses(mapping, file: file, &problems)
    try problems.throwIfAny()
  }

  private mutating func read(_ name: String, _ value: Node, file: String, _ problems: inout Problems) {
    func wrong(_ expected: String) {
      problems.add(
        Diagnostic(
          .siteFrontMatter, .configuration, at: Self.place(value, file), "'\(name)' can't be read",
          expected: expected,
          found: value.scalar.map { "'\($0.string)'" } ?? "a list or map", next: "Mend the front matter."))
    }
    // Nobody knows what a 'draft' without a word is to be.
    if Self.isNothing(value), name != "draft" { return }
    switch name {
    case "title":
      title = Self.text(value)
      if title?.allSatisfy(\.isWhitespace) != false { wrong("a text with words in it") }
    case "description":
      description = Self.text(value)
      if description == nil { wrong("a text") }
    case "date":
      date = Self.text(value).flatMap { PageDate.isValid($0) ? $0 : nil }
      if date == nil { wrong("a date like 1997-11-02, or 1997-11-02T04:00:00Z") }
    case "weight":
      weight = Self.text(value).flatMap { Int($0) }
      if weight == nil { wrong("a whole number") }
    case "draft":
      switch Self.text(value) {
      case "true", "True", "TRUE": isDraft = true
      case "false", "False", "FALSE": isDraft = false
      default: wrong("true or false")
      }
    case "layout": readLayout(value, file: file, &problems)
    case "aliases":
      aliases = Self.list(value) ?? []
      if Self.list(value) == nil { wrong("a list of paths") }
    case "tags":
      readTags(value, file: file, &problems)
    case "navigation":
      navigation = Self.list(value) ?? []
      navigationLine = value.mark.map { $0.line + 1 } ?? 0
      if Self.list(value) == nil { wrong("a list of names of pages and folders beside this one") }
    default: break
    }
  }

  private mutating func readLayout(_ value: Node, file: String, _ problems: inout Problems) {
    let name = Self.text(value) ?? ""
    layout = PageLayout(rawValue: name)
    guard layout == nil else { return }
    let all = PageLayout.allCases.map(\.rawValue)
    let nearest = nearestName(to: name, among: all)
    problems.add(
      Diagnostic(
        .siteUnknownLayout, .configuration, at: Self.place(value, file), "there is no layout '\(name)'",
        expected: all.joined(separator: ", "),
        next: nearest.map { "Did you mean '\($0)'?" } ?? "Use one of these, or leave it out."))
  }

  private func refuseNearMisses(_ mapping: Node.Mapping, file: String, _ problems: inout Problems) {
    // A card has keys of other formats, of which none is like the one that holds it back.
    let keys = layout == .card ? ["draft"] : Self.keys
    for key in mapping.keys {
      guard let name = key.scalar?.string, !Self.keys.contains(name), !Self.foreignKeys.contains(name),
        let nearest = nearestName(to: name, among: keys)
      else { continue }
      problems.add(
        Diagnostic(
          .siteUnknownKey, .configuration, at: Self.place(key, file), "the front matter has no key '\(name)'",
          next: "Did you mean '\(nearest)'?"))
    }
  }

  private static func text(_ node: Node) -> String? { node.scalar?.string }

  /// YAML's null: no value at all, `~` or `null` without quotes.
  static func isNothing(_ node: Node) -> Bool {
    guard let text = node.scalar?.string, text.isEmpty || isNull(text) else { return false }
    return node.tag == Tag(.null)
  }

  /// Whether YAML takes a plain text for null.
  static func isNull(_ text: String) -> Bool { ["~", "null", "Null", "NULL"].contains(text) }

  /// Nil of what is none, also of one with nothing among its texts.
  static func list(_ node: Node) -> [String]? {
    if let one = node.scalar { return one.string.isEmpty ? [] : [one.string] }
    guard let sequence = node.sequence else { return nil }
    let texts = sequence.compactMap { isNothing($0) ? nil : $0.scalar?.string }
    return texts.count == sequence.count ? texts : nil
  }

  static func place(_ node: Node, _ file: String) -> Diagnostic.Place {
    .init(file: file, line: node.mark.map { $0.line + 1 }, column: node.mark?.column)
  }

  /// The YAML reader calls itself for each level, so that levels are counted before it sees them, and takes
  /// exponential time for keys that are aliases of aliases.
  private static func refuseHostile(_ yaml: String, file: String) throws(Diagnostic) {
    var depth = 0
    var deepestSeen = 0
    for line in yaml.utf8.split(separator: UInt8(ascii: "\n")) {
      var marks = 0
      var isPrefix = true
      for byte in line {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: "-"), UInt8(ascii: "?"): marks += isPrefix ? 1 : 0
        case UInt8(ascii: " "), UInt8(ascii: ":"): break
        default: isPrefix = false
        }
        deepestSeen = max(deepestSeen, depth, marks)
      }
    }
    guard yaml.utf8.count <= largest, deepestSeen <= deepest else {
      throw Diagnostic(
        .siteFrontMatter, .configuration, at: .init(file: file, line: 1),
        "the front matter is too large or too deep",
        expected: "at most \(largest) bytes and \(deepest) levels", next: "Move its content into the page.")
    }
    if let alias = alias(yaml.utf8) {
      throw Diagnostic(
        .siteFrontMatter, .configuration, at: .init(file: file, line: alias.line + 1),
        "the front matter has the alias '*\(alias.name)'", expected: "no anchors and aliases",
        next: "Write the value out where it is used.")
    }
  }
}
