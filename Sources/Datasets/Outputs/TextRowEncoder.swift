import Models
import Tabular

/// Encodes rows as CSV records or JSON lines.
final class TextRowEncoder: RowEncoder {
  private let plan: OutputPlan
  private let format: RowFormat
  private let labels = OutputLabels()
  private let scratch = ByteScratch(capacity: 1 << 15)
  private let keys: RowKeys
  /// `"name":` for each column, for JSON.
  private let names: [[UInt8]]
  private let shadowNames: [[[UInt8]]]

  init(_ plan: OutputPlan, _ format: RowFormat) {
    self.plan = plan
    self.format = format
    keys = RowKeys(count: plan.keyCount)
    names = TextRowEncoder.jsonNames(plan.columns)
    shadowNames = plan.shadows.map(TextRowEncoder.jsonNames)
  }

  /// The header line, or nothing where the format has none.
  static func header(_ columns: [OutputColumn], _ format: RowFormat) -> [UInt8] {
    if format == .jsonLines { return [] }
    let scratch = ByteScratch(capacity: 256)
    for (index, column) in columns.enumerated() {
      if index > 0 { scratch.append(0x2C) }
      scratch.append(field: column.name)
    }
    scratch.append(0x0A)
    return Array(scratch.bytes)
  }

  private static func jsonNames(_ columns: [OutputColumn]) -> [[UInt8]] {
    columns.map { column in
      let scratch = ByteScratch(capacity: 64)
      var name = column.name
      name.withUTF8 { JSONCells(scratch: scratch).text(UnsafeRawBufferPointer($0)) }
      scratch.append(0x3A)
      return Array(scratch.bytes)
    }
  }

  func encode(_ batch: borrowing Batch, _ predictions: [Predictions], into rows: inout EncodedRows) {
    let cells = OutputCells(plan.columns, batch, predictions, labels)
    let status = predictions[0].status
    scratch.removeAll()
    for row in 0..<batch.count where status[row].isAnswered {
      if let column = keys.missing(cells, row) {
        rows.rejects.add(batch.keyReject(row, column: plan.columns[column].name))
        continue
      }
      keys.add(cells, row, record: batch.record(ofRow: row), to: &rows.keys)
      append(row, of: cells, names)
      rows.countRow(of: batch.variants[row])
      if status[row] == .replaced { rows.fallbackCount += 1 }
    }
    rows.main.append(contentsOf: scratch.bytes)
    for shadow in plan.shadows.indices {
      let shadowCells = OutputCells(plan.shadows[shadow], batch, predictions, labels)
      let shadowStatus = predictions[shadow + 1].status
      scratch.removeAll()
      var count = 0
      for row in 0..<batch.count where status[row].isAnswered && shadowStatus[row] == .scored {
        if keys.missing(cells, row) != nil { continue }
        append(row, of: shadowCells, shadowNames[shadow])
        count += 1
      }
      rows.add(count, ofShadow: shadow, among: plan.shadows.count)
      rows.shadow.append(contentsOf: scratch.bytes)
    }
  }

  @inline(__always)
  private func append(_ row: Int, of cells: OutputCells, _ names: [[UInt8]]) {
    if format == .jsonLines { return appendJSON(row, of: cells, names) }
    let start = scratch.count
    let sink = CSVCells(scratch: scratch)
    for column in names.indices {
      if column > 0 { scratch.append(0x2C) }
      cells.emit(column, row, into: sink)
    }
    // A line with nothing on it would be read as no record.
    if scratch.count == start { scratch.append("\"\"") }
    scratch.append(0x0A)
  }

  private func appendJSON(_ row: Int, of cells: OutputCells, _ names: [[UInt8]]) {
    let sink = JSONCells(scratch: scratch)
    scratch.append(0x7B)
    for column in names.indices {
      if column > 0 { scratch.append(0x2C) }
      scratch.append(names[column])
      cells.emit(column, row, into: sink)
    }
    scratch.append(0x7D)
    scratch.append(0x0A)
  }
}
