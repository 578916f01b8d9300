import Diagnostics

/// What a template asks for, held against what there is: Mustache renders what is missing as nothing.
enum TemplateTags {
  struct Tag {
    let kind: Character
    let name: String
    let line: Int
    /// With its braces.
    let range: Range<String.Index>
  }

  /// Unknown variables and partials, and tags that our templates don't use.
  static func problems(in text: String, file: String, templates: Set<String>) -> Problems {
    var problems = Problems()
    for tag in tags(in: text) {
      let place = Diagnostic.Place(file: file, line: tag.line)
      switch tag.kind {
      // A closing tag repeats what its opening tag was told for.
      case "!", "/": continue
      case ">":
        guard !templates.contains(tag.name + ".mustache") else { continue }
        let nearest = nearestName(
          to: tag.name, among: templates.filter { $0.hasSuffix(".mustache") }.map { String($0.dropLast(9)) })
        problems.add(
          Diagnostic(
            .templateUnknownPartial, .configuration, at: place, "there is no partial '\(tag.name)'",
            next: nearest.map { "Did you mean '\($0)'?" } ?? "Name one of the templates."))
      case "<", "$", "=", "%":
        problems.add(
          Diagnostic(
            .templateSyntax, .configuration, at: place,
            "the tag '{{\(tag.kind)' is not available in page templates",
            next: "Use variables, sections and partials."))
      default:
        guard !PageVariable.names.contains(tag.name) else { continue }
        let nearest = nearestName(to: tag.name, among: PageVariable.names)
        problems.add(
          Diagnostic(
            .templateUnknownVariable, .configuration, at: place, "pages have no variable '\(tag.name)'",
            next: nearest.map { "Did you mean '\($0)'?" }
              ?? "Look at the program's own templates for the names."))
      }
    }
    return problems
  }

  /// Templates that include themselves, in any number of steps; rendering one would never end.
  static func cycles(in files: [String: String], places: [String: String]) -> Problems {
    var problems = Problems()
    let includes = files.mapValues { text in
      tags(in: text).filter { $0.kind == ">" }.map { $0.name + ".mustache" }
    }
    for name in files.keys.sorted() {
      var seen: Set<String> = []
      var waiting = includes[name] ?? []
      while let next = waiting.popLast() {
        if seen.insert(next).inserted { waiting += includes[next] ?? [] }
      }
      guard seen.contains(name) else { continue }
      problems.add(
        Diagnostic(
          .templateCycle, .configuration, at: .init(file: places[name] ?? name),
          "the template includes itself",
          next: "Take the partial out that leads back to it."))
    }
    return problems
  }

  static func tags(in text: String) -> [Tag] {
    var tags: [Tag] = []
    var line = 1
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      line += rest[..<open.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") }
      rest = rest[open.upperBound...]
      guard var close = rest.firstRange(of: "}}") else { break }
      var inside = rest[..<close.lowerBound]
      let start = line
      line += inside.utf8.count { $0 == UInt8(ascii: "\n") }
      rest = rest[close.upperBound...]
      var kind: Character = " "
      if let first = inside.first, "#^/!>{&<$=%".contains(first) {
        kind = first
        inside = inside.dropFirst()
      }
      if kind == "{", rest.first == "}" {
        rest = rest.dropFirst()
        close = close.lowerBound..<rest.startIndex
      }
      let name = inside.filter { !$0.isWhitespace && $0 != "}" }
      tags.append(Tag(kind: kind, name: name, line: start, range: open.lowerBound..<close.upperBound))
    }
    return tags
  }
}
