import Tabular

@testable import Models

/// 256 rows of odd values for whatever inputs a model has.
enum OddRows {
  static let count = 256
  static let numbers = [0, -0.0, .nan, .infinity, -.infinity, 1, -1, 0.5, 1e-36, 3e9, -0.5, 7, 1e300]
  private static let whole = [0, .nan, 1, -1, 7, 3e9, 9_007_199_254_740_992, -9_007_199_254_740_992]

  /// Scores them, and some of them once more, which must give the same.
  static func score(_ model: any Model, texts: [[UInt8]] = []) {
    let signature = model.signature
    guard signature.inputs.count <= 256, signature.outputs.count <= 256 else { return }
    let boundaries = model.boundaryValues(limit: 6)
    let request = ScoreRequest(
      columns: Array(signature.inputs.indices), wanted: Set(signature.outputs.indices))
    let whole = Predictions(signature.outputs, capacity: count)
    let part = Predictions(signature.outputs, capacity: count)
    withBatch(of: signature.inputs, boundaries: boundaries, texts: texts) { batch in
      do {
        whole.reset(count: count)
        try model.makeScorer(request).score(batch, into: whole)
        batch.count = 37
        part.reset(count: batch.count)
        try model.makeScorer(request).score(batch, into: part)
      } catch { return }
      for row in 0..<batch.count {
        precondition(cells(whole, row) == cells(part, row), "a row scores in two ways")
      }
    }
  }

  /// What stands in a row, as bits; a text as its bytes.
  private static func cells(_ predictions: Predictions, _ row: Int) -> [[UInt64]] {
    var cells = [[UInt64(predictions.status[row].rawValue)]]
    guard predictions.status[row] == .scored else { return cells }
    for (index, output) in predictions.outputs.enumerated() {
      switch output.kind {
      case .number:
        let number = predictions.numbers(index)[row]
        cells.append([number.isNaN ? .max : number.bitPattern])
      case .label(let labels):
        let label = predictions.labels(index)[row]
        precondition(label < labels.count, "a label that is not there")
        cells.append([UInt64(truncatingIfNeeded: label)])
      case .text:
        let slice = predictions.slices(index)[row]
        cells.append(slice.isMissing ? [.max] : predictions.text.bytes(of: slice).map { UInt64($0) })
      }
    }
    return cells
  }

  /// A batch that holds them.
  static func withBatch(
    of inputs: [Input], boundaries: [[Double]] = [], texts: [[UInt8]] = [],
    body: (inout Batch) -> Void
  ) {
    let columns = inputs.map { Column(source: $0.name, storage: $0.storage) }
    var batch = Batch(Layout(columns: columns, capacity: count))
    batch.count = count
    let texts =
      texts.prefix(64) + [[], [0x2A], Array("nan,\"\n".utf8), [UInt8](repeating: 0x61, count: 5000)]
    var slices: [TextSlice] = [.missing]
    var arena: [UInt8] = []
    for text in texts where String(validating: text, as: UTF8.self) != nil {
      slices.append(TextSlice(start: UInt32(arena.count), length: UInt32(text.count)))
      arena += text
    }
    arena.withUnsafeBytes { arena in
      batch.textBase = arena.baseAddress
      for (index, input) in inputs.enumerated() {
        func pick<Value>(_ row: Int, _ values: [Value]) -> Value {
          values[(row &* 7 &+ index) % values.count]
        }
        let own = index < boundaries.count ? boundaries[index] : []
        for row in 0..<count {
          switch input.kind {
          case .number: batch.numbers(index)[row] = pick(row, numbers + own)
          case .integer: batch.numbers(index)[row] = pick(row, whole)
          case .text: batch.slices(index)[row] = pick(row, slices)
          case .category(let names):
            batch.codes(index)[row] = Int32(truncatingIfNeeded: (row &* 7 &+ index) % (names.count + 2)) - 2
          }
        }
      }
      body(&batch)
    }
  }

  /// Pieces of a file between its marks: among them a table's keys.
  static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.split { $0 < 0x21 || $0 == 0x2C || $0 == 0x22 || $0 == 0x27 || $0 == 0x3A || $0 > 0x7A }
      .suffix(64).map { Array($0) }
  }
}
