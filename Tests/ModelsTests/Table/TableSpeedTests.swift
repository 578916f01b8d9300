import Foundation
import Models
import Tabular
import Testing

/// Nanoseconds a row, printed: `SCOREBOOK_BENCHMARK=1 swift test -c release --filter TableSpeed`.
@Suite(
  "Speed of table models", .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_BENCHMARK"] != nil),
  .serialized)
struct TableSpeedTests {
  private static let rows = 4096

  /// Scores batches of rows again and again; prints what one row takes.
  private func measure(
    _ name: String, _ model: any Model, batches: Int = 64, rounds: Int = 8,
    _ fill: (_ input: Int, _ row: Int) -> String
  ) throws {
    let rows = TableSpeedTests.rows
    let columns = model.signature.inputs.map { Column(source: $0.name, storage: $0.storage) }
    var texts: [[UInt8]] = []
    var seconds = 0.0
    let predictions = Predictions(model.signature.outputs, capacity: rows)
    let scorer = try model.makeScorer(
      ScoreRequest(
        columns: Array(model.signature.inputs.indices), wanted: Set(model.signature.outputs.indices)))
    var number = 0
    for _ in 0..<batches {
      var batch = Batch(Layout(columns: columns, capacity: rows))
      batch.count = rows
      var text: [UInt8] = []
      for row in 0..<rows {
        for (index, input) in model.signature.inputs.enumerated() {
          let field = fill(index, number)
          switch input.kind {
          case .number, .integer: batch.numbers(index)[row] = Double(field) ?? .nan
          case .category(let names):
            batch.codes(index)[row] = Int32(names.firstIndex(of: field) ?? -2)
          case .text:
            batch.slices(index)[row] = TextSlice(start: UInt32(text.count), length: UInt32(field.utf8.count))
            text += field.utf8
          }
        }
        number += 1
      }
      texts = [text]
      try text.withUnsafeBytes { bytes in
        batch.textBase = bytes.baseAddress
        let clock = ContinuousClock()
        // A key is found cold once a batch, as in a night; only small models gain from rounds.
        for _ in 0..<rounds {
          predictions.reset(count: rows)
          let start = clock.now
          try scorer.score(batch, into: predictions)
          seconds += (clock.now - start) / .seconds(1)
        }
      }
    }
    #expect(!texts.isEmpty)
    print("\(name): \(Int((seconds / Double(rows * batches * rounds) * 1e9).rounded())) ns a row")
  }

  @Test("a look-up of 1,000,000 keys")
  func lookup() throws {
    let keys = 1_000_000
    var text = "# scorebook lookup\n# input: product_id\n# outputs: {score: number}\n"
    text += "product_id,similar_1,similar_2,similar_3,score\n"
    for key in 0..<keys {
      text += "P\(key),P\(key * 7 % keys),P\(key * 11 % keys),P\(key * 13 % keys),0.\(key % 1000)1\n"
    }
    let bytes = Array(text.utf8)
    let start = ContinuousClock().now
    let model = try LookupFormat.open(bytes: bytes, name: "large.csv")
    print("open 1,000,000 keys, \(bytes.count >> 20) MiB: \((ContinuousClock().now - start) / .seconds(1)) s")
    try measure("look-up, random keys, three texts and a number", model, batches: 64, rounds: 1) { _, row in
      "P\(row &* 7_368_787 % keys)"
    }
    let numbers =
      "# scorebook lookup\n# input: id\n# outputs: {n: number}\nid,n\n"
      + (0..<keys).map { "P\($0),\($0)\n" }.joined()
    let small = try LookupFormat.open(bytes: Array(numbers.utf8), name: "n.csv")
    try measure("look-up, random keys, a number", small, batches: 64, rounds: 1) { _, row in
      "P\(row &* 7_368_787 % keys)"
    }
  }

  @Test("the fixtures")
  func fixtures() throws {
    for kind in TableKind.allCases {
      for path in kind.cases {
        let fixture = try TableFixture(path)
        let model = try kind.open(fixture.bytes)
        let order = model.signature.inputs.map { fixture.inputNames.firstIndex(of: $0.name) ?? 0 }
        let rows = fixture.inputs.map { row in order.map { row[$0] } }
        try measure(path, model, batches: 4, rounds: 50) { input, row in rows[row % rows.count][input] }
      }
    }
  }
}
