/// What a name of a template stands for, where a template is filled with few values.
package enum TemplateValue<Variable: TemplateVariable>: Sendable {
  case text(String)
  /// Put in as it is. **Shape:** UTF-8.
  case markup([UInt8])
  case flag(Bool)
  case list([TemplateFields<Variable>])
}

/// What a template, or an entry of a list, is filled with.
package struct TemplateFields<Variable: TemplateVariable>: Sendable, ExpressibleByDictionaryLiteral {
  private var entries: [(name: Variable, value: TemplateValue<Variable>)]

  package init(dictionaryLiteral elements: (Variable, TemplateValue<Variable>)...) {
    entries = elements.map { (name: $0.0, value: $0.1) }
  }

  /// nil of a name that it has not.
  package subscript(name: Variable) -> TemplateValue<Variable>? {
    get { entries.first { $0.name == name }?.value }
    set {
      entries.removeAll { $0.name == name }
      if let newValue { entries.append((name, newValue)) }
    }
  }
}
