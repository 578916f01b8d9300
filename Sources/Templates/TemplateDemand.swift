package import Diagnostics

/// What a template must write wherever else it is changed: without it what it makes would be empty, and nothing would
/// say so.
package struct TemplateDemand<Variable: TemplateVariable>: Sendable {
  let template: String
  let variable: Variable
  /// As it is: escaped, HTML would be told as code.
  let isRaw: Bool
  let given: [Variable: Bool]
  let what: String

  /// - Parameters:
  ///   - template: Its name without the ending.
  ///   - given: Sections that are known to be there or not, when it must be written.
  ///   - what: "the text of pages".
  package init(
    _ template: String, writes variable: Variable, isRaw: Bool = false, given: [Variable: Bool] = [:],
    _ what: String
  ) {
    self.template = template
    self.variable = variable
    self.isRaw = isRaw
    self.given = given
    self.what = what
  }

  func isMet(by steps: [TemplateStep<Variable>]) -> Bool {
    steps.contains { step in
      switch step {
      case .text: false
      case .variable(let variable, let isRaw): variable == self.variable && (isRaw || !self.isRaw)
      case .section(let variable, let isInverted, let inner):
        given[variable] != isInverted && (variable != self.variable || !isInverted) && isMet(by: inner)
      }
    }
  }
}

extension TemplateCompiler {
  /// The demands that are not met, as `template-without-content`.
  ///
  /// - Parameter files: Those that the compiler has read; the program's own write what they must.
  package func unmet(_ demands: [TemplateDemand<Variable>], in files: TemplateFiles) -> Problems {
    var problems = Problems()
    for demand in demands {
      let steps = steps(of: demand.template)
      if demand.isMet(by: steps) { continue }
      let own = templates(in: demand.template).compactMap { files.files[$0 + ".mustache"]?.path }
      let name = demand.variable.rawValue
      let form = demand.isRaw ? "{{{\(name)}}}" : "{{\(name)}}"
      problems.add(
        Diagnostic(
          .templateWithoutContent, .configuration,
          at: .init(file: own.first ?? demand.template + ".mustache"),
          "the template does not write \(demand.what)",
          expected: "\(form) in it, or in a partial that it includes",
          found: Self.isBlank(steps) ? "nothing but blanks" : nil,
          next: "Begin with a copy of the program's own '\(demand.template).mustache', or remove the file."))
    }
    return problems
  }

  private static func isBlank(_ steps: [TemplateStep<Variable>]) -> Bool {
    steps.allSatisfy { step in
      guard case .text(let bytes) = step else { return false }
      return bytes.allSatisfy {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t")
      }
    }
  }
}
