package import Diagnostics
import Templates

extension Diagnostic.Identifier {
  package static let templateWithoutContent = Self("template-without-content")
}

/// What a template must write wherever else it is changed: without it every page would be empty, and nothing would say
/// so.
enum TemplateDemands {
  private struct Demand {
    let template: String
    let variable: PageVariable
    /// As HTML: escaped, it would be told as code.
    let isHTML: Bool
    let what: String
  }

  private static let demands = [
    Demand(template: "page", variable: .content, isHTML: true, what: "the text of pages"),
    Demand(template: "single", variable: .content, isHTML: true, what: "the text of the page"),
    Demand(
      template: "redirect", variable: .target, isHTML: false,
      what: "the address that a moved page is found at"),
  ]

  /// - Parameter files: Those that the compiler has read; the program's own write what they must.
  static func problems(of compiler: TemplateCompiler<PageVariable>, _ files: TemplateFiles) -> Problems {
    var problems = Problems()
    for demand in demands where !isMet(demand, by: compiler.steps(of: demand.template)) {
      let own = compiler.templates(in: demand.template).compactMap { files.files[$0 + ".mustache"]?.path }
      let name = demand.variable.rawValue
      let form = demand.isHTML ? "{{{\(name)}}}" : "{{\(name)}}"
      problems.add(
        Diagnostic(
          .templateWithoutContent, .configuration,
          at: .init(file: own.first ?? demand.template + ".mustache"),
          "the template does not write \(demand.what)",
          expected: "\(form) in it, or in a partial that it includes",
          found: isBlank(compiler.steps(of: demand.template)) ? "nothing but blanks" : nil,
          next: "Begin with a copy of the program's own '\(demand.template).mustache', or remove the file."))
    }
    return problems
  }

  private static func isMet(_ demand: Demand, by steps: [TemplateStep<PageVariable>]) -> Bool {
    steps.contains { step in
      switch step {
      case .text: false
      case .variable(let variable, let isRaw): variable == demand.variable && (isRaw || !demand.isHTML)
      case .section(_, _, let inner): isMet(demand, by: inner)
      }
    }
  }

  private static func isBlank(_ steps: [TemplateStep<PageVariable>]) -> Bool {
    steps.allSatisfy { step in
      guard case .text(let bytes) = step else { return false }
      return bytes.allSatisfy {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t")
      }
    }
  }
}
