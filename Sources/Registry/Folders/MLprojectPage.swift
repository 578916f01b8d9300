import Book
import Diagnostics
import Workspace

/// An `MLproject` with what a platform wrote beside MLflow's own keys: whose service it is, which bytes it
/// serves, how long an answer may take and what stands in for one.
///
/// **Source:** MLflow 3.17, `mlflow/projects/_project_spec.py`: the file's name in any case, unknown keys ignored.
enum MLprojectPage {
  static let largest = 1 << 20

  static func isName(_ name: String) -> Bool { name.lowercased() == "mlproject" }

  static func open(_ folder: FolderFile, name: String) throws(Problems) -> Artefact {
    let file = "\(folder.folder)/\(name)"
    let bytes = try several { () throws(Diagnostic) in
      try folder.read(name, limit: largest, named: .init(file: file), as: "the MLproject")
    }
    let root = try YAMLDocument.read(bytes, file: file)
    guard case .map = root.content else {
      throw Problems(
        Diagnostic(
          .registryMlproject, .configuration, at: root.place, "the MLproject is not a map",
          expected: "keys with values", found: root.found))
    }
    var reader = MLprojectReader(root)
    var page = ArtefactPage(file: file, title: "MLproject")
    page.service = reader.service()
    page.origin = reader.origin()
    var problems = reader.problems
    var artefact: (bytes: [UInt8], path: String)?
    do {
      artefact = try self.artefact(reader, in: folder, page: name)
    } catch {
      problems.add(error)
    }
    if let version = reader.text("model_version"), version.utf8.count == 40, let artefact {
      let found = ContentDigest.sha1(artefact.bytes)
      let named = version.lowercased()
      if named != found {
        problems.add(
          Diagnostic(
            .registryMlproject, .configuration, at: reader.place(of: "model_version"),
            "the artefact is not the one that the MLproject speaks of", expected: "SHA-1 \(named)",
            found: "SHA-1 \(found) of \(quoted(artefact.path))",
            next: "Bring the file that belongs to it, or write its own SHA-1 as 'model_version'."))
      }
    }
    try problems.throwIfAny()
    guard let artefact else { throw problems }
    return Artefact(artefact.bytes, path: artefact.path, page: page)
  }

  /// The file under `model`, else the only one beside the page that can be read as a model.
  private static func artefact(
    _ reader: MLprojectReader, in folder: FolderFile, page: String
  ) throws(Diagnostic) -> (bytes: [UInt8], path: String) {
    if let named = reader.text("model") {
      let place = reader.place(of: "model")
      let bytes = try folder.read(
        named, limit: Registry.largestArtefact, named: place, as: "the model of the MLproject")
      return (bytes, "\(folder.folder)/\(named)")
    }
    var found: [String] = []
    for name in try folder.names() ?? [] where name != page && FolderFile.isFile("\(folder.folder)/\(name)") {
      guard let start = FilePrefix.read("\(folder.folder)/\(name)", count: 65_536),
        ArtefactFormat.recognise(start) != nil
      else { continue }
      found.append(name)
      if found.count > 5 { break }
    }
    guard let name = found.first, found.count == 1 else {
      throw Diagnostic(
        .registryMlproject, .configuration, at: .init(file: "\(folder.folder)/\(page)"),
        found.isEmpty
          ? "no file beside the MLproject can be read as a model"
          : "several files beside the MLproject can be read as models",
        found: found.isEmpty ? nil : found.map { quoted($0) }.joined(separator: ", "),
        next: "Name one: 'model: FILE'.")
    }
    let bytes = try folder.read(
      name, limit: Registry.largestArtefact, named: .init(file: "\(folder.folder)/\(page)"),
      as: "the model of the MLproject")
    return (bytes, "\(folder.folder)/\(name)")
  }
}

