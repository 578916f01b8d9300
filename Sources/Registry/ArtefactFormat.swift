import Book
package import Diagnostics
package import Models
import ONNXModels
import TreeModels
import Workspace

/// The formats of artefacts that this version reads, told by their content and never by a file's name.
package enum ArtefactFormat: String, Sendable, Hashable, CaseIterable {
  /// LightGBM's text model.
  case lightgbm
  /// XGBoost's JSON and UBJSON.
  case xgboost
  /// A graph of operators, run by ONNX Runtime.
  case onnx
  /// A table model of ours: points for ranges and categories.
  case scorecard
  /// A table model of ours: values by key.
  case lookup
  /// A table model of ours: the first condition that holds.
  case rules
  /// A table model of ours: coefficients.
  case linear
  /// A program that answers rows.
  case process

  /// What a person calls it.
  package var title: String {
    switch self {
    case .lightgbm: "LightGBM text"
    case .xgboost: "XGBoost JSON or UBJSON"
    case .onnx: "ONNX"
    case .scorecard: "scorecard (YAML)"
    case .lookup: "look-up (YAML, CSV)"
    case .rules: "rules (YAML)"
    case .linear: "linear model (YAML, CSV)"
    case .process: "process model (YAML)"
    }
  }

  /// What an exported artefact's name ends with; its content is told by its content.
  var suffix: String {
    switch self {
    case .lightgbm: "txt"
    case .xgboost: "xgb"
    case .onnx: "onnx"
    case .scorecard, .rules: "yaml"
    case .lookup, .linear: "table"
    case .process: "tar"
    }
  }

  /// What may be said about an artefact that it does not say itself, in the order it is told.
  package var options: [Option] {
    switch self {
    case .lightgbm, .xgboost: Option.allCases
    case .onnx: [.labels, .columns]
    case .process: [.labels]
    case .scorecard, .lookup, .rules, .linear: []
    }
  }

  /// Whether its reader takes names for the inputs itself; else they are given to a model of numbered ones.
  var takesColumns: Bool {
    switch self {
    case .xgboost, .onnx: true
    case .lightgbm, .scorecard, .lookup, .rules, .linear, .process: false
    }
  }

  /// Its lines of the support matrix.
  package var support: FormatSupport {
    switch self {
    case .lightgbm: LightGBMFormat.support
    case .xgboost: XGBoostFormat.support
    case .onnx: ONNXFormat.support
    case .scorecard: ScorecardFormat.support
    case .lookup: LookupFormat.support
    case .rules: RulesFormat.support
    case .linear: LinearFormat.support
    case .process: ProcessFormat.support
    }
  }

  /// Tells a file's format.
  ///
  /// **Throws** for anything else, naming what it looks like and what can be read.
  package static func detect(_ bytes: [UInt8], file: String) throws(Diagnostic) -> ArtefactFormat {
    if let format = recognise(bytes) { return format }
    let foreign = ForeignFormat.guess(bytes)
    if foreign == nil {
      if let keys = yamlKeys(bytes, file: file) { return try format(keys, file: file) }
      // A page of ours that is broken is told by its own reader.
      if let format = firstKey(bytes).flatMap({ topKeys[$0] }) { return format }
      if let damaged = damagedMark(bytes, file: file) { throw damaged }
    }
    throw Diagnostic(
      .registryFormat, .configuration, at: .init(file: file), "the file is no model that can be read",
      found: foreign?.name ?? (bytes.isEmpty ? "an empty file" : "something unknown"),
      next: [foreign?.advice, readable].compactMap { $0 }.joined(separator: " "))
  }

  /// The format of a YAML file by its keys. **Throws** where none of them is ours.
  private static func format(_ keys: [String], file: String) throws(Diagnostic) -> ArtefactFormat {
    if let format = keys.lazy.compactMap({ topKeys[$0] }).first { return format }
    let known = topKeys.keys.sorted()
    throw Diagnostic(
      .registryFormat, .configuration, at: .init(file: file), "the file is YAML, but no model",
      expected: "the key \(oneOf(known.map { "'\($0)'" }))",
      found: keys.isEmpty ? "no key" : "'\(keys.joined(separator: "', '"))'",
      next: keys.lazy.compactMap { nearestName(to: $0, among: known) }.first.map { "Did you mean '\($0)'?" }
        ?? readable)
  }

  /// A first line that was meant to be the mark of a table in CSV, and is none; nil for any other file.
  private static func damagedMark(_ bytes: [UInt8], file: String) -> Diagnostic? {
    let marks = ["# scorebook lookup", "# scorebook linear"]
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let first = start.prefix(200).prefix { $0 != 0x0A && $0 != 0x0D }
    let line = String(decoding: first, as: UTF8.self)
    let near = nearestName(to: line, among: marks)
    guard near != nil || (line.hasPrefix("#") && line.lowercased().contains("scorebook")) else { return nil }
    return Diagnostic(
      .registryFormat, .configuration, at: .init(file: file, line: 1),
      "the first line is no mark of a table in CSV", expected: oneOf(marks.map { "'\($0)'" }),
      found: quoted(String(line.prefix(80))), next: near.map { "Did you mean '\($0)'?" } ?? readable)
  }

  private static var readable: String {
    "This version reads \(oneOf(allCases.map(\.title)))."
  }

  /// The only key at the top of our own pages.
  private static let topKeys: [String: ArtefactFormat] = [
    "scorecard": .scorecard, "lookup": .lookup, "rules": .rules, "linear": .linear, "process": .process,
  ]

  /// The format that a file's first bytes tell; nil for none of ours.
  static func recognise(_ bytes: [UInt8]) -> ArtefactFormat? {
    if LightGBMFormat.recognises(bytes.prefix(256)) { return .lightgbm }
    if XGBoostFormat.recognises(bytes.prefix(256)) { return .xgboost }
    let prefix = bytes.prefix(65536)
    if ProcessFormat.recognises(prefix) { return .process }
    if ArtefactBundle.recognises(prefix) {
      return prefix.starts(with: Artefact.onnxName.utf8) ? .onnx : nil
    }
    if ScorecardFormat.recognises(prefix) { return .scorecard }
    if LookupFormat.recognises(prefix) { return .lookup }
    if RulesFormat.recognises(prefix) { return .rules }
    if LinearFormat.recognises(prefix) { return .linear }
    return ONNXFormat.recognises(prefix) ? .onnx : nil
  }

  /// What stands before the colon in the first line that says something.
  private static func firstKey(_ bytes: [UInt8]) -> String? {
    for line in bytes.prefix(65536).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    where line.first != 0x23 && !line.starts(with: "---".utf8) && !line.allSatisfy({ $0 == 0x20 }) {
      return line.firstIndex(of: 0x3A).map { String(decoding: line[..<$0], as: UTF8.self) }
    }
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
    switch self {
    case .lightgbm: return try LightGBMFormat.open(bytes: bytes, name: name, options: options)
    case .xgboost: return try XGBoostFormat.open(bytes: bytes, name: name, options: options)
    case .onnx:
      guard ArtefactBundle.recognises(bytes) else {
        return try ONNXFormat.open(bytes: bytes, name: name, options: options)
      }
      let bundle = try ArtefactBundle(reading: bytes, name: name)
      let external = bundle.others.map { ($0.name, $0.bytes) }
      return try ONNXFormat.open(
        bytes: bundle.main.bytes, name: name, options: options,
        external: Dictionary(external) { first, _ in first })
    case .scorecard: return try ScorecardFormat.open(bytes: bytes, name: name, options: options)
    case .lookup: return try LookupFormat.open(bytes: bytes, name: name, options: options)
    case .rules: return try RulesFormat.open(bytes: bytes, name: name, options: options)
    case .linear: return try LinearFormat.open(bytes: bytes, name: name, options: options)
    case .process: return try ProcessFormat.open(bytes: bytes, name: name, options: options)
    }
  }
}
