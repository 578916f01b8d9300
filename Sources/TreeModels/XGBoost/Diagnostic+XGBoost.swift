package import Diagnostics

extension Diagnostic.Identifier {
  package static let xgboostSyntax = Self("xgboost-syntax")
  package static let xgboostVersion = Self("xgboost-version")
  package static let xgboostMalformed = Self("xgboost-malformed")
  package static let xgboostTree = Self("xgboost-tree")
  package static let xgboostUnsupported = Self("xgboost-unsupported")
  package static let xgboostCategories = Self("xgboost-categories")
  package static let xgboostLabels = Self("xgboost-labels")
  package static let xgboostColumns = Self("xgboost-columns")
}
