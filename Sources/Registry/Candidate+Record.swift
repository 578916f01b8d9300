import Book
import Diagnostics
import Models
import Workspace

extension Candidate {
  /// The record, numbered by the book.
  func record(
    model name: String, fileName: String?, carried: CarriedFacts, by: String, now: String
  ) -> VersionRecord {
    let page = artefact.page
    return VersionRecord(
      model: name, number: 0, digest: artefact.digest, format: format.rawValue, size: artefact.bytes.count,
      fileName: fileName ?? FolderFile.split(artefact.path).name, signature: SignatureRecord(model.signature),
      labels: options.labels, parameters: metadata?.parameters ?? [], metrics: metadata?.metrics ?? [:],
      framework: metadata?.framework ?? page?.framework, training: metadata?.training,
      sourceCommit: metadata?.sourceCommit, trainedUntil: metadata?.trainedUntil?.description,
      bands: profile?.bands, facts: model.facts.map { .init(name: $0.name, value: $0.value) },
      importance: model.importance.map { .init(input: $0.input, gain: $0.gain, splits: $0.splits) },
      verification: verification, registeredAt: now, registeredBy: by, note: metadata?.note, options: options,
      recorded: carried.recorded?.record ?? newRecorded(now),
      remarks: model.remarks.isEmpty ? nil : model.remarks,
      origin: carried.origin ?? page.flatMap { $0.origin.isEmpty ? nil : $0.origin },
      service: carried.service ?? service, metadataDigest: metadata?.digest)
  }

  private func newRecorded(_ now: String) -> VersionRecord.Recorded? {
    recorded.cases.map {
      VersionRecord.Recorded(
        cases: $0.count, casesDigest: ContentDigest.sha256($0.bytes), recordedAt: now,
        platform: Platform.current(for: model))
    }
  }

  func warnings(for version: VersionRecord) -> [Diagnostic] {
    var warnings = artefact.page?.warnings ?? []
    if verification.state == .unverified {
      warnings.append(
        Diagnostic(
          .registryUnverified, .configuration, severity: .warning,
          "\(version.reference) was registered without verification cases",
          next: version.recorded == nil
            ? "Its card says so. Cases come from 'verification' in the metadata, or by 'model verify --verify'."
            : "Its card says so. What it answers here was recorded; that is no proof that its framework agrees."
        ))
    }
    if let unanswered = recorded.unanswered { warnings.append(unanswered.warning(version.reference)) }
    return warnings
  }
}

/// What an exported version carries along that the artefact and its metadata do not tell.
struct CarriedFacts: Sendable {
  var origin: [VersionRecord.Entry]?
  var service: VersionRecord.Service?
  /// The recorded cases with what the book knew of them.
  var recorded: (record: VersionRecord.Recorded, bytes: [UInt8])?

  static let none = CarriedFacts()
}
