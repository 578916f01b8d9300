package import Book
package import Diagnostics

extension Registry {
  /// What came of replaying a version's cases.
  package struct VerificationResult: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
      case verified(VersionRecord.Verification)
      /// There are no cases; the artefact is unchanged and can be opened.
      case unverified
      case failed(Problems)
    }

    package let version: VersionRecord
    package let outcome: Outcome
  }

  /// Reads the artefacts again and replays their cases: one version, all of a model, or all there are.
  ///
  /// A success is noted in the book where it may be written. **Throws** only when the book can't be read.
  package func verify(
    model: String? = nil, number: Int? = nil, now: String
  ) throws(Diagnostic) -> [VerificationResult] {
    let versions: [VersionRecord]
    if let model, let number {
      versions = [try record(model, number)]
    } else {
      versions = try book.versions(of: model)
      if versions.isEmpty, let model { _ = try record(model, 1) }
    }
    var results: [VerificationResult] = []
    for version in versions {
      let outcome: VerificationResult.Outcome
      do {
        outcome = try replay(version, now: now)
      } catch {
        outcome = .failed(error)
      }
      if case .verified(let verification) = outcome, book.mode != .readOnly {
        try book.setVerification(verification, model: version.model, number: version.number)
      }
      results.append(VerificationResult(version: version, outcome: outcome))
    }
    return results
  }

  private func replay(_ version: VersionRecord, now: String) throws(Problems) -> VerificationResult.Outcome {
    let opened = try open(version)
    guard let digest = version.verification.casesDigest else { return .unverified }
    let cases = try several { () throws(Diagnostic) in try book.artefacts.read(digest) }
    return .verified(
      try Candidate.outcome(opened.model, cases, file: "\(version.reference) (cases)", now: now))
  }
}
