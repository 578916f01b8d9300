package import Diagnostics
import Yams

extension Diagnostic.Identifier {
  package static let yamlSyntax = Self("yaml-syntax")
  package static let yamlTooComplex = Self("yaml-too-complex")
  package static let yamlDuplicateKey = Self("yaml-duplicate-key")
  package static let yamlMergeKey = Self("yaml-merge-key")
  package static let yamlWrongShape = Self("yaml-wrong-shape")
  package static let yamlUnknownKey = Self("yaml-unknown-key")
  package static let yamlMissingKey = Self("yaml-missing-key")
  package static let yamlWrongValue = Self("yaml-wrong-value")
}

extension YAMLDocument {
  /// What the parser could not read, in our words where its own don't help.
  static func syntaxProblem(_ error: YamlError, in text: YAMLText) -> Diagnostic {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return syntaxProblem(problem, context: context, mark: mark, in: text)
    case .reader(let problem, let offset, _, _):
      return Diagnostic(
        .yamlSyntax, .configuration,
        at: offset.map { text.place(ofCharacter: $0) } ?? Diagnostic.Place(file: text.file),
        "the text can't be read: \(problem)")
    default:
      return Diagnostic(
        .yamlSyntax, .configuration, at: Diagnostic.Place(file: text.file), "the file can't be read as YAML",
        found: "\(error)")
    }
  }

  private static func syntaxProblem(
    _ problem: String, context: YamlError.Context?, mark: Mark, in text: YAMLText
  ) -> Diagnostic {
    let offset = text.offset(line: mark.line, column: mark.column)
    let byte = text.byte(at: offset)
    var place = text.place(ofByte: offset)
    if byte == nil, let context {
      // What is open at the end of the file is told where it begins.
      place = text.place(line: context.mark.line, column: context.mark.column)
    }
    if problem.contains("nesting level") {
      return Diagnostic(
        .yamlTooComplex, .configuration, at: place, "values are nested too deeply",
        expected: "at most \(maximumDepth) levels")
    }
    func problemDiagnostic(_ summary: String, next: String?) -> Diagnostic {
      Diagnostic(.yamlSyntax, .configuration, at: place, summary, next: next)
    }
    if problem.contains("cannot start any token") {
      if byte == 0x09 {
        return problemDiagnostic("a tab stands where only blanks indent", next: "Indent with blanks.")
      }
      let character = byte.map { quoted(String(UnicodeScalar($0))) } ?? "the end of the file"
      return problemDiagnostic("\(character) can't begin a value", next: "Put the text into quotes.")
    }
    if problem.contains("mapping values are not allowed") {
      return problemDiagnostic(
        "a ':' stands where no key can be",
        next: "Put the text into quotes if the colon belongs to it, or mend the indentation.")
    }
    if problem.contains("another document") {
      return problemDiagnostic(
        "a second document begins", next: "Remove the '---' line; one file holds one document.")
    }
    if problem.contains("alphabetic or numeric") {
      return problemDiagnostic(
        "'*' and '&' begin an alias and an anchor", next: "Put the text, such as a glob, into quotes.")
    }
    if problem.contains("undefined alias") {
      return problemDiagnostic(
        "an alias names an anchor that does not stand before it",
        next: "Put a text that begins with '*', such as a glob, into quotes.")
    }
    if byte == nil, let context {
      let open = context.text.contains("quoted") ? "a quote is" : "a bracket or brace is"
      if context.text.contains("quoted") || context.text.contains("flow") {
        return problemDiagnostic("\(open) never closed", next: nil)
      }
    }
    var summary = "the YAML can't be read: \(problem)"
    if let context { summary += " (\(context.text), begun in line \(context.mark.line))" }
    return problemDiagnostic(summary, next: "Look at the brackets, quotes and indentation just before.")
  }
}

extension YAMLText {
  /// The place of the n-th `Character` of the text, as the parser's reader counts.
  fileprivate func place(ofCharacter count: Int) -> Diagnostic.Place {
    place(ofByte: text.prefix(count).utf8.count)
  }
}
