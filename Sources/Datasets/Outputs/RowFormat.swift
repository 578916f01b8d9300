/// How rows look as text.
package enum RowFormat: String, Sendable, Hashable {
  /// A header, then one record a line; missing is an empty field.
  case csv
  /// One object a line; missing and what JSON has no number for is null.
  case jsonLines
}
