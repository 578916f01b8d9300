import Foundation
import Models
import Tabular
import Testing
import TreeModels

/// A triple of model, inputs and the framework's own predictions.
struct LightGBMFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: URL

  var testDescription: String { name }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/models/lightgbm")

  static let all: [LightGBMFixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
    return names.sorted().map { LightGBMFixture(name: $0, folder: root.appending(path: $0)) }
      .filter { FileManager.default.fileExists(atPath: $0.folder.appending(path: "expected.csv").path()) }
  }()

  func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: file))) }

  func table(_ file: String) throws -> (header: [String], rows: [[String]]) {
    let records = parseCSV(try bytes(file))
    return (records[0], Array(records.dropFirst()))
  }

  func model(labels: [String]? = nil) throws -> LightGBMModel {
    try LightGBMFormat.open(bytes: bytes("model.txt"), name: name, options: ArtefactOptions(labels: labels))
  }
}

/// Quoted fields, doubled quotes, LF: what Python's csv module writes.
func parseCSV(_ bytes: [UInt8]) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var field: [UInt8] = []
  var quoted = false
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    if quoted {
      if byte == 0x22 {
        if index < bytes.count, bytes[index] == 0x22 {
          field.append(0x22)
          index += 1
        } else {
          quoted = false
        }
      } else {
        field.append(byte)
      }
    } else if byte == 0x22 {
      quoted = true
    } else if byte == 0x2C || byte == 0x0A {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
      if byte == 0x0A {
        records.append(record)
        record = []
      }
    } else {
      field.append(byte)
    }
  }
  return records
}

/// Rows in the storage a signature asks for, input i in column i.
func makeBatch(_ signature: Signature, _ rows: [[String]], capacity: Int? = nil) -> Batch {
  let columns = signature.inputs.map { Column(source: $0.name, storage: $0.storage) }
  var batch = Batch(Layout(columns: columns, capacity: capacity ?? max((rows.count + 255) / 256 * 256, 256)))
  batch.count = rows.count
  for (index, input) in signature.inputs.enumerated() {
    for (row, fields) in rows.enumerated() {
      if case .category(let categories) = input.kind {
        batch.codes(index)[row] =
          categories.firstIndex(of: fields[index]).map { Int32($0) }
          ?? (fields[index].isEmpty ? Storage.missingCode : Storage.unseenCode)
      } else {
        batch.numbers(index)[row] = fields[index].isEmpty ? .nan : Double(fields[index]) ?? .nan
      }
    }
  }
  return batch
}

/// All outputs of a model on some rows, by output.
func score(_ model: any Model, _ rows: [[String]]) throws -> [[Double]] {
  let signature = model.signature
  let request = ScoreRequest(
    columns: Array(signature.inputs.indices), wanted: Set(signature.outputs.indices))
  let scorer = try model.makeScorer(request)
  let batch = makeBatch(signature, rows)
  let predictions = Predictions(signature.outputs, capacity: batch.layout.capacity)
  predictions.reset(count: rows.count)
  try scorer.score(batch, into: predictions)
  return signature.outputs.enumerated().map { index, output in
    (0..<rows.count).map { row in
      if case .label = output.kind { return Double(predictions.labels(index)[row]) }
      return predictions.numbers(index)[row]
    }
  }
}

/// The distance in units of the last place; 0 for the same bits, and for two that are not numbers.
func ulps(_ a: Double, _ b: Double) -> UInt64 {
  if a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) { return 0 }
  guard a.isFinite, b.isFinite, a.sign == b.sign else { return .max }
  return a.bitPattern > b.bitPattern ? a.bitPattern - b.bitPattern : b.bitPattern - a.bitPattern
}
