package import Diagnostics

extension Diagnostic.Identifier {
  package static let lookupSyntax = Self("lookup-syntax")
  package static let lookupKey = Self("lookup-key")
  package static let lookupValue = Self("lookup-value")
  package static let lookupColumn = Self("lookup-column")
  package static let lookupRow = Self("lookup-row")
  package static let lookupDuplicate = Self("lookup-duplicate")
  package static let lookupOptions = Self("lookup-options")
}
