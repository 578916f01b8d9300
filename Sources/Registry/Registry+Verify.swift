package import Book
package import Diagnostics
import Models

extension Registry {
  /// What came of replaying a version's cases.
  package struct VerificationResult: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
      case verified(VersionRecord.Verification)
      /// There are no cases of the framework; the artefact is unchanged and can be opened.
      case unverified
      case failed(Problems)
    }

    package let version: VersionRecord
    package let outcome: Outcome
    /// Recorded cases that gave the same answers; 0 where there are none, or where something failed.
    package let recordedCases: Int
  }

  /// Reads the artefacts again and replays their cases, the framework's and the recorded ones: one version, all
  /// of a model, or all there are.
  ///
  /// The outcome is noted in the book where it may be written. **Throws** only when the book can't be read.
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
      try Interruption.check()
      var result: VerificationResult
      do {
        result = try replay(version, now: now)
      } catch {
        result = VerificationResult(version: version, outcome: .failed(error.asFailures), recordedCases: 0)
      }
      // A model that failed because it was stopped has not failed.
      try Interruption.check()
      if book.mode != .readOnly { try note(result, now: now) }
      results.append(result)
    }
    return results
  }

  private func replay(_ version: VersionRecord, now: String) throws(Problems) -> VerificationResult {
    let opened = try open(version)
    var problems = Problems()
    var outcome = VerificationResult.Outcome.unverified
    if let digest = version.verification.casesDigest {
      do {
        let cases = try several { () throws(Diagnostic) in try book.artefacts.read(digest) }
        outcome = .verified(
          try Candidate.outcome(opened.model, cases, file: "\(version.reference) (cases)", now: now))
      } catch {
        problems.add(error)
      }
    }
    if let recorded = version.recorded {
      do {
        let cases = try several { () throws(Diagnostic) in try book.artefacts.read(recorded.casesDigest) }
        try RecordedCases.replay(
          opened.model, cases, recorded: recorded, reference: version.reference)
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    return VerificationResult(version: version, outcome: outcome, recordedCases: version.recorded?.cases ?? 0)
  }

  private func note(_ result: VerificationResult, now: String) throws(Diagnostic) {
    let version = result.version
    let old = version.verification
    let verification: VersionRecord.Verification
    var recorded = version.recorded
    switch result.outcome {
    case .verified(let found): verification = found
    // A version without cases of its framework stays unverified, whatever failed before.
    case .unverified: verification = old.with(.unverified, at: nil)
    // What could not be replayed, for want of a library, says nothing of its answers.
    case .failed(let problems):
      verification =
        problems.list.contains { $0.identifier.isOtherAnswers } ? old.with(.failed, at: now) : old
    }
    if result.recordedCases > 0 {
      recorded = recorded.map {
        VersionRecord.Recorded(
          cases: $0.cases, casesDigest: $0.casesDigest, recordedAt: $0.recordedAt, platform: $0.platform,
          replayedAt: now)
      }
    }
    guard verification != old || recorded != version.recorded else { return }
    try book.setVerification(
      verification, recorded: recorded, model: version.model, number: version.number)
  }
}

extension Diagnostic.Identifier {
  /// Whether it tells that cases gave other answers, or are not those that were registered.
  fileprivate var isOtherAnswers: Bool {
    [.modelVerificationFailed, .registryRecordedChanged, .artefactChanged, .artefactMissing].contains(self)
  }
}

extension VersionRecord.Verification {
  /// The same counts in another state.
  fileprivate func with(_ state: State, at time: String?) -> VersionRecord.Verification {
    VersionRecord.Verification(
      state: state, cases: cases, maximumDifference: maximumDifference, compared: compared,
      identical: identical, verifiedAt: time, casesDigest: casesDigest)
  }
}

extension Problems {
  /// What is a wrong artefact at registration is a failure of what stands: exit 1.
  fileprivate var asFailures: Problems {
    Problems(
      list.map {
        Diagnostic(
          $0.identifier, .failure, severity: $0.severity, at: $0.place, $0.summary, expected: $0.expected,
          found: $0.found, next: $0.next, aside: $0.aside)
      })
  }
}
