package import Diagnostics

extension Diagnostic.Identifier {
  package static let fallbackDefault = Self("fallback-default")
  package static let fallbackIncomplete = Self("fallback-incomplete")
  package static let fallbackLabels = Self("fallback-labels")
  package static let fallbackNothing = Self("fallback-nothing")
  package static let fallbackScale = Self("fallback-scale")
  package static let fallbackUnsure = Self("fallback-unsure")
  package static let fallbackValue = Self("fallback-value")
  package static let shadowLabels = Self("shadow-labels")
  package static let runTooManyFallbacks = Self("run-too-many-fallbacks")
}
