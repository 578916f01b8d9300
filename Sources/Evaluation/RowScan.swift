import Datasets
package import Diagnostics
import Tabular

extension Diagnostic.Identifier {
  package static let evaluationUnreadable = Self("evaluation-unreadable")
}

/// All rows of a source, batch by batch, on one thread.
enum RowScan {
  /// The body gets each batch and the reader that filled it, which knows the places of its rows.
  /// **Throws** for a row that can't be read: left out in silence, it would bend every figure.
  static func forEachBatch(
    of source: any DatasetSource, columns: [Column], interruption: () -> Diagnostic?,
    _ body: (borrowing Batch, any RowReader) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let layout = Layout(columns: columns, capacity: 1_024)
    let readers = try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: false))
    var batch = Batch(layout)
    for reader in readers {
      while try reader.claim() != nil {
        if let stop = interruption() { throw stop }
        var rejects = Rejects()
        while try reader.fill(&batch, rejects: &rejects) > 0 { try body(batch, reader) }
        guard let reject = rejects.list.first else { continue }
        let column = reject.column.map { "column '\($0)': " } ?? ""
        throw Diagnostic(
          .evaluationUnreadable, at: Diagnostic.Place(file: reject.source, line: reject.line),
          "record \(reject.record) of '\(source.name)' can't be read: \(column)\(reject.reason)",
          next: "Mend the row; an evaluation leaves none out in silence.")
      }
    }
  }

  /// The bytes of a text cell; nil where it is missing.
  @inline(__always)
  static func text(_ batch: borrowing Batch, _ column: Int, _ row: Int) -> UnsafeRawBufferPointer? {
    let slice = batch.slices(column)[row]
    guard !slice.isMissing, let base = batch.textBase else { return nil }
    return UnsafeRawBufferPointer(start: base + Int(slice.start), count: Int(slice.length))
  }
}
