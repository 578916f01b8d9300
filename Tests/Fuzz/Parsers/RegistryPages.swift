import Foundation
import Models
import Workspace

@testable import Registry

extension FuzzedParser {
  /// The metadata beside an artefact.
  static let metadataYAML = FuzzedParser("metadata-yaml") { bytes in
    _ = try? VersionMetadata.decode(bytes, file: "folder/metadata.yaml")
  }

  /// MLflow's pages: an `MLmodel`, a NUL, an input example; the first one also read as an `MLproject`.
  static let mlmodel = FuzzedParser("mlmodel") { bytes in
    let folder = FileManager.default.temporaryDirectory.path() + "/scorebook-fuzz-\(getpid()).model"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { return }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    for (name, content) in zip(["MLmodel", "input_example.json"], parts) {
      guard (try? Data(content).write(to: URL(filePath: "\(folder)/\(name)"))) != nil else { return }
    }
    guard (try? Data("tree\nversion=v4\n".utf8).write(to: URL(filePath: "\(folder)/model.lgb"))) != nil else {
      return
    }
    _ = try? MLmodelPage.open(FolderFile(folder: folder))
    guard let root = try? YAMLDocument.read(Array(parts[0]), file: "MLproject") else { return }
    var reader = MLprojectReader(root)
    _ = (reader.service(), reader.origin(), reader.text("model"), reader.problems)
  }
}
