import Book
package import Diagnostics
package import Models
import TreeModels
import Workspace

/// The formats of artefacts that this version reads, told by their content and never by a file's name.
package enum ArtefactFormat: String, Sendable, Hashable, CaseIterable {
  /// LightGBM's text model.
  case lightgbm
  /// XGBoost's JSON and UBJSON.
  case xgboost
  /// A table model of ours: points for ranges and categories.
  case scorecard

  /// What a person calls it.
  package var title: String {
    switch self {
    case .lightgbm: "LightGBM text"
    case .xgboost: "XGBoost JSON or UBJSON"
    case .scorecard: "scorecard (YAML)"
    }
  }

  /// What an exported artefact's name ends with.
  var suffix: String {
    switch self {
    case .lightgbm: "txt"
    case .xgboost: "xgb"
    case .scorecard: "yaml"
    }
  }

  /// What may be said about an artefact that it does not say itself, in the order it is told.
  package var options: [Option] {
    switch self {
    case .lightgbm: [.labels, .columns]
    case .xgboost: Option.allCases
    case .scorecard: []
    }
  }

  /// Whether its reader takes names for the inputs itself; else they are given to a model of numbered ones.
  var takesColumns: Bool {
    switch self {
    case .xgboost: true
    case .lightgbm, .scorecard: false
    }
  }

  /// Its lines of the support matrix; nil where it has not declared them.
  package var support: FormatSupport? {
    switch self {
    case .xgboost: XGBoostFormat.support
    case .lightgbm, .scorecard: nil
    }
  }

  /// Tells a file's format.
  ///
  /// **Throws** for anything else, naming what it looks like and what can be read.
  package static func detect(_ bytes: [UInt8], file: String) throws(Diagnostic) -> ArtefactFormat {
    if let format = recognise(bytes) { return format }
    let foreign = ForeignFormat.guess(bytes)
    if foreign == nil, let keys = yamlKeys(bytes, file: file) {
      if keys.contains("scorecard") { return .scorecard }
      throw Diagnostic(
        .registryFormat, .configuration, at: .init(file: file), "the file is YAML, but no model",
        expected: "the key 'scorecard'",
        found: keys.isEmpty ? "no key" : "'\(keys.joined(separator: "', '"))'",
        next: keys.lazy.compactMap { nearestName(to: $0, among: ["scorecard"]) }.first
          .map { "Did you mean '\($0)'?" } ?? readable)
    }
    throw Diagnostic(
      .registryFormat, .configuration, at: .init(file: file), "the file is no model that can be read",
      found: foreign?.name ?? (bytes.isEmpty ? "an empty file" : "something unknown"),
      next: [foreign?.advice, readable].compactMap { $0 }.joined(separator: " "))
  }

  private static var readable: String {
    "This version reads \(oneOf(allCases.map(\.title)))."
  }

  /// The format that a file's first bytes tell; nil for none of ours.
  static func recognise(_ bytes: [UInt8]) -> ArtefactFormat? {
    if LightGBMFormat.recognises(bytes.prefix(256)) { return .lightgbm }
    if XGBoostFormat.recognises(bytes.prefix(256)) { return .xgboost }
    if ScorecardFormat.recognises(bytes.prefix(65536)) { return .scorecard }
    return nil
  }

  /// Keys at the top of a YAML map; nil for what is none.
  private static func yamlKeys(_ bytes: [UInt8], file: String) -> [String]? {
    guard let node = try? YAMLDocument.read(bytes, file: file), case .map(let entries) = node.content else {
      return nil
    }
    return entries.map(\.key)
  }

  /// Reads a whole artefact.
  ///
  /// **Throws** all that is wrong with it or can't be done exactly, at once.
  package func open(
    _ bytes: [UInt8], name: String, options: ArtefactOptions
  ) throws(Problems) -> any Model {
    let labels = options.labels
    switch self {
    case .lightgbm:
      return try LightGBMFormat.open(bytes: bytes, name: name, options: options)
    case .xgboost:
      return try XGBoostFormat.open(bytes: bytes, name: name, options: options)
    case .scorecard:
      let model = try ScorecardFormat.open(bytes: bytes, name: name)
      if let labels, labels != model.signature.task.labels {
        throw Problems(
          Diagnostic(
            .registryLabels, .configuration, at: .init(file: name),
            "the metadata gives other labels than the model",
            expected: "'\(model.signature.task.labels.joined(separator: "', '"))'",
            found: "'\(labels.joined(separator: "', '"))'", next: "Remove 'labels' from the metadata."))
      }
      return model
    }
  }
}
