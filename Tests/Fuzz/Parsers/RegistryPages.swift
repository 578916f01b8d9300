import Diagnostics
import Workspace

@testable import Registry

extension FuzzedParser {
  /// The metadata beside an artefact.
  static let metadataYAML = FuzzedParser("metadata-yaml") { bytes in
    _ = try? VersionMetadata.decode(bytes, file: "folder/metadata.yaml")
  }

  /// MLflow's pages without the files they name: an `MLmodel`, a NUL, an input example; the first one also read as
  /// an `MLproject`.
  static let mlmodel = FuzzedParser("mlmodel") { bytes in
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    if let page = try? YAMLDocument.read(Array(parts[0]), file: "MLmodel") {
      readMLmodel(MLmodelNode(page))
      var reader = MLprojectReader(page)
      _ = (reader.service(), reader.origin(), reader.text("model"), reader.problems)
    }
    guard parts.count > 1 else { return }
    guard let example = try? YAMLDocument.read(Array(parts[1]), file: "input_example.json"),
      let table = InputExample.rows(example)
    else { return }
    precondition(table.rows.count <= InputExample.mostRows, "more rows than are taken")
    precondition(table.rows.allSatisfy { $0.count == table.rows[0].count }, "ragged rows")
  }

  private static func readMLmodel(_ root: MLmodelNode) {
    let place = Diagnostic.Place(file: "MLmodel")
    _ = try? MLflowSignature.inputs(root["signature"], at: place)
    _ = root.text("mlflow_version")
    guard let flavours = root["flavors"]?.map else { return }
    _ = MLmodelPage.origin(root, flavours)
    guard let flavour = try? MLflowFlavour.choose(flavours, at: place) else { return }
    _ = (flavour.usesBestIteration, flavour.wrapperProblem([0x80, 2]))
  }
}
