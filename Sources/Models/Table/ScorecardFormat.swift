package import Diagnostics

/// Our own scorecards, in YAML.
package enum ScorecardFormat {
  /// Whether a file that starts so is a scorecard: its first line that says something is `scorecard:`.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    TableFile.form(prefix, kind: "scorecard", keys: ScorecardReader.keys) == .yaml
  }

  /// Reads a whole scorecard.
  ///
  /// **Throws:** every mistake in it at once, up to a hundred, each with its line.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> ScorecardModel {
    var reader = ScorecardReader(file: name)
    let card = try reader.read(bytes)
    try TableOptions.check(options, labels: card.labels ?? [], file: name, .scorecardOptions)
    return ScorecardModel(card)
  }

  package static let support = FormatSupport(
    format: "scorecard (YAML)", versions: "1",
    agreement: "points and margins to the last bit, probabilities to 1 ulp",
    elements: [
      .init("characteristic", "bins"),
      .init("characteristic", "categories"),
      .init("scale", "points, odds, points_to_double"),
      .init("output", "reasons", note: "points below the best attainable, or below a neutral number"),
      .init("form", "CSV", .refused("bins and reasons of several characteristics are no flat table")),
    ])
}
