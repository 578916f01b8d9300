import Models
import Tabular

/// Hashes the keys of rows for an encoder, and finds rows whose key has no value.
struct RowKeys {
  private let count: Int
  private let scratch = ByteScratch(capacity: 256)

  init(count: Int) { self.count = count }

  /// Index of the first key column without a value.
  @inline(__always)
  func missing(_ cells: OutputCells, _ row: Int) -> Int? {
    for column in 0..<count where cells.isMissing(column, row) { return column }
    return nil
  }

  /// Adds the key's hash; nothing for an output without keys.
  @inline(__always)
  func add(_ cells: OutputCells, _ row: Int, record: Int, to keys: inout [KeyHash]) {
    if count == 0 { return }
    scratch.removeAll()
    for column in 0..<count { cells.emit(column, row, into: SpoolCells(scratch: scratch)) }
    let hash = RowDigest.hash(scratch.bytes)
    keys.append(KeyHash(low: hash.low, high: hash.high, record: UInt64(record)))
  }
}

extension Batch {
  /// Record number of a row in its source, from 1.
  @inline(__always)
  func record(ofRow row: Int) -> Int { firstRecord + Int(recordOffsets[row]) }

  /// A row whose key has no value: it can't be addressed, and so can't be written.
  func keyReject(_ row: Int, column: String) -> Reject {
    Reject(
      source: source, record: record(ofRow: row), line: nil, column: column, kind: .missingKey,
      reason: "the key has no value",
      row: [])
  }
}

extension RowStatus {
  /// Whether the row is written: by the champion's answer or by the fallback's.
  @inline(__always)
  var isAnswered: Bool { self == .scored || self == .replaced }
}
