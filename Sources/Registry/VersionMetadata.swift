package import Book
package import Diagnostics
import Models
package import Workspace

/// What a training script writes down beside an artefact: a YAML file of its own.
package struct VersionMetadata: Sendable, Hashable {
  /// "lightgbm 4.6.0".
  package let framework: String?
  /// Classes in the model's order, negative first.
  package let labels: [String]?
  /// "best" or "all".
  package let iterations: String?
  /// Names of the columns of a model that does not name them itself.
  package let columns: [String]?
  /// A type for each input, as an MLflow signature gives it.
  package let schema: [VersionRecord.SchemaColumn]?
  /// The last day whose data training or validation saw.
  package let trainedUntil: CalendarDate?
  /// In the order of the file.
  package let parameters: [VersionRecord.Entry]
  package let metrics: [String: Double]
  package let training: VersionRecord.Training?
  package let sourceCommit: String?
  /// Path of the verification cases, as it can be opened.
  package let verification: String?
  /// Path of the training profile, as it can be opened.
  package let profile: String?
  package let note: String?
  /// SHA-256 of the file's bytes; nil for what an export wrote of a version that had none.
  package private(set) var digest: String?
  /// The file it was read from.
  package let file: String
  /// Where its keys stand.
  let places: [String: Diagnostic.Place]

  static let keys = [
    "framework", "labels", "iterations", "columns", "schema", "trained_until", "parameters", "metrics",
    "training", "source_commit",
    "verification",
    "profile", "note",
  ]
  static let trainingKeys = ["rows", "positives", "dates", "data_sha256", "script"]
  static let largest = 1 << 20

  func place(of key: String) -> Diagnostic.Place { places[key] ?? .init(file: file) }

  /// Reads a metadata file; the paths in it are relative to its folder and stay in it.
  ///
  /// **Throws** all that is wrong with it at once: unknown keys with the nearest valid one.
  package static func read(_ path: String) throws(Problems) -> VersionMetadata {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: largest)
    } catch {
      throw Problems(
        Diagnostic(
          .registryUnreadable, .configuration, at: .init(file: path), "the metadata can't be read",
          found: error.reason))
    }
    return try decode(bytes, file: path)
  }

  /// Decodes the bytes of a metadata file, or of a card of the Hugging Face Hub, `README.md`.
  package static func decode(_ bytes: [UInt8], file: String) throws(Problems) -> VersionMetadata {
    let node =
      HubCard.isOne(file) ? try HubCard.metadata(bytes, file: file) : try YAMLDocument.read(bytes, file: file)
    var reader = NodeReader()
    let metadata = reader.map(node, keys: keys, what: "the metadata", path: "").map {
      VersionMetadata(&reader, $0, file: file, digest: ContentDigest.sha256(bytes))
    }
    try reader.problems.throwIfAny()
    guard let metadata else { throw reader.problems }
    return metadata
  }

  /// The same as the metadata that a version was first registered with, whatever an export made of it.
  func registered(as digest: String?) -> VersionMetadata {
    var metadata = self
    metadata.digest = digest
    return metadata
  }

  private init(_ reader: inout NodeReader, _ map: NodeMap, file: String, digest: String) {
    self.file = file
    self.digest = digest
    framework = reader.value(map, "framework", .text)
    labels = reader.list(map, "labels", .text)
    iterations = reader.value(map, "iterations", .iterations)
    columns = reader.list(map, "columns", .text)
    schema = VersionMetadata.schema(&reader, map)
    trainedUntil = reader.value(map, "trained_until", .date)
    parameters = VersionMetadata.parameters(&reader, map)
    metrics = reader.dictionary(map, "metrics", .number) ?? [:]
    training = VersionMetadata.training(&reader, map)
    sourceCommit = reader.value(map, "source_commit", .text)
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    verification = reader.value(map, "verification", .besideMetadata).map { folder + $0 }
    profile = reader.value(map, "profile", .besideMetadata).map { folder + $0 }
    note = reader.value(map, "note", .anyText)
    places = reader.places
  }

  /// `{x: double, y: optional long}`, or `{"*": float}` for all inputs.
  private static func schema(_ reader: inout NodeReader, _ map: NodeMap) -> [VersionRecord.SchemaColumn]? {
    guard let node = map.node("schema"),
      let entries = reader.map(node, keys: nil, what: "'schema' of the metadata", path: "schema")?.all
    else { return nil }
    return entries.compactMap { entry in
      reader.parse(entry.value, .columnType, of: "column \(quoted(entry.key)) of the schema").map { type in
        let isOptional = type.hasPrefix(optional)
        return .init(
          name: entry.key, type: isOptional ? String(type.dropFirst(optional.count)) : type,
          required: !isOptional)
      }
    }
  }

  static let optional = "optional "

  /// Values are text as it is written; a list is written on one line.
  private static func parameters(_ reader: inout NodeReader, _ map: NodeMap) -> [VersionRecord.Entry] {
    guard let node = map.node("parameters"),
      let entries = reader.map(node, keys: nil, what: "'parameters' of the metadata", path: "parameters")?.all
    else { return [] }
    return entries.compactMap { entry in
      switch entry.value.content {
      case .empty: return .init(name: entry.key, value: "")
      case .text(let text): return .init(name: entry.key, value: text)
      case .list(let items):
        let what = "an item of parameter \(quoted(entry.key))"
        let texts = items.map { reader.parse($0, .anyText, of: what) ?? "" }
        return .init(name: entry.key, value: "[\(texts.joined(separator: ", "))]")
      case .map:
        _ = reader.parse(entry.value, .anyText, of: "parameter \(quoted(entry.key))")
        return nil
      }
    }
  }

  private static func training(_ reader: inout NodeReader, _ map: NodeMap) -> VersionRecord.Training? {
    guard let node = map.node("training"),
      let training = reader.map(
        node, keys: trainingKeys, what: "'training' of the metadata", path: "training")
    else { return nil }
    return VersionRecord.Training(
      rows: reader.value(training, "rows", .rowCount),
      positives: reader.value(training, "positives", .rowCount),
      dates: reader.value(training, "dates", .text),
      dataDigest: reader.value(training, "data_sha256", .sha256),
      script: reader.value(training, "script", .text))
  }
}

