/// One value as SQLite holds it.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// The number of an integer or a real; nil for everything else.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .null, .text, .blob: nil
    }
  }

  /// The integer; nil for everything else.
  package var integer: Int? {
    if case .integer(let value) = self { Int(value) } else { nil }
  }

  /// The text, or a number's shortest decimal text; nil for NULL and blobs.
  package var text: String? {
    switch self {
    case .text(let value): value
    case .integer(let value): String(value)
    case .real(let value): value.description
    case .null, .blob: nil
    }
  }
}
