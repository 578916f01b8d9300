@testable import Datasets
import Diagnostics
import Foundation
import Tabular

/// A folder for one test's files.
final class CSVScratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/csv-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// A row as a test compares it: cells as text with their kind, numbers by their bits.
struct ReadRow: Equatable, CustomStringConvertible {
  var record: Int
  var cells: [String]
  var place: RowPlace
  var description: String { "#\(record) line \(place.line ?? -1) \(cells)" }
}

/// All that readers delivered, in the order of the chunks.
struct ReadResult: Equatable {
  var rows: [ReadRow] = []
  var rejects: [Reject] = []
  var digest = RowDigest()
  var failure: Diagnostic?
  var chunks = 0

  var cells: [[String]] { rows.map(\.cells) }
  static func == (a: Self, b: Self) -> Bool {
    a.rows == b.rows && a.rejects == b.rejects && a.digest == b.digest && a.failure == b.failure
  }
}

/// Reads with all readers in turn, which cuts chunks and places them as several threads would.
func readAll(_ readers: [any RowReader], _ layout: Layout) -> ReadResult {
  var batch = Batch(layout)
  var result = ReadResult()
  var turn = 0
  do throws(Diagnostic) {
    while let number = try readers[turn % readers.count].claim() {
      let reader = readers[turn % readers.count]
      if number != result.chunks { result.failure = nil }
      result.chunks += 1
      turn += 1
      var rejects = Rejects()
      while true {
        let count = try reader.fill(&batch, rejects: &rejects)
        // A batch of rejects only is empty too, but then the chunk is used up.
        if count == 0 { break }
        for row in 0..<count { result.rows.append(take(row, batch, reader)) }
      }
      result.rejects += rejects.list
    }
  } catch {
    result.failure = error
  }
  for reader in readers { result.digest.add(reader.digest) }
  return result
}

private func take(_ row: Int, _ batch: borrowing Batch, _ reader: any RowReader) -> ReadRow {
  var cells: [String] = []
  for (column, wanted) in batch.layout.columns.enumerated() {
    switch wanted.storage {
    case .number:
      let value = batch.numbers(column)[row]
      cells.append(value.isNaN ? "missing" : "\(value)")
    case .category: cells.append("code \(batch.codes(column)[row])")
    case .text:
      let slice = batch.slices(column)[row]
      if slice.isMissing {
        cells.append("missing")
      } else {
        let start = batch.textBase.map { $0 + Int(slice.start) }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(slice.length))
        cells.append("'" + String(decoding: bytes, as: UTF8.self) + "'")
      }
    }
  }
  return ReadRow(record: batch.record(row), cells: cells, place: reader.place(ofRow: row))
}

/// A column of a layout, shortly: `number("x")`.
func number(_ name: String) -> Column { Column(source: name, storage: .number) }
func text(_ name: String) -> Column { Column(source: name, storage: .text) }
func category(_ name: String, _ categories: [String]) -> Column {
  Column(source: name, storage: .category(categories))
}

/// A deterministic source of randomness. **Source:** SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