extension ValueParser where Value == String {
  /// A path inside the folder of the file that names it.
  fileprivate static var besideMetadata: ValueParser {
    ValueParser(expected: "a path inside the metadata's folder") { text throws(ValueMismatch) in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard !text.isEmpty, !text.hasPrefix("/"), !parts.contains(".."), !text.utf8.contains(0) else {
        throw ValueMismatch(
          .registryMetadataPath, next: "Put the file beside the metadata and name it without '/' and '..'.")
      }
      return text
    }
  }

  fileprivate static var iterations: ValueParser {
    ValueParser(expected: oneOf(ArtefactOptions.Iterations.allCases.map(\.rawValue))) {
      ArtefactOptions.Iterations(rawValue: $0)?.rawValue
    }
  }

  fileprivate static var columnType: ValueParser {
    ValueParser(expected: "\(oneOf(MLflowSignature.types)), 'optional ' before it where it may be absent") {
      let optional = VersionMetadata.optional
      let type = $0.hasPrefix(optional) ? String($0.dropFirst(optional.count)) : $0
      return MLflowSignature.types.contains(type) ? $0 : nil
    }
  }

  fileprivate static var sha256: ValueParser {
    ValueParser(expected: "a SHA-256: 64 hexadecimal digits in lower case") { text in
      ContentDigest.isWellFormed(text) ? text : nil
    }
  }
}

extension ValueParser where Value == Int {
  /// Training sets may have more rows than a configuration ever counts.
  fileprivate static var rowCount: ValueParser {
    ValueParser(expected: "a whole number from 0") { text in
      let isCount = (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      return isCount ? Int(text) : nil
    }
  }
}
