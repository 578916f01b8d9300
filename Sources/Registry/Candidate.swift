import Book
import Diagnostics
import Models
import Workspace

/// An artefact that was read, checked and verified, and is not yet in the book.
struct Candidate {
  let format: ArtefactFormat
  let model: any Model
  let metadata: VersionMetadata?
  let profile: Profile?
  /// The bytes of the verification cases.
  let cases: [UInt8]?
  let verification: VersionRecord.Verification

  /// **Throws** all that is wrong with artefact, profile and cases at once.
  static func read(
    _ bytes: [UInt8], path: String, metadata: VersionMetadata?, cases: String?, unverified: Bool, now: String
  ) throws(Problems) -> Candidate {
    var problems = Problems()
    var opened: (format: ArtefactFormat, model: any Model)?
    do {
      let format = try several { () throws(Diagnostic) in try ArtefactFormat.detect(bytes, file: path) }
      opened = (
        format, try format.open(bytes, name: path, options: ArtefactOptions(labels: metadata?.labels))
      )
    } catch {
      problems.add(error)
    }
    var profile: Profile?
    do {
      profile = try metadata.flatMap { metadata throws(Problems) in
        try TrainingProfile.read(metadata, signature: opened?.model.signature)
      }
    } catch {
      problems.add(error)
    }
    var replayed: (bytes: [UInt8], outcome: VersionRecord.Verification)?
    do {
      if let casesPath = cases ?? metadata?.verification {
        replayed = try opened.map { opened throws(Problems) in
          try replay(
            opened.model, casesPath, named: cases == nil ? metadata?.place(of: "verification") : nil, now: now
          )
        }
      } else if !unverified {
        problems.add(
          Diagnostic(
            .registryNoCases, .configuration, at: .init(file: metadata?.file ?? path),
            "there are no verification cases for this artefact",
            expected: "a CSV file with inputs and the framework's own predictions",
            next:
              "Name it as 'verification' in the metadata, or add '--unverified'; the model card will say so.")
        )
      }
    } catch {
      problems.add(error)
    }
    try problems.throwIfAny()
    guard let opened else { throw problems }
    return Candidate(
      format: opened.format, model: opened.model, metadata: metadata, profile: profile,
      cases: replayed?.bytes,
      verification: replayed?.outcome ?? .unverified)
  }

  private static func replay(
    _ model: any Model, _ path: String, named: Diagnostic.Place?, now: String
  ) throws(Problems) -> (bytes: [UInt8], outcome: VersionRecord.Verification) {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: CasesFile.largest)
    } catch {
      throw Problems(
        Diagnostic(
          .registryUnreadable, .configuration, at: named ?? .init(file: path),
          "the verification cases can't be read", found: "'\(path)': \(error.reason)"))
    }
    return (bytes, try outcome(model, bytes, file: path, now: now))
  }

  /// Replays cases that are in memory.
  static func outcome(
    _ model: any Model, _ cases: [UInt8], file: String, now: String
  ) throws(Problems) -> VersionRecord.Verification {
    let read = try several { () throws(Diagnostic) in try CasesFile(cases, file: file) }
    let prepared = try VerificationCases(
      header: read.header, rows: read.rows, signature: model.signature, file: file)
    // The probabilities of several classes are quotients of sums of exp: more room for another libm's last bit.
    let isMulticlass = if case .multiclass = model.signature.task { true } else { false }
    let result = try several { () throws(Diagnostic) in
      try Verification.replay(model, prepared, ulps: isMulticlass ? 4 : 1)
    }
    if let problem = result.diagnostic(file: file) { throw Problems(problem) }
    let compared = result.agreements.map(\.compared).reduce(0, +)
    return VersionRecord.Verification(
      state: .verified, cases: result.cases,
      maximumDifference: result.agreements.map(\.largestDifference).max() ?? 0, compared: compared,
      identical: compared - result.agreements.map(\.different).reduce(0, +), verifiedAt: now,
      casesDigest: ContentDigest.sha256(cases))
  }

  /// The record, numbered by the book.
  func record(
    model name: String, digest: String, size: Int, path: String, by: String, now: String
  ) -> VersionRecord {
    VersionRecord(
      model: name, number: 0, digest: digest, format: format.rawValue, size: size,
      fileName: path.split(separator: "/").last.map(String.init) ?? path,
      signature: SignatureRecord(model.signature), labels: metadata?.labels,
      parameters: metadata?.parameters ?? [], metrics: metadata?.metrics ?? [:],
      framework: metadata?.framework, training: metadata?.training, sourceCommit: metadata?.sourceCommit,
      trainedUntil: metadata?.trainedUntil?.description, bands: profile?.bands,
      facts: model.facts.map { .init(name: $0.name, value: $0.value) },
      importance: model.importance.map { .init(input: $0.input, gain: $0.gain, splits: $0.splits) },
      verification: verification, registeredAt: now, registeredBy: by, note: metadata?.note)
  }

  func warnings(for version: VersionRecord) -> [Diagnostic] {
    guard verification.state == .unverified else { return [] }
    return [
      Diagnostic(
        .registryUnverified, .configuration, severity: .warning,
        "\(version.reference) was registered without verification cases",
        next: "Its card says so. Cases come from 'verification' in the metadata.")
    ]
  }
}
