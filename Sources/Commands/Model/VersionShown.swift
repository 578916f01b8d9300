import Book

/// A version as JSON: its record, and what its gate was asked.
struct VersionShown: Encodable {
  let version: VersionRecord
  /// Oldest first.
  let gate: [GateAttempt]

  private enum CodingKeys: String, CodingKey { case gate }

  func encode(to encoder: any Encoder) throws {
    try version.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(gate, forKey: .gate)
  }
}
