import Book

/// What `digests.json` of an exported version holds: which files belong to it, and which bytes they must have.
struct VersionPackage: Sendable, Hashable, Codable {
  static let manifest = "digests.json"
  static let metadata = "metadata.yaml"
  static let cases = "verify.csv"
  static let recorded = "recorded.csv"
  static let profile = "profile.json"
  /// The only names that a package's artefact may have: nothing in a manifest becomes a path.
  static func artefact(_ format: ArtefactFormat) -> String { "artefact.\(format.suffix)" }

  private enum CodingKeys: String, CodingKey {
    case layout, model, number, format, files, verification, recorded, origin, service
    case fileName = "file_name"
    case metadataDigest = "metadata_sha256"
    case registeredAt = "registered_at"
    case registeredBy = "registered_by"
  }

  /// 1; a later form of the folder gets another.
  let layout: Int
  let model: String
  let number: Int
  let format: ArtefactFormat
  /// What the artefact was called when it was added.
  let fileName: String
  /// File → SHA-256.
  let files: [String: String]
  let verification: VersionRecord.Verification.State
  /// What the book knew of the recorded cases; nil in folders of an earlier program.
  let recorded: VersionRecord.Recorded?
  /// SHA-256 of the metadata that it was first registered with; `metadata.yaml` is written from the book.
  let metadataDigest: String?
  let origin: [VersionRecord.Entry]?
  let service: VersionRecord.Service?
  let registeredAt: String
  let registeredBy: String
}

extension ArtefactFormat: Codable {}
