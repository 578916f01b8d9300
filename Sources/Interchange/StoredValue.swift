import GRDB

/// A value of a foreign table, whatever its type: such tables hold anything anywhere.
struct StoredValue {
  private let value: DatabaseValue

  init(_ row: Row, _ index: Int) { value = row[index] }

  var isNull: Bool { value.isNull }

  /// Text as it is, numbers as text; nil for NULL and for bytes.
  var text: String? {
    switch value.storage {
    case .string(let text): text
    case .int64(let number): String(number)
    case .double(let number): number.description
    case .null, .blob: nil
    }
  }

  /// Text that says something.
  var words: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// A whole number, also one written as text or with a point.
  var integer: Int? {
    switch value.storage {
    case .int64(let number): Int(number)
    case .double(let number): Int(exactly: number)
    case .string(let text): Int(text)
    case .null, .blob: nil
    }
  }

  var number: Double? {
    switch value.storage {
    case .int64(let number): Double(number)
    case .double(let number): number
    case .string(let text): Double(text)
    case .null, .blob: nil
    }
  }

  /// A moment in milliseconds since 1970 as RFC 3339.
  var moment: String? { integer.flatMap { TimeText.text(milliseconds: $0) } }
}
