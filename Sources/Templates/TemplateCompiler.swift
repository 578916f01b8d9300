package import Diagnostics

/// Makes templates ready for rendering out of their texts.
package struct TemplateCompiler<Variable: TemplateVariable>: Sendable {
  private let parsed: [String: [TemplateNode<Variable>]]

  /// Reads all templates, each with the names that are there for it.
  ///
  /// A partial can be included where all its names are there.
  /// - Parameters:
  ///   - vocabulary: What is there for a template, by its name without the ending.
  ///   - partials: The templates that others may include; nil for all.
  ///   - rules: How a template is read, by the same name.
  ///
  /// **Throws:** every problem at once: unknown variables and partials, names put to another use, wrong syntax,
  /// templates that include themselves.
  package init(
    _ files: TemplateFiles, vocabulary: (_ name: String) -> TemplateVocabulary<Variable>,
    partials: Set<String>? = nil, rules: (_ name: String) -> TemplateRules
  ) throws(Problems) {
    var parsed: [String: [TemplateNode<Variable>]] = [:]
    var problems = Problems()
    let partials = partials ?? Set(files.templates)
    let vocabularies = Dictionary(
      files.templates.map { ($0, vocabulary($0)) }, uniquingKeysWith: { first, _ in first })
    for name in files.templates {
      guard let own = vocabularies[name] else { continue }
      let parser = TemplateParser(
        files.text(of: name), file: files.place(of: name), vocabulary: own, rules: rules(name)
      ) {
        partials.filter { vocabularies[$0].map(own.holds) ?? false }
      }
      problems.add(parser.problems)
      parsed[name] = parser.nodes
    }
    if problems.isEmpty { problems.add(files.cycles()) }
    try problems.throwIfAny()
    self.parsed = parsed
  }

  /// The pieces of a template with those of its partials in their places.
  package func nodes(of name: String) -> [TemplateNode<Variable>] { included(parsed[name] ?? []) }

  private func included(_ nodes: [TemplateNode<Variable>]) -> [TemplateNode<Variable>] {
    nodes.flatMap { node -> [TemplateNode<Variable>] in
      switch node {
      case .partial(let name, _): self.nodes(of: name)
      case .section(let variable, let isInverted, let inner, let place):
        [.section(variable, isInverted: isInverted, included(inner), place)]
      case .text, .variable: [node]
      }
    }
  }

  /// A template's name and those of all partials in it, each where it is included first.
  package func templates(in name: String) -> [String] {
    var names = [name]
    func visit(_ nodes: [TemplateNode<Variable>]) {
      for node in nodes {
        switch node {
        case .partial(let partial, _):
          guard !names.contains(partial) else { continue }
          names.append(partial)
          visit(parsed[partial] ?? [])
        case .section(_, _, let inner, _): visit(inner)
        case .text, .variable: continue
        }
      }
    }
    visit(parsed[name] ?? [])
    return names
  }

  /// The steps of a template with those of its partials.
  package func steps(of name: String) -> [TemplateStep<Variable>] { TemplateStep.steps(nodes(of: name)) }
}
