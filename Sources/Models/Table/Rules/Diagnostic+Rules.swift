package import Diagnostics

extension Diagnostic.Identifier {
  package static let rulesSyntax = Self("rules-syntax")
  package static let rulesKey = Self("rules-key")
  package static let rulesValue = Self("rules-value")
  package static let rulesCondition = Self("rules-condition")
  package static let rulesOutcome = Self("rules-outcome")
  package static let rulesName = Self("rules-name")
  package static let rulesUnreachable = Self("rules-unreachable")
  package static let rulesOptions = Self("rules-options")
}
