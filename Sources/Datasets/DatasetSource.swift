package import Diagnostics
package import Tabular

/// Where rows come from: CSV files, a SQLite table, a query over SQLite or over CSV files.
package protocol DatasetSource: Sendable {
  /// What messages call it: a dataset's name or a path.
  var name: String { get }
  /// From the header or the prepared statement; no row is read.
  func columnNames() throws(Diagnostic) -> [String]
  /// Size, times and inode of the files, SQL text, parameters: equal stamp, equal rows.
  func stamp() throws(Diagnostic) -> SourceStamp
  /// Readers that share one queue of chunks: `claim` takes its lock, once for some 2 MiB. May give fewer
  /// than asked for. **Throws** for a column of the layout that the source does not have, naming the nearest.
  func makeReaders(_ plan: ReadPlan) throws(Diagnostic) -> [any RowReader]
}

/// What readers shall deliver.
package struct ReadPlan: Sendable, Hashable {
  package let layout: Layout
  package let readers: Int
  /// Whether each row goes into the reader's `digest`.
  package let digest: Bool

  package init(layout: Layout, readers: Int, digest: Bool) {
    self.layout = layout
    self.readers = readers
    self.digest = digest
  }
}

/// The rows of one worker. Used by one thread at a time.
package protocol RowReader: AnyObject {
  /// The next chunk's number, from 0 without gaps, in the order of the source; nil at the end.
  func claim() throws(Diagnostic) -> Int?
  /// The next rows of the claimed chunk; 0 when it is used up. Rows that can't be read go to the rejects.
  func fill(_ batch: inout Batch, rejects: inout Rejects) throws(Diagnostic) -> Int
  /// The digest of all rows this reader has read, rejected ones too.
  var digest: RowDigest { get }
  /// Where a row of the batch last filled stands, and its raw bytes (for SQL: its cells as a CSV record):
  /// what a reject shows when a model refuses the row. Not called for rows that were scored.
  func place(ofRow row: Int) -> RowPlace
}

/// Where one row stands in its source.
package struct RowPlace: Sendable, Hashable {
  /// The file or dataset.
  package let source: String
  /// Record number in its source, from 1, the header not counted.
  package let record: Int
  /// Line of the file, from 1; nil for rows that come from SQL.
  package let line: Int?
  package let row: [UInt8]

  package init(source: String, record: Int, line: Int?, row: [UInt8]) {
    self.source = source
    self.record = record
    self.line = line
    self.row = row
  }
}

/// Tells that rows are the same without reading them.
package struct SourceStamp: Sendable, Hashable, Codable {
  /// Canonical text of all that was looked at; compared, never parsed.
  package let text: String
  package init(_ text: String) { self.text = text }

  /// 32 hexadecimal digits of it, which targets and the book keep.
  package var digest: String {
    var bytes = text
    let hash = bytes.withUTF8 { RowDigest.hash(UnsafeRawBufferPointer($0)) }
    return [hash.high, hash.low].map { part in
      let digits = String(part, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
