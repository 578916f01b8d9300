import Models

extension FuzzedParser {
  /// A scorecard.
  static let scorecardYAML = FuzzedParser("scorecard-yaml") { bytes in
    _ = try? ScorecardFormat.open(bytes: bytes, name: "scorecard.yaml")
  }
}
