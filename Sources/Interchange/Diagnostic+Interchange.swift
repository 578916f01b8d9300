package import Diagnostics

extension Diagnostic.Identifier {
  package static let interchangeStoreMissing = Self("interchange-store-missing")
  package static let interchangeStoreUnreadable = Self("interchange-store-unreadable")
  package static let interchangeStoreForeign = Self("interchange-store-foreign")
  package static let interchangeStoreDamaged = Self("interchange-store-damaged")
  package static let interchangeStoreBusy = Self("interchange-store-busy")
  package static let interchangeStoreSlow = Self("interchange-store-slow")
  package static let interchangeSchemaMissing = Self("interchange-schema-missing")
  package static let interchangeSchemaUnknown = Self("interchange-schema-unknown")
  package static let interchangeExperimentUnknown = Self("interchange-experiment-unknown")
  package static let interchangeSkipped = Self("interchange-skipped")
  package static let interchangeTooMuch = Self("interchange-too-much")
  package static let interchangeStopped = Self("interchange-stopped")
}

extension Diagnostic {
  /// Something of a foreign store that was passed over; the rest was read.
  static func skipped(_ place: String, _ summary: String, found: String? = nil, next: String? = nil)
    -> Diagnostic
  {
    Diagnostic(
      .interchangeSkipped, .failure, severity: .warning, at: .init(file: place), summary, found: found,
      next: next)
  }
}