/// The keys of an `MLproject` that are read; `service-id` and `Service ID` are `service_id`.
struct MLprojectReader {
  private let entries: [String: YAMLEntry]
  private(set) var problems = Problems()

  init(_ root: YAMLNode) {
    var entries: [String: YAMLEntry] = [:]
    if case .map(let found) = root.content {
      for entry in found {
        let key = entry.key.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
        if entries[String(key)] == nil { entries[String(key)] = entry }
      }
    }
    self.entries = entries
  }

  func text(_ key: String) -> String? {
    entries[key]?.value.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  func place(of key: String) -> Diagnostic.Place {
    entries[key]?.value.place ?? entries[key]?.place ?? .init(file: "MLproject")
  }

  mutating func service() -> VersionRecord.Service? {
    let service = VersionRecord.Service(
      name: line("name"), serviceID: line("service_id"), team: line("team"),
      description: line("description"), inputType: line("input_type"), sloMicroseconds: slo(),
      defaultOutput: defaultOutput(), packages: packages())
    let empty = VersionRecord.Service(
      name: nil, serviceID: nil, team: nil, description: nil, inputType: nil, sloMicroseconds: nil,
      defaultOutput: nil, packages: nil)
    if let version = entries["model_version"], version.value.text?.utf8.count != 40 {
      report("model_version", "the SHA-1 of the artefact: 40 hexadecimal digits")
    }
    return service == empty ? nil : service
  }

  mutating func origin() -> [VersionRecord.Entry] {
    guard case .map(let points)? = entries["entry_points"]?.value.content else { return [] }
    let names = points.map { visible($0.key.prefix(60)) }.prefix(20).joined(separator: ", ")
    return names.isEmpty ? [] : [.init(name: "entry_points", value: names)]
  }

  private mutating func report(_ key: String, _ expected: String) {
    guard let entry = entries[key] else { return }
    problems.add(
      Diagnostic(
        .registryMlproject, .configuration, at: entry.value.place,
        "wrong value for '\(key)' of the MLproject",
        expected: expected, found: entry.value.text.map { quoted($0) } ?? entry.value.found))
  }

  /// Text on one line; what has several is joined.
  private mutating func line(_ key: String) -> String? {
    guard let entry = entries[key], entry.value.content != .empty else { return nil }
    guard let text = entry.value.text, text.utf8.count <= 4000 else {
      report(key, "a text of at most 4000 bytes")
      return nil
    }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.isEmpty ? nil : visible(line)
  }

  /// A whole number of microseconds.
  private mutating func slo() -> Int? {
    guard entries["slo"] != nil else { return nil }
    guard let text = text("slo"), text.utf8.count <= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int(text), value > 0
    else {
      report("slo", "a whole number of microseconds, such as 50000")
      return nil
    }
    return value
  }

  /// Values by output; a single value stands for the model's first output that is a number.
  private mutating func defaultOutput() -> [VersionRecord.Entry]? {
    guard let entry = entries["default_output"] else { return nil }
    switch entry.value.content {
    case .empty: return nil
    case .text(let text): return [.init(name: "", value: text)]
    case .map(let values):
      let outputs = values.compactMap { value in
        value.value.text.map { VersionRecord.Entry(name: value.key, value: $0) }
      }
      if outputs.count == values.count, !outputs.isEmpty { return outputs }
    case .list: break
    }
    report("default_output", "a value, or a map such as {probability: 0.0}")
    return nil
  }

  private mutating func packages() -> [String]? {
    guard let entry = entries["packages"], entry.value.content != .empty else { return nil }
    if case .list(let items) = entry.value.content {
      let texts = items.compactMap { $0.text.map { visible($0.prefix(200)) } }
      if texts.count == items.count, texts.count <= 1000 { return texts.isEmpty ? nil : texts }
    }
    if let text = entry.value.text, text.utf8.count <= 4000 { return [visible(text)] }
    report("packages", "a list such as [lightgbm==4.7.0]")
    return nil
  }
}
