import Diagnostics

/// Takes the text of one template apart, and holds each name against what there is: Mustache renders what is missing
/// as nothing.
///
/// **Source:** mustache(5): variables, sections, inverted sections, partials, comments, and the rule that a tag alone on
/// its line takes the line with it.
struct TemplateParser<Variable: TemplateVariable> {
  typealias Name = TemplateVocabulary<Variable>.Name

  private struct Section {
    let name: String
    /// nil of a name that there is not.
    let variable: Variable?
    let isInverted: Bool
    let place: Diagnostic.Place
    let before: [TemplateNode<Variable>]
    /// What its entries have.
    let own: [Name]
  }

  private static var deepest: Int { 32 }

  private let vocabulary: TemplateVocabulary<Variable>
  private let rules: TemplateRules
  /// The templates that may be included; asked for where one is, or should have been.
  private let findPartials: () -> Set<String>
  private lazy var partials = findPartials()
  private var open: [Section] = []
  private(set) var nodes: [TemplateNode<Variable>] = []
  private(set) var problems = Problems()

  /// - Parameter file: How problems name it.
  init(
    _ text: String, file: String, vocabulary: TemplateVocabulary<Variable>, rules: TemplateRules,
    partials: @escaping () -> Set<String>
  ) {
    self.vocabulary = vocabulary
    self.rules = rules
    findPartials = partials
    var cursor = text.startIndex
    var line = 1
    let advance = { (end: String.Index) in
      defer { line += TemplateTag.lines(in: text[cursor..<end]) }
      return TemplateNode<Variable>.text(String(text[cursor..<end]), .init(file: file, line: line))
    }
    for tag in TemplateTag.tags(in: text) {
      let taken = tag.taken(from: text)
      nodes.append(advance(max(cursor, taken.lowerBound)))
      line += TemplateTag.lines(in: text[max(cursor, taken.lowerBound)..<taken.upperBound])
      cursor = taken.upperBound
      guard read(tag, .init(file: file, line: tag.line)) else { return }
    }
    if let start = TemplateTag.range(of: "{{", in: text[cursor...]) {
      let before = TemplateTag.lines(in: text[cursor..<start.lowerBound])
      wrong("the tag is not closed", .init(file: file, line: line + before))
      return
    }
    nodes.append(advance(text.endIndex))
    if let section = open.last { wrong("the section '\(section.name)' is not closed", section.place) }
  }

  /// False where what follows can't be understood.
  private mutating func read(_ tag: TemplateTag, _ place: Diagnostic.Place) -> Bool {
    if rules.refusedTags.contains(tag.kind) {
      problems.add(
        Diagnostic(
          .templateSyntax, .configuration, at: place, "the tag '{{\(tag.kind)' \(rules.refusal)",
          next: rules.advice))
      return true
    }
    switch tag.kind {
    case "!": break
    case ">": include(tag.name, place)
    case "#", "^":
      guard open.count < Self.deepest else {
        wrong("sections stand in more than \(Self.deepest) others", place)
        return false
      }
      let known = name(tag, place)
      var own: [Name] = []
      if tag.kind == "#", case .list(let names)? = known?.use { own = names }
      open.append(
        Section(
          name: tag.name, variable: known?.variable, isInverted: tag.kind == "^", place: place, before: nodes,
          own: own))
      nodes = []
    case "/":
      guard let section = open.popLast(), section.name == tag.name else {
        wrong("the section '\(tag.name)' is closed and was not opened last", place)
        return false
      }
      let inner = nodes
      nodes = section.before
      if let variable = section.variable {
        nodes.append(.section(variable, isInverted: section.isInverted, inner, section.place))
      }
    default:
      if let constant = vocabulary.constants[tag.name] {
        nodes.append(.text(constant, place))
      } else if let known = name(tag, place) {
        nodes.append(.variable(known.variable, isRaw: tag.kind == "{" || tag.kind == "&", place))
      }
    }
    return true
  }

  private mutating func include(_ name: String, _ place: Diagnostic.Place) {
    guard !partials.contains(name) else { return nodes.append(.partial(name, place)) }
    problems.add(
      Diagnostic(
        .templateUnknownPartial, .configuration, at: place, "there is no partial '\(name)'",
        next: nearestName(to: name, among: partials).map { "Did you mean '\($0)'?" }
          ?? (partials.isEmpty ? "Leave it out." : "There are \(partials.sorted().joined(separator: ", "))."))
    )
  }

  /// What is there where a tag stands: of the entries around it and of the whole, but for the lists it stands in.
  private var visible: [Name] {
    (open.reversed().flatMap(\.own) + vocabulary.names).filter { !isAround($0) }
  }

  /// The first of what is there that has a name.
  private func visible(_ name: String) -> Name? {
    for section in open.reversed() {
      if let own = section.own.first(where: { $0.variable.rawValue == name && !isAround($0) }) { return own }
    }
    return vocabulary.names.first { $0.variable.rawValue == name && !isAround($0) }
  }

  private func isAround(_ name: Name) -> Bool {
    open.contains { !$0.own.isEmpty && $0.variable == name.variable }
  }

  private mutating func name(_ tag: TemplateTag, _ place: Diagnostic.Place) -> Name? {
    guard let known = visible(tag.name) else {
      let visible = visible
      let isSection = tag.kind == "#" || tag.kind == "^"
      let constants = isSection ? [] : vocabulary.constants.keys.sorted()
      let names = visible.filter { $0.objection(to: tag.kind) == nil }.map(\.variable.rawValue) + constants
      let all = visible.map(\.variable.rawValue) + constants
      problems.add(
        Diagnostic(
          .templateUnknownVariable, .configuration, at: place, rules.unknown(tag.name, isSection),
          next: nearestName(to: tag.name, among: all).map { "Did you mean '\($0)'?" }
            ?? rules.names ?? "There are \(names.joined(separator: ", "))."))
      return nil
    }
    guard let objection = known.objection(to: tag.kind) else { return known }
    problems.add(
      Diagnostic(.templateUse, .configuration, at: place, objection, next: "Mend the tag."))
    return nil
  }

  private mutating func wrong(_ what: String, _ place: Diagnostic.Place) {
    problems.add(
      Diagnostic(
        .templateSyntax, .configuration, at: place, rules.syntax + what, next: "Mend this line."))
  }
}
