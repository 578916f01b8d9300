package import Diagnostics

extension Diagnostic.Identifier {
  package static let modelVerificationColumn = Self("model-verification-column")
  package static let modelVerificationCell = Self("model-verification-cell")
  package static let modelVerificationEmpty = Self("model-verification-empty")
  package static let modelVerificationFailed = Self("model-verification-failed")
}
