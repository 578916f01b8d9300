package import Book
package import Diagnostics
package import Models

/// What a file or a folder is, told without registering it.
package struct Inspection: Sendable {
  package let format: ArtefactFormat
  /// The artefact's own path.
  package let path: String
  /// SHA-256 of what is registered: the file, or the archive made of it and of the files that it names.
  package let digest: String
  /// **Units:** bytes of what is registered.
  package let size: Int
  /// The files of that archive, the one at `path` first; nil where the file alone is the artefact.
  package let gathered: [String]?
  package let model: any Model
  /// What it was read under: flags, metadata, and what a page beside it says.
  package let options: VersionRecord.Options
  /// "MLflow 3.17.2", "MLproject"; nil for a bare file.
  package let page: String?
  /// "lightgbm 4.7.0", where a page tells.
  package let framework: String?
  package let origin: [VersionRecord.Entry]
  package let service: VersionRecord.Service?

  package var signature: Signature { model.signature }
  package var facts: [(name: String, value: String)] { model.facts }
  package var importance: [FeatureImportance] { model.importance }

  /// Reads a whole artefact.
  ///
  /// **Throws** what it looks like where it can't be read, and every feature that can't be done exactly.
  package static func of(
    _ path: String, options: VersionRecord.Options = .none
  ) throws(Problems) -> Inspection {
    let artefact = try Artefact.open(path)
    let options = Candidate.options(
      artefact, .init(metadata: nil, options: options, cases: nil, unverified: true, now: ""))
    let format = try several { () throws(Diagnostic) in
      try ArtefactFormat.detect(artefact.bytes, file: artefact.path)
    }
    try format.check(options, at: artefact.path)
    let model = try format.open(artefact.bytes, name: artefact.path, options: options)
    try artefact.page?.check(model)
    return Inspection(
      format: format, path: artefact.path, digest: artefact.digest, size: artefact.bytes.count,
      gathered: artefact.gathered, model: model, options: options,
      page: artefact.page?.title, framework: artefact.page?.framework, origin: artefact.page?.origin ?? [],
      service: artefact.page?.service)
  }
}

extension Inspection {
  /// What a person may say about this very artefact: what it tells itself is not among it.
  package var offeredOptions: [ArtefactFormat.Option] {
    format.options.filter { option in
      switch option {
      case .labels:
        switch signature.task {
        case .binary(let negative, let positive): [negative, positive] == ["0", "1"]
        case .multiclass(let labels): labels == labels.indices.map { String($0) }
        case .regression, .ranking, .lookup, .targets: false
        }
      case .iterations: format == .xgboost
      case .columns: format != .lightgbm && hasNumberedInputs
      }
    }
  }

  /// Whether the inputs are called by their places alone: f0, f1 …
  private var hasNumberedInputs: Bool {
    let names = signature.inputs.map(\.name)
    guard let first = names.first else { return false }
    let stem = first.prefix { !$0.isNumber }
    let places = names.map { name in name.hasPrefix(stem) ? Int(name.dropFirst(stem.count)) : nil }
    guard let start = places.first ?? nil else { return false }
    return places.enumerated().allSatisfy { $0.element == start + $0.offset }
  }
}
