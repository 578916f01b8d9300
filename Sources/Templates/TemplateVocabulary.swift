/// A name that a template may say; an enumeration of them is a set of names.
package protocol TemplateVariable: CaseIterable, Hashable, RawRepresentable, Sendable
where RawValue == String {}

/// The names that are there for a template, and how each may be used.
package struct TemplateVocabulary<Variable: TemplateVariable>: Sendable {
  /// What a name stands for.
  package enum Use: Sendable {
    /// Whoever wrote the template knows.
    case any
    case text
    /// A text that leads somewhere.
    case address
    /// What is put in as it is, since it was escaped when it was made.
    case markup
    case flag
    /// Entries, with the names that each of them has.
    case list([Name])
  }

  /// A name with its use.
  package struct Name: Sendable {
    package let variable: Variable
    package let use: Use

    package init(_ variable: Variable, _ use: Use) {
      self.variable = variable
      self.use = use
    }
  }

  package let names: [Name]
  /// What is put in when the template is read, by its name.
  package let constants: [String: String]
  private let variables: Set<Variable>

  package init(_ names: [Name], constants: [String: String] = [:]) {
    self.names = names
    self.constants = constants
    variables = Set(names.map(\.variable))
  }

  /// All names of an enumeration, each for any use.
  package static var all: Self { Self(Variable.allCases.map { Name($0, .any) }) }

  /// Whether what may be said with another one may be said with this one, too.
  func holds(_ other: Self) -> Bool {
    other.variables.isSubset(of: variables)
      && other.constants.keys.allSatisfy { constants[$0] != nil }
  }
}

extension TemplateVocabulary.Name {
  /// Why a tag can't have this name; nil where it can.
  func objection(to kind: Character) -> String? {
    let name = variable.rawValue
    let isSection = kind == "#" || kind == "^"
    let isRaw = kind == "{" || kind == "&"
    return switch use {
    case .any: nil
    case .text, .address: isRaw ? "'\(name)' is text, which is escaped: {{\(name)}}" : nil
    case .markup: isRaw || isSection ? nil : "'\(name)' is escaped already: {{{\(name)}}}"
    case .flag: isSection ? nil : "'\(name)' is true or not: {{#\(name)}}…{{/\(name)}}"
    case .list: isSection ? nil : "'\(name)' is a list: {{#\(name)}}…{{/\(name)}}"
    }
  }
}
