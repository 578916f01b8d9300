import Book
package import Diagnostics

extension Registry {
  /// Replays cases for a version that was registered without any, and keeps them with it where they agree.
  ///
  /// A version that has cases keeps them: the same ones are replayed again.
  /// **Throws** where the cases can't be read, do not agree, or are others than the version's own; nothing is changed.
  package func verify(
    model: String, number: Int, cases path: String, now: String
  ) throws(Problems) -> VerificationResult {
    let version = try several { () throws(Diagnostic) in try record(model, number) }
    let cases: [UInt8]
    do {
      cases = try FileBytes.read(path, limit: CasesFile.largest)
    } catch {
      throw Problems(
        Diagnostic(
          .registryUnreadable, .configuration, at: .init(file: path), "the verification cases can't be read",
          found: error.reason))
    }
    if let registered = version.verification.casesDigest {
      let given = ContentDigest.sha256(cases)
      guard given == registered else {
        throw Problems(
          Diagnostic(
            .registryGivenAgain, .configuration, at: .init(file: path),
            "\(version.reference) has other verification cases already", expected: "SHA-256 \(registered)",
            found: "SHA-256 \(given)",
            next: "A version keeps its cases, and nothing was changed. Replay them with "
              + "'scorebook model verify \(version.reference)'."))
      }
    } else {
      let verification = try Candidate.outcome(open(version).model, cases, file: path, now: now)
      try several { () throws(Diagnostic) in
        try Interruption.check()
        _ = try book.artefacts.store(cases)
        try book.setVerification(verification, recorded: version.recorded, model: model, number: number)
      }
    }
    // As every other version: the recorded cases, too.
    let results = try several { () throws(Diagnostic) in try verify(model: model, number: number, now: now) }
    guard let result = results.first else { throw Problems() }
    return result
  }
}
