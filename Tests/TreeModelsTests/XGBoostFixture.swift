import Foundation
import Models
import Testing
import TreeModels

/// A triple of model, inputs and the framework's own predictions.
struct XGBoostFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: URL

  var testDescription: String { name }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/models/xgboost")

  static let all: [XGBoostFixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
    return names.sorted().map { XGBoostFixture($0) }.filter { $0.has("expected.csv") }
  }()

  init(_ name: String) {
    self.name = name
    folder = XGBoostFixture.root.appending(path: name)
  }

  func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: file).path())
  }

  var modelFile: String { has("model.ubj") ? "model.ubj" : "model.json" }

  func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: file))) }

  func table(_ file: String) throws -> (header: [String], rows: [[String]]) {
    let records = parseCSV(try bytes(file))
    return (records[0], Array(records.dropFirst()))
  }

  func model(_ options: ArtefactOptions = .none) throws -> XGBoostModel {
    try XGBoostFormat.open(bytes: bytes(modelFile), name: name, options: options)
  }
}
