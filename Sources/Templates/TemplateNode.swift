package import Diagnostics

/// A piece of a template as it was read, with where it stands.
package indirect enum TemplateNode<Variable: TemplateVariable>: Sendable {
  /// `place` is that of its beginning.
  case text(String, Diagnostic.Place)
  case variable(Variable, isRaw: Bool, Diagnostic.Place)
  /// There once for each entry of a list, or where a value is true; or, inverted, where it is not.
  case section(Variable, isInverted: Bool, [TemplateNode], Diagnostic.Place)
  case partial(String, Diagnostic.Place)
}

/// A step of a template that is ready for rendering: its partials are put in, text beside text is one.
package indirect enum TemplateStep<Variable: TemplateVariable>: Sendable, Hashable {
  case text([UInt8])
  case variable(Variable, isRaw: Bool)
  case section(Variable, isInverted: Bool, [TemplateStep])

  /// The steps of nodes without partials.
  package static func steps(_ nodes: [TemplateNode<Variable>]) -> [TemplateStep] {
    var steps: [TemplateStep] = []
    for node in nodes {
      switch node {
      case .text(let text, _):
        guard !text.isEmpty else { continue }
        if case .text(let bytes) = steps.last {
          steps[steps.count - 1] = .text(bytes + text.utf8)
        } else {
          steps.append(.text(Array(text.utf8)))
        }
      case .variable(let variable, let isRaw, _): steps.append(.variable(variable, isRaw: isRaw))
      case .section(let variable, let isInverted, let inner, _):
        steps.append(.section(variable, isInverted: isInverted, Self.steps(inner)))
      case .partial: continue
      }
    }
    return steps
  }
}
