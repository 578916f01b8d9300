import Book
import Diagnostics

/// What is given with an artefact that is a version already, held against what that version was registered with.
struct GivenAgain {
  let version: VersionRecord
  let request: Candidate.Request

  /// A version keeps its cases and metadata: others than its own would be dropped.
  ///
  /// **Throws** all that differs at once.
  func check() throws(Problems) {
    var problems = Problems()
    if let metadata = request.metadata, metadata.digest != version.metadataDigest, !version.hasUnknownMetadata
    {
      problems.add(
        different(
          "metadata", metadata.file, option: "--metadata", registered: version.metadataDigest,
          given: metadata.digest))
    }
    // Those that merely lie beside the artefact nobody gave.
    if let path = request.cases ?? request.metadata?.verification {
      do throws(FileBytes.Failure) {
        let digest = ContentDigest.sha256(try FileBytes.read(path, limit: CasesFile.largest))
        if digest != version.verification.casesDigest {
          problems.add(
            different(
              "verification cases", path, option: request.cases == nil ? "--metadata" : "--verify",
              registered: version.verification.casesDigest, given: digest,
              advice: version.verification.casesDigest == nil
                ? "give them to it: 'scorebook model verify \(version.reference) --verify \(path)'." : nil))
        }
      } catch {
        problems.add(
          Diagnostic(
            .registryUnreadable, .configuration, at: .init(file: path),
            "the verification cases can't be read", found: error.reason))
      }
    }
    try problems.throwIfAny()
  }

  /// Cases that came to lie beside the artefact after it was registered without any.
  static func warnings(of version: VersionRecord, _ artefact: String) -> [Diagnostic] {
    guard version.verification.casesDigest == nil, let path = FoundCases.beside(artefact) else { return [] }
    return [
      Diagnostic(
        .registryUnverified, .configuration, severity: .warning, at: .init(file: path),
        "these verification cases came after \(version.reference) was registered without any, and were not looked at",
        next: "Give them to it: 'scorebook model verify \(version.reference) --verify \(path)'.")
    ]
  }

  private func different(
    _ what: String, _ path: String, option: String, registered: String?, given: String?,
    advice: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .registryGivenAgain, .configuration, at: .init(file: path),
      "the artefact is registered as \(version.reference) already, "
        + (registered == nil ? "without \(what)" : "with other \(what)"),
      expected: registered.map { "SHA-256 \($0)" }, found: given.map { "SHA-256 \($0)" },
      next: "A version keeps what it was registered with, and nothing was changed. Leave out '\(option)', or "
        + (advice ?? "register the artefact under another model's name with these \(what)."))
  }
}
