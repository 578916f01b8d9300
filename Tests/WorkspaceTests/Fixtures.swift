import Diagnostics
import Foundation
import Workspace

/// The repository's root, found from this file.
let repositoryRoot = String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined())

/// The path of a fixture.
func fixture(_ name: String) -> String { "\(repositoryRoot)/Tests/Fixtures/workspace/\(name)" }

/// What loading a text says, a line for each problem.
func problems(_ yaml: String) -> [String] {
  do {
    _ = try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/ws")
    return []
  } catch {
    return error.list.map(\.description)
  }
}

/// The text of a fixture; empty where it can't be read, which no test takes for a pass.
func text(ofFixture name: String) -> String {
  (try? ConfigurationLoader.readText(fixture(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
}

/// Writes a text into a new folder of its own and gives the folder, absolute.
func temporaryFolder(_ files: [String: String] = [:]) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("workspace-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for (name, text) in files {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  return WorkspaceLocator.absolute(folder.path)
}
