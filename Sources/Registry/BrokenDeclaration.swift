package import Diagnostics
package import Workspace

/// A version or an alias that the configuration declares, and that could not be registered.
package struct BrokenDeclaration: Sendable, Hashable {
  /// `repurchase@2`; an alias only where nothing is wrong with the version that it names.
  package let reference: ModelReference
  /// Where it is declared.
  package let place: Diagnostic.Place
  /// All that is wrong with it: errors.
  package let problems: Problems

  /// What a command says of it that can do without.
  package var warning: Diagnostic {
    let isVersion = if case .number = reference.pointer { true } else { false }
    return Diagnostic(
      .registryDeclaredBroken, .configuration, severity: .warning, at: place,
      "\(reference) is declared and can't be \(isVersion ? "registered" : "set"): \(reason)",
      next: "What does not need it goes on; 'scorebook check' tells all that is wrong.")
  }

  /// What is told where its number would be given to another artefact.
  var obstacle: Diagnostic {
    Diagnostic(
      .registryDeclaredBroken, .configuration, at: place,
      "\(reference) is declared and can't be registered, so that '\(reference.name)' gets no further version: \(reason)",
      next: "Mend it, or take it out of 'versions': a number never gets another content.")
  }

  /// The first problem without its way out, and how many more there are.
  private var reason: String {
    guard let first = problems.errors.first else { return "no reason is known" }
    var text = first.place.map { $0 == place ? "" : "\($0): " } ?? ""
    text += first.summary
    if let found = first.found { text += ", found \(found)" }
    let more = problems.errors.count - 1
    return more > 0 ? "\(text) (and \(more) more)" : text
  }
}
