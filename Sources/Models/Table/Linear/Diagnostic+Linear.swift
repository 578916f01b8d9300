package import Diagnostics

extension Diagnostic.Identifier {
  package static let linearSyntax = Self("linear-syntax")
  package static let linearKey = Self("linear-key")
  package static let linearValue = Self("linear-value")
  package static let linearLabels = Self("linear-labels")
  package static let linearTerm = Self("linear-term")
  package static let linearColumn = Self("linear-column")
  package static let linearOptions = Self("linear-options")
}
