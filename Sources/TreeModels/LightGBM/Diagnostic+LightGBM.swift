package import Diagnostics

extension Diagnostic.Identifier {
  package static let lightgbmVersion = Self("lightgbm-version")
  package static let lightgbmTruncated = Self("lightgbm-truncated")
  package static let lightgbmMalformed = Self("lightgbm-malformed")
  package static let lightgbmTree = Self("lightgbm-tree")
  package static let lightgbmUnsupported = Self("lightgbm-unsupported")
  package static let lightgbmCategories = Self("lightgbm-categories")
  package static let lightgbmColumns = Self("lightgbm-columns")
  package static let lightgbmIterations = Self("lightgbm-iterations")
  package static let lightgbmLabels = Self("lightgbm-labels")
}
