import Foundation
import Models
import Tabular
import Testing

/// A table model's case: its file, inputs, and what an independent program says of them.
struct TableFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/models")

  let bytes: [UInt8]
  let inputs: [[String]]
  let inputNames: [String]
  let outputNames: [String]
  let expected: [[String]]

  init(_ path: String) throws {
    let folder = TableFixture.folder.appending(path: path)
    let file = ["model.yaml", "model.csv"].map { folder.appending(path: $0) }
      .first { FileManager.default.fileExists(atPath: $0.path()) }
    bytes = Array(try Data(contentsOf: #require(file)))
    func rows(_ name: String) throws -> [[String]] {
      let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
      // Fields without commas: quotes stand around an empty one only.
      return text.split(separator: "\n").map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map { $0 == "\"\"" ? "" : String($0) }
      }
    }
    let (input, output) = (try rows("input.csv"), try rows("expected.csv"))
    (inputNames, inputs) = (input[0], Array(input.dropFirst()))
    (outputNames, expected) = (Array(output[0].dropFirst()), Array(output.dropFirst()))
    #expect(inputs.count == expected.count)
  }

  /// Scores the inputs and compares: numbers within a relative tolerance of the value or of 1, else to the last bit.
  func check(_ model: any Model, tolerance: Double = 0) throws {
    let order = try model.signature.inputs.map { input in
      try #require(inputNames.firstIndex(of: input.name), "no column \(input.name)")
    }
    let outputs = try outputNames.map { name in
      try #require(model.signature.outputs.firstIndex { $0.name == name }, "no output \(name)")
    }
    #expect(outputs.count == model.signature.outputs.count)
    let rows = inputs.map { row in order.map { row[$0] } }
    let run = try TableRun(model, rows)
    for (row, expected) in expected.enumerated() {
      #expect("\(run.predictions.status[row])" == expected[0], "row \(row + 1): \(inputs[row])")
      for (position, output) in outputs.enumerated() {
        let (wanted, got) = (expected[position + 1], run.text(output, row))
        if tolerance > 0, let a = Double(wanted), let b = Double(got),
          case .number = model.signature.outputs[output].kind
        {
          #expect(abs(a - b) <= tolerance * max(1, abs(a)), "row \(row + 1): \(wanted) and \(got)")
        } else {
          #expect(wanted == got, "row \(row + 1), \(outputNames[position]): \(inputs[row])")
        }
      }
    }
  }
}

/// Rows scored by a model, all outputs.
struct TableRun {
  let model: any Model
  let predictions: Predictions

  init(_ model: any Model, _ rows: [[String]], wanted: Set<Int>? = nil) throws {
    self.model = model
    let columns = model.signature.inputs.map { Column(source: $0.name, storage: $0.storage) }
    var batch = Batch(Layout(columns: columns, capacity: max((rows.count + 255) / 256 * 256, 256)))
    batch.count = rows.count
    var text: [UInt8] = []
    for (index, input) in model.signature.inputs.enumerated() {
      var codes: [[UInt8]: Int32] = [:]
      if case .category(let names) = input.kind {
        for (code, name) in names.enumerated() { codes[Array(name.utf8)] = Int32(code) }
      }
      for (row, fields) in rows.enumerated() {
        let field = fields[index]
        switch input.storage {
        case .number: batch.numbers(index)[row] = Double(field) ?? .nan
        case .category:
          batch.codes(index)[row] =
            field.isEmpty ? Storage.missingCode : codes[Array(field.utf8)] ?? Storage.unseenCode
        case .text:
          batch.slices(index)[row] =
            field.isEmpty
            ? .missing : TextSlice(start: UInt32(text.count), length: UInt32(field.utf8.count))
          text += field.utf8
        }
      }
    }
    predictions = Predictions(model.signature.outputs, capacity: batch.layout.capacity)
    let request = ScoreRequest(
      columns: Array(model.signature.inputs.indices), wanted: wanted ?? Set(model.signature.outputs.indices))
    let scorer = try model.makeScorer(request)
    let predictions = predictions
    // Twice: the second batch must not see the first.
    for _ in 0..<2 {
      predictions.reset(count: rows.count)
      try text.withUnsafeBytes { bytes in
        batch.textBase = bytes.baseAddress
        try scorer.score(batch, into: predictions)
      }
    }
  }

  /// A value as the expectations spell it; empty for none.
  func text(_ output: Int, _ row: Int) -> String {
    switch model.signature.outputs[output].kind {
    case .number:
      let number = predictions.numbers(output)[row]
      return number.isNaN ? "" : String(number)
    case .label(let labels):
      let label = Int(predictions.labels(output)[row])
      return labels.indices.contains(label) ? labels[label] : ""
    case .text:
      let slice = predictions.slices(output)[row]
      return slice.isMissing ? "" : String(decoding: predictions.text.bytes(of: slice), as: UTF8.self)
    }
  }
}
