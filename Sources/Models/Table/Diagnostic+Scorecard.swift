package import Diagnostics

extension Diagnostic.Identifier {
  package static let scorecardSyntax = Self("scorecard-syntax")
  package static let scorecardKey = Self("scorecard-key")
  package static let scorecardValue = Self("scorecard-value")
  package static let scorecardBins = Self("scorecard-bins")
  package static let scorecardInput = Self("scorecard-input")
  package static let scorecardScale = Self("scorecard-scale")
  package static let scorecardReasons = Self("scorecard-reasons")
  package static let scorecardOptions = Self("scorecard-options")
}
