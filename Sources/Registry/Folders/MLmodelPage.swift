import Book
import Diagnostics
import Workspace

/// The `MLmodel` file of a model that MLflow logged: which flavour, which file, which signature.
///
/// **Source:** MLflow 3.17, `mlflow/models/model.py`; flavours as `mlflow/lightgbm`, `xgboost` and `onnx` write them.
enum MLmodelPage {
  static let name = "MLmodel"
  static let largest = 4 << 20

  /// Reads the page, and the artefact of the flavour that can be scored exactly.
  static func open(_ folder: FolderFile) throws(Problems) -> Artefact {
    let file = "\(folder.folder)/\(name)"
    let place = Diagnostic.Place(file: file)
    let bytes = try several { () throws(Diagnostic) in
      try folder.read(name, limit: largest, named: place, as: "the MLflow model")
    }
    let root = MLmodelNode(try YAMLDocument.read(bytes, file: file))
    guard let flavours = root["flavors"]?.map, !flavours.isEmpty else {
      throw Problems(
        Diagnostic(
          .registryMlflow, .configuration, at: place, "the MLmodel names no flavour",
          expected: "'flavors' with lightgbm, xgboost or onnx",
          next: "The file may be cut short: log the model again."))
    }
    var problems = Problems()
    var page = ArtefactPage(file: file, title: ["MLflow", root.text("mlflow_version")].told)
    var artefact: (bytes: [UInt8], path: String)?
    do throws(Diagnostic) {
      let flavour = try MLflowFlavour.choose(flavours, at: place)
      page.framework = flavour.framework
      if flavour.usesBestIteration { page.options = .init(iterations: "best") }
      let data = try folder.read(
        flavour.data, limit: Registry.largestArtefact, named: flavour.place, as: "the model's artefact")
      if let problem = flavour.wrapperProblem(data) { throw problem }
      artefact = (data, "\(folder.folder)/\(flavour.data)")
    } catch {
      problems.add(error)
    }
    do {
      let schema = try MLflowSignature.inputs(root["signature"], at: place)
      page.options = .init(iterations: page.options.iterations, schema: schema?.columns)
      page.tensorWidth = schema?.width
    } catch {
      problems.add(error)
    }
    page.origin = origin(root, flavours)
    if let example = root["saved_input_example_info"] {
      do {
        page.example = try InputExample.read(example, in: folder)
      } catch {
        page.warnings.append(error)
      }
    }
    try problems.throwIfAny()
    guard let artefact else { throw problems }
    return Artefact(
      try Artefact.whole(artefact.bytes, path: artefact.path), path: artefact.path, page: page)
  }

  static func origin(_ root: MLmodelNode, _ flavours: [YAMLEntry]) -> [VersionRecord.Entry] {
    let python = flavours.first { $0.key == "python_function" }.map { MLmodelNode($0.value) }
    let found: [(String, String?)] = [
      ("mlflow_version", root.text("mlflow_version")), ("mlflow_run_id", root.text("run_id")),
      ("mlflow_model_id", root.text("model_id")), ("mlflow_model_uuid", root.text("model_uuid")),
      ("mlflow_artifact_path", root.text("artifact_path")), ("logged_at", root.text("utc_time_created")),
      ("python_version", python?.text("python_version")),
    ]
    return found.compactMap { name, value in value.map { .init(name: name, value: $0) } }
  }
}

/// A value of an `MLmodel`: unknown keys are left alone, since each version of MLflow adds some.
struct MLmodelNode {
  let node: YAMLNode

  init(_ node: YAMLNode) { self.node = node }

  var map: [YAMLEntry]? { if case .map(let entries) = node.content { entries } else { nil } }

  subscript(_ key: String) -> MLmodelNode? {
    map?.first { $0.key == key }.map { MLmodelNode($0.value) }.flatMap { $0.isNull ? nil : $0 }
  }

  var isNull: Bool { node.content == .empty || node.text == "null" || node.text == "~" }

  /// One line of text, shortened; nil for anything else.
  func text(_ key: String) -> String? {
    guard let text = self[key]?.node.text, !text.isEmpty else { return nil }
    return String(visible(text).prefix(200))
  }
}

extension [String?] {
  /// Those that there are, with a blank between.
  var told: String { compactMap { $0 }.joined(separator: " ") }
}
