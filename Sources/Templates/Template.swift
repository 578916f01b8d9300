package import Diagnostics

/// A template that is ready for rendering, filled with few values: a mail's, a web-hook's.
package struct Template<Variable: TemplateVariable>: Sendable, Hashable {
  private let steps: [TemplateStep<Variable>]

  package init(_ steps: [TemplateStep<Variable>]) { self.steps = steps }

  /// Reads a template that stands alone.
  ///
  /// **Throws:** what is wrong with it, the first of it.
  package init(
    _ text: String, file: String, vocabulary: TemplateVocabulary<Variable>, rules: TemplateRules
  ) throws(Diagnostic) {
    let parser = TemplateParser(text, file: file, vocabulary: vocabulary, rules: rules) { [] }
    if let first = parser.problems.list.first { throw first }
    steps = TemplateStep.steps(parser.nodes)
  }

  /// Puts what comes of it behind the bytes.
  package func render(
    _ fields: TemplateFields<Variable>, escape: TemplateEscape, into bytes: inout [UInt8]
  ) {
    var scopes = [fields]
    Self.run(steps, &scopes, escape, &bytes)
  }

  /// What comes of it. **Shape:** UTF-8.
  package func bytes(_ fields: TemplateFields<Variable>, escape: TemplateEscape) -> [UInt8] {
    var bytes: [UInt8] = []
    render(fields, escape: escape, into: &bytes)
    return bytes
  }

  private static func run(
    _ steps: [TemplateStep<Variable>], _ scopes: inout [TemplateFields<Variable>], _ escape: TemplateEscape,
    _ bytes: inout [UInt8]
  ) {
    for step in steps {
      switch step {
      case .text(let text): bytes.append(contentsOf: text)
      case .variable(let variable, let isRaw):
        switch value(variable, scopes) {
        case .text(let text): (isRaw ? .none : escape).append(text, &bytes)
        case .markup(let markup): bytes.append(contentsOf: markup)
        default: break
        }
      case .section(let variable, let isInverted, let inner):
        let value = value(variable, scopes)
        if isInverted {
          if !isTrue(value) { run(inner, &scopes, escape, &bytes) }
          continue
        }
        switch value {
        case .list(let entries):
          for entry in entries {
            scopes.append(entry)
            run(inner, &scopes, escape, &bytes)
            scopes.removeLast()
          }
        default: if isTrue(value) { run(inner, &scopes, escape, &bytes) }
        }
      }
    }
  }

  private static func value(
    _ variable: Variable, _ scopes: [TemplateFields<Variable>]
  ) -> TemplateValue<Variable>? {
    for scope in scopes.reversed() { if let value = scope[variable] { return value } }
    return nil
  }

  private static func isTrue(_ value: TemplateValue<Variable>?) -> Bool {
    switch value {
    case nil: false
    case .text(let text): !text.isEmpty
    case .markup(let bytes): !bytes.isEmpty
    case .flag(let isTrue): isTrue
    case .list(let entries): !entries.isEmpty
    }
  }
}
