import Diagnostics
import Yams

extension FrontMatter {
  /// The YAML as a tree; nil where there is none.
  ///
  /// **Throws:** `site-front-matter` where it is no YAML, for each key that stands twice.
  static func composed(_ yaml: String, file: String) throws(Problems) -> Node? {
    do {
      // Named, since its default is looked up in the environment for each text.
      return try Yams.compose(yaml: yaml, .default, .default, .utf8)
    } catch YamlError.duplicatedKeysInMapping(let names, let context) {
      throw repeated(names, from: context.mark, in: yaml, file: file)
    } catch let error as YamlError {
      throw Problems([fault(error, in: yaml, file: file)])
    } catch {
      throw Problems([
        Diagnostic(
          .siteFrontMatter, .configuration, at: .init(file: file, line: 1),
          "the front matter is not valid YAML", next: "Mend it.")
      ])
    }
  }

  /// Keys that stand twice in one map, which the reader tells the first of with its place.
  private static func repeated(_ names: [String], from mark: Mark, in yaml: String, file: String) -> Problems
  {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    // The map begins behind the last line that stands less far to the right.
    let start =
      lines.prefix(max(0, mark.line - 1)).lastIndex { line in
        line.prefix { $0 == " " }.count < mark.column - 1 && !line.allSatisfy(\.isWhitespace)
      }.map { $0 + 1 } ?? 0
    // Only what stands as far to the right is in the same map.
    var places: [String: [Int]] = [:]
    for line in lines.indices.dropFirst(start) {
      if let key = key(in: lines[line], column: mark.column) { places[key, default: []].append(line) }
    }
    let found = names.map { name in (name: name, lines: places[name].flatMap { $0.count > 1 ? $0 : nil }) }
    func line(_ key: (name: String, lines: [Int]?)) -> Int { key.lines.map { $0[1] + 1 } ?? mark.line }
    return Problems(
      found.sorted { (line($0), $0.name) < (line($1), $1.name) }.map { key in
        Diagnostic(
          .siteFrontMatter, .configuration, at: .init(file: file, line: line(key) + 1, column: mark.column),
          "the front matter has the key '\(key.name)' twice",
          found: key.lines.map { "it in line \($0[0] + 2) already" }, next: "Take one of them out.")
      })
  }

  /// The key that begins in a column of a line, with or without quotes.
  private static func key(in line: Substring, column: Int) -> String? {
    let (before, rest) = (line.prefix(column - 1), line.dropFirst(column - 1))
    guard before.allSatisfy({ $0 == " " || $0 == "-" }), let first = rest.first else { return nil }
    if first == "'" || first == "\"" {
      guard let end = rest.dropFirst().firstIndex(of: first) else { return nil }
      let isKey = rest[rest.index(after: end)...].drop { $0 == " " }.first == ":"
      return isKey ? String(rest.dropFirst()[..<end]) : nil
    }
    var colon = rest.firstIndex(of: ":")
    while let place = colon {
      let next = rest.index(after: place)
      if next == rest.endIndex || rest[next].isWhitespace {
        return String(rest[..<place].reversed().drop { $0 == " " }.reversed())
      }
      colon = rest[next...].firstIndex(of: ":")
    }
    return nil
  }

  /// Line 1 of the YAML is line 2 of the file.
  private static func fault(_ error: YamlError, in yaml: String, file: String) -> Diagnostic {
    func invalid(_ line: Int, _ column: Int? = nil, _ what: String = "", next: String) -> Diagnostic {
      Diagnostic(
        .siteFrontMatter, .configuration, at: .init(file: file, line: line + 1, column: column),
        "the front matter is not valid YAML" + what, next: next)
    }
    switch error {
    case .scanner(let context, _, let mark, _), .parser(let context, _, let mark, _),
      .composer(let context, _, let mark, _):
      let isQuote = context?.text.contains("quoted") == true
      if let context, isQuote || context.text.contains("flow"), isEnd(mark, of: yaml) {
        // What is open at the end is told where it begins.
        let what = isQuote ? "quote" : "bracket or brace"
        let place = isEnd(context.mark, of: yaml) ? "above" : "that begins here"
        return invalid(
          context.mark.line, context.mark.column, ": a \(what) \(place) is never closed", next: "Close it.")
      }
      return invalid(
        mark.line, mark.column, next: "Mend this line; quote a text that holds ': ' or begins with a mark.")
    case .reader(let problem, let offset, _, _):
      let line = 1 + yaml.prefix(offset ?? 0).count { $0 == "\n" }
      return invalid(
        line, nil, ": \(problem)", next: "Take the character out, or write it as an escape in quotes.")
    default: return invalid(1, next: "Mend it.")
    }
  }

  private static func isEnd(_ mark: Mark, of yaml: String) -> Bool {
    let rest = yaml.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(mark.line - 1)
    return rest.first?.unicodeScalars.dropFirst(mark.column - 1).allSatisfy(\.properties.isWhitespace)
      != false
      && rest.dropFirst().allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }
}
