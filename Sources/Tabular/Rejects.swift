/// A row that could not be scored, kept with its place and reason.
package struct Reject: Sendable, Hashable {
  /// Why, without naming column, row or value: what may be counted and told anywhere.
  ///
  /// The raw value is its name in JSON; people read `phrase`.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case fieldCount = "field_count"
    case quoting
    case notANumber = "not_a_number"
    case numberTooLarge = "number_too_large"
    case otherType = "other_type"
    case notText = "not_text"
    case missingKey = "missing_key"
    case missingInput = "missing_input"
    /// A category or value that the model does not know.
    case unknownInput = "unknown_input"
    case refused
    /// Neither the champion nor the fallback has an answer.
    case noFallback = "no_fallback"

    /// After a count: "3 wrong number of fields".
    package var phrase: String {
      switch self {
      case .fieldCount: "wrong number of fields"
      case .quoting: "text after a closing quote"
      case .notANumber: "not a number"
      case .numberTooLarge: "number too large"
      case .otherType: "not of its type"
      case .notText: "not text"
      case .missingKey: "missing key"
      case .missingInput: "missing input"
      case .unknownInput: "unknown to the model"
      case .refused: "refused by the model"
      case .noFallback: "refused by the fallback too"
      }
    }
  }

  /// The file or dataset the row came from.
  package let source: String
  /// Record number in its source, from 1, the header not counted.
  package let record: Int
  /// Line of the file where the record starts, from 1; nil for rows that come from SQL.
  package let line: Int?
  package let column: String?
  package let kind: Kind
  package let reason: String
  /// The row as it was read.
  package let row: [UInt8]

  package init(
    source: String, record: Int, line: Int?, column: String?, kind: Kind, reason: String, row: [UInt8]
  ) {
    self.source = source
    self.record = record
    self.line = line
    self.column = column
    self.kind = kind
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
