import Diagnostics
import Foundation
import Models
import ONNXModels
import Tabular
import Testing

/// A triple of model, inputs and what ONNX Runtime itself says of them.
struct ONNXFixture: Sendable, CustomTestStringConvertible {
  struct Case: Decodable {
    struct Options: Decodable {
      let columns: [String]?
      let labels: [String]?
    }
    let options: Options
  }

  let name: String
  let folder: URL

  var testDescription: String { name }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/models/onnx")

  static let folders: [ONNXFixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
    return names.sorted().map { ONNXFixture(name: $0, folder: root.appending(path: $0)) }
      .filter { FileManager.default.fileExists(atPath: $0.folder.appending(path: "model.onnx").path()) }
  }()

  static let scored = folders.filter { !$0.name.hasPrefix("refused-") && !$0.name.hasPrefix("failing-") }

  static func named(_ name: String) -> ONNXFixture {
    ONNXFixture(name: name, folder: root.appending(path: name))
  }

  func bytes(_ file: String = "model.onnx") throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: file)))
  }

  func table(_ file: String) throws -> (header: [String], rows: [[String]]) {
    let records = parseCSV(try bytes(file))
    return (records[0], Array(records.dropFirst()))
  }

  func options() throws -> ArtefactOptions {
    let options = try JSONDecoder().decode(Case.self, from: Data(bytes("case.json"))).options
    return ArtefactOptions(labels: options.labels, columns: options.columns)
  }

  /// What lies beside the model and may be its weights.
  func external() -> [String: [UInt8]] {
    (try? bytes("weights.bin")).map { ["weights.bin": $0] } ?? [:]
  }

  func model(inspector: ONNXInspector = ONNXInspector(program: nil)) throws -> ONNXModel {
    try ONNXFormat.open(
      bytes: bytes(), name: name, options: options(), external: external(), inspector: inspector)
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

/// Rows as text, scored: by row, each output's value as text; a refused row has its status instead.
struct Scored: Equatable {
  var rows: [[String]]
  var status: [RowStatus]
  var blame: [Int32]
  /// Of refused rows: what ONNX Runtime said.
  var reasons: [Int: String] = [:]
}

/// - Parameter batches: sizes of batches, in turn.
func score(_ model: any Model, _ rows: [[String]], batches: [Int] = [1024], wanted: Set<Int>? = nil) throws
  -> Scored
{
  let signature = model.signature
  let request = ScoreRequest(
    columns: Array(signature.inputs.indices), wanted: wanted ?? Set(signature.outputs.indices))
  let scorer = try model.makeScorer(request)
  let columns = signature.inputs.map { Column(source: $0.name, storage: $0.storage) }
  var batch = Batch(Layout(columns: columns, capacity: 1024))
  let predictions = Predictions(signature.outputs, capacity: 1024)
  var result = Scored(rows: [], status: [], blame: [])
  var first = 0
  var turn = 0
  while first < rows.count {
    let part = Array(rows[first..<min(first + batches[turn % batches.count], rows.count)])
    let text = Array(part.joined().joined().utf8)
    batch.count = part.count
    var start = 0
    for (row, fields) in part.enumerated() {
      for (index, input) in signature.inputs.enumerated() {
        let field = fields[index]
        if input.kind == .text {
          batch.slices(index)[row] =
            field.isEmpty
            ? .missing : TextSlice(start: UInt32(start), length: UInt32(field.utf8.count))
        } else {
          batch.numbers(index)[row] = field.isEmpty ? .nan : try #require(Double(field))
        }
        start += field.utf8.count
      }
    }
    predictions.reset(count: part.count)
    try text.withUnsafeBytes { bytes in
      batch.textBase = bytes.baseAddress
      try scorer.score(batch, into: predictions)
    }
    for (row, reason) in predictions.reasons { result.reasons[first + row] = reason }
    for row in part.indices {
      result.status.append(predictions.status[row])
      result.blame.append(predictions.blame[row])
      result.rows.append(
        signature.outputs.enumerated().map { index, output in
          switch output.kind {
          case .number:
            let value = predictions.numbers(index)[row]
            return value.isNaN ? "" : value.description
          case .label(let labels):
            let label = Int(predictions.labels(index)[row])
            return label < 0 ? "" : labels[label]
          case .text:
            let slice = predictions.slices(index)[row]
            return slice.isMissing ? "" : String(decoding: predictions.text.bytes(of: slice), as: UTF8.self)
          }
        })
    }
    first += part.count
    turn += 1
  }
  return result
}

/// The diagnostics of a model that is refused.
func problems(_ body: () throws(Problems) -> ONNXModel) -> [Diagnostic] {
  do {
    _ = try body()
    return []
  } catch {
    return error.list
  }
}
