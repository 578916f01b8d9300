extension VersionRecord {
  /// Cases of our own: inputs at the model's thresholds and from its example, with what this program answered.
  package struct Recorded: Sendable, Hashable, Codable {
    package let cases: Int
    /// Where the cases lie in the artefact store.
    package let casesDigest: String
    /// RFC 3339.
    package let recordedAt: String
    /// What the last bits hang on: "x86_64 glibc 2.36", the machine and the library that `exp` came from; for ONNX
    /// "x86_64 glibc 2.36, ONNX Runtime 1.32.0, AVX2". Elsewhere they may differ.
    package let platform: String
    /// RFC 3339: the last replay that gave the same bits.
    package let replayedAt: String?

    package init(
      cases: Int, casesDigest: String, recordedAt: String, platform: String, replayedAt: String? = nil
    ) {
      self.cases = cases
      self.casesDigest = casesDigest
      self.recordedAt = recordedAt
      self.platform = platform
      self.replayedAt = replayedAt
    }
  }

  /// What a platform's `MLproject` says about the service that a model stands behind.
  package struct Service: Sendable, Hashable, Codable {
    package let name: String?
    package let serviceID: String?
    package let team: String?
    package let description: String?
    package let inputType: String?
    /// How long one answer may take, in microseconds.
    package let sloMicroseconds: Int?
    /// Output → the value that stands in where the model gives none.
    package let defaultOutput: [Entry]?
    package let packages: [String]?

    package init(
      name: String?, serviceID: String?, team: String?, description: String?, inputType: String?,
      sloMicroseconds: Int?, defaultOutput: [Entry]?, packages: [String]?
    ) {
      self.name = name
      self.serviceID = serviceID
      self.team = team
      self.description = description
      self.inputType = inputType
      self.sloMicroseconds = sloMicroseconds
      self.defaultOutput = defaultOutput
      self.packages = packages
    }
  }
}

extension VersionRecord {
  /// Output → the value that stands in where the model gives none, as its platform wrote it down.
  package var defaultOutput: [String: String]? {
    service?.values
  }

  /// How long one answer may take, in microseconds, as its platform wrote it down.
  package var sloMicroseconds: Int? { service?.sloMicroseconds }
}

extension VersionRecord.Service {
  /// `defaultOutput` by output.
  package var values: [String: String]? {
    defaultOutput.map { entries in Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first } }
  }
}
