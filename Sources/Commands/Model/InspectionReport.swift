import Book
import Models
import Registry

/// All that `inspect` tells, for machines.
struct InspectionReport: Encodable {
  struct InputReport: Encodable {
    let name: String
    let kind: String
    let required: Bool
    let categories: [String]?
    let gain: Double
    let gainShare: Double
    let splits: Int
    let splitShare: Double
  }

  struct OutputReport: Encodable {
    let name: String
    let kind: String
    let labels: [String]?
  }

  struct FactReport: Encodable {
    let name: String
    let value: String
  }

  let format: String
  let title: String
  let file: String
  /// Of the file, or of the archive that is registered where `archivedFiles` names its files.
  let sha256: String
  let size: Int
  let archivedFiles: [String]?
  let framework: String?
  let describedBy: String?
  let task: String
  let labels: [String]
  /// The most important first.
  let inputs: [InputReport]
  let outputs: [OutputReport]
  let facts: [FactReport]
  let remarks: [String]
  let origin: [VersionRecord.Entry]
  let service: VersionRecord.Service?
  let options: VersionRecord.Options
  let possibleOptions: [String]

  init(_ inspection: Inspection) {
    let signature = SignatureRecord(inspection.signature)
    format = inspection.format.rawValue
    title = inspection.format.title
    file = inspection.path
    sha256 = inspection.digest
    size = inspection.size
    archivedFiles = inspection.gathered
    framework = inspection.framework
    describedBy = inspection.page
    task = signature.task.rawValue
    labels = signature.labels
    let recorded = Dictionary(signature.inputs.map { ($0.name, $0) }) { first, _ in first }
    inputs = InputImportance.rows(inspection).map { row in
      InputReport(
        name: row.input.name, kind: recorded[row.input.name]?.kind.rawValue ?? "number",
        required: row.input.required, categories: recorded[row.input.name]?.categories, gain: row.gain,
        gainShare: row.gainShare, splits: row.splits, splitShare: row.splitShare)
    }
    outputs = signature.outputs.map { OutputReport(name: $0.name, kind: $0.kind.rawValue, labels: $0.labels) }
    facts = inspection.facts.map { FactReport(name: $0.name, value: $0.value) }
    remarks = inspection.model.remarks
    origin = inspection.origin
    service = inspection.service
    options = inspection.options
    possibleOptions = inspection.offeredOptions.map(\.rawValue)
  }
}
