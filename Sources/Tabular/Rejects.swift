/// A row that could not be scored, kept with its place and reason.
package struct Reject: Sendable, Hashable {
  /// The file or dataset the row came from.
  package let source: String
  /// Record number in its source, from 1, the header not counted.
  package let record: Int
  /// Line of the file where the record starts, from 1; nil for rows that come from SQL.
  package let line: Int?
  package let column: String?
  package let reason: String
  /// The row as it was read.
  package let row: [UInt8]

  package init(source: String, record: Int, line: Int?, column: String?, reason: String, row: [UInt8]) {
    self.source = source
    self.record = record
    self.line = line
    self.column = column
    self.reason = reason
    self.row = row
  }
}

/// What a reader could not read of one chunk, in the order of the source.
package struct Rejects: Sendable {
  package private(set) var list: [Reject] = []

  package init() {}
  package var count: Int { list.count }
  package mutating func add(_ reject: Reject) { list.append(reject) }
  package mutating func removeAll() { list.removeAll(keepingCapacity: true) }
}
