import Models
import Tabular

/// Encodes rows for the spool of a SQLite target: only what differs from row to row.
///
/// Main: the varying cells, row after row. Shadows: blocks of (shadow: 4 bytes, rows: 4 bytes, rows).
final class SQLiteRowEncoder: RowEncoder {
  private let plan: OutputPlan
  private let varying: [Int]
  private let shadowVarying: [[Int]]
  private let labels = OutputLabels()
  private let scratch = ByteScratch(capacity: 1 << 15)
  private let keys: RowKeys

  init(_ plan: OutputPlan) {
    self.plan = plan
    varying = plan.columns.indices.filter { plan.columns[$0].isVarying }
    shadowVarying = plan.shadows.map { columns in columns.indices.filter { columns[$0].isVarying } }
    keys = RowKeys(count: plan.keyCount)
  }

  func encode(_ batch: borrowing Batch, _ predictions: [Predictions], into rows: inout EncodedRows) {
    let cells = OutputCells(plan.columns, batch, predictions, labels)
    let status = predictions[0].status
    scratch.removeAll()
    let sink = SpoolCells(scratch: scratch)
    for row in 0..<batch.count where status[row].isAnswered {
      if let column = keys.missing(cells, row) {
        rows.rejects.add(batch.keyReject(row, column: plan.columns[column].name))
        continue
      }
      keys.add(cells, row, record: batch.record(ofRow: row), to: &rows.keys)
      for column in varying { cells.emit(column, row, into: sink) }
      rows.countRow(of: batch.variants[row])
      if status[row] == .replaced { rows.fallbackCount += 1 }
    }
    rows.main.append(contentsOf: scratch.bytes)
    for shadow in plan.shadows.indices { encode(shadow, cells, batch, predictions, into: &rows) }
  }

  private func encode(
    _ shadow: Int, _ main: OutputCells, _ batch: borrowing Batch, _ predictions: [Predictions],
    into rows: inout EncodedRows
  ) {
    let cells = OutputCells(plan.shadows[shadow], batch, predictions, labels)
    let champion = predictions[0].status
    let status = predictions[shadow + 1].status
    scratch.removeAll()
    scratch.append(bits: UInt32(shadow))
    scratch.append(bits: UInt32(0))
    let sink = SpoolCells(scratch: scratch)
    var count: UInt32 = 0
    for row in 0..<batch.count where champion[row].isAnswered && status[row] == .scored {
      if keys.missing(main, row) != nil { continue }
      for column in shadowVarying[shadow] { cells.emit(column, row, into: sink) }
      count += 1
    }
    rows.add(Int(count), ofShadow: shadow, among: plan.shadows.count)
    if count == 0 { return }
    scratch.base.storeBytes(of: count, toByteOffset: 4, as: UInt32.self)
    rows.shadow.append(contentsOf: scratch.bytes)
  }
}

extension OutputColumn {
  /// Whether its value differs from row to row.
  var isVarying: Bool {
    switch value {
    case .input, .prediction, .band, .either, .variants: true
    case .constant, .constantInteger, .constantNumber, .null: false
    }
  }
}
