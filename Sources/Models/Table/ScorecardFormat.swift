package import Diagnostics

/// Our own scorecards, in YAML.
package enum ScorecardFormat {
  /// Whether a file that starts so is a scorecard: its first line that says something is `scorecard:`.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    for line in prefix.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      if line.starts(with: "#".utf8) || line.starts(with: "---".utf8) || line.allSatisfy({ $0 == 0x20 }) {
        continue
      }
      return line.starts(with: "scorecard:".utf8)
    }
    return false
  }

  /// Reads a whole scorecard.
  ///
  /// **Throws:** every mistake in it at once, each with its line.
  package static func open(bytes: [UInt8], name: String) throws(Problems) -> ScorecardModel {
    var reader = ScorecardReader(file: name)
    return ScorecardModel(try reader.read(bytes))
  }
}
