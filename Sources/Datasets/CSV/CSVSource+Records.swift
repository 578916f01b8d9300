package import Diagnostics
import Tabular

extension CSVSource {
  /// Shows all records one after the other, each cell read by its declared type: for loading into SQL.
  ///
  /// - Throws: a `Diagnostic` with file and line for the first record that is ragged or malformed, or whose
  ///   cell is not of its column's type; what the body throws.
  package func forEachRecord(_ body: (CSVRecord) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let columns = try columnNames()
    let kinds = columns.map { name in declared.first { $0.name == name }?.kind ?? .text }
    let layout = Layout(columns: [], capacity: 256)
    let records = LibCSVRecords(dialect: dialect, limit: limits.record, open: try opener(layout))
    let cells = UnsafeMutableBufferPointer<CSVCell>.allocate(capacity: columns.count)
    cells.initialize(repeating: .missing)
    defer { cells.deallocate() }
    var order: [Int] = []
    var file: String?
    let typed = TypedCells(context: ReadContext(dialect: dialect, layout: layout), kinds: kinds)
    while try records.next() {
      guard let plan = records.plan else { return }
      if file != plan.file {
        file = plan.file
        order = columns.map { name in plan.names.firstIndex(of: name) ?? 0 }
      }
      if let fault = typed.read(records.fields, plan, order, into: cells) {
        throw Diagnostic(
          fault.identifier, at: .init(file: plan.file, line: records.line), fault.fault.reason,
          next: fault.next(dataset: name))
      }
      // The cells' texts lie in the fields, which stand still until the next record.
      try body(
        CSVRecord(
          number: records.number, file: plan.file, line: records.line, cells: UnsafeBufferPointer(cells)))
    }
  }
}
