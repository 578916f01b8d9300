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
    var problems = Problems()
    for name in names {
      // Only what stands as far to the right is in the same map.
      let places = lines.indices.filter { $0 >= start && isKey(name, in: lines[$0], column: mark.column) }
      let line = places.count > 1 ? places[1] + 1 : mark.line
      problems.add(
        Diagnostic(
          .siteFrontMatter, .configuration, at: .init(file: file, line: line + 1, column: mark.column),
          "the front matter has the key '\(name)' twice",
          found: places.count > 1 ? "it in line \(places[0] + 2) already" : nil, next: "Take one of them out."
        ))
    }
    return problems
  }

  private static func isKey(_ name: String, in line: Substring, column: Int) -> Bool {
    let (before, rest) = (line.prefix(column - 1), line.dropFirst(column - 1))
    guard before.allSatisfy({ $0 == " " || $0 == "-" }) else { return false }
    return [name, "'\(name)'", "\"\(name)\""].contains { key in
      rest.hasPrefix(key) && rest.dropFirst(key.count).drop { $0 == " " }.first == ":"
    }
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
