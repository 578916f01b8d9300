import Tabular

@testable import Models

extension FuzzedParser {
  /// A process model's page, alone: what it says of inputs is enough to write rows. No program is started.
  static let processPage = FuzzedParser("process-page") { bytes in
    _ = ProcessFormat.recognises(bytes)
    guard let model = try? ProcessFormat.open(bytes: bytes, name: "process.yaml", options: .none) else {
      return
    }
    _ = (model.facts, model.remarks, ProcessRows.header(model.signature, model.page.speaks))
    let inputs = model.signature.inputs
    guard inputs.count <= 256 else { return }
    let predictions = Predictions(model.signature.outputs, capacity: OddRows.count)
    predictions.reset(count: OddRows.count)
    OddRows.withBatch(of: inputs, texts: OddRows.pieces(of: bytes)) { batch in
      let writer = ProcessRows(inputs, columns: Array(inputs.indices), speech: model.page.speaks)
      writer.judge(batch, 0..<batch.count, into: predictions)
      for row in 0..<batch.count where predictions.status[row] == .scored { writer.append(row, batch) }
      writer.end()
    }
  }
}
