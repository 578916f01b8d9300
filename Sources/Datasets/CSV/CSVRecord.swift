/// One record of a CSV dataset with its cells by declared type. Good only inside the call that shows it.
package struct CSVRecord {
  /// From 1 through all files, the header not counted.
  package let number: Int
  package let file: String
  /// Line of the file where it starts, from 1.
  package let line: Int
  /// In the order of the dataset's columns.
  package let cells: UnsafeBufferPointer<CSVCell>
}

/// A cell by its column's declared type.
package enum CSVCell {
  /// One of the dialect's missing values.
  case missing
  /// UTF-8 without NUL: text, and dates as `yyyy-mm-dd`.
  case text(UnsafeBufferPointer<UInt8>)
  /// Integers, and booleans as 1 and 0.
  case integer(Int64)
  /// Numbers; finite.
  case real(Double)
}
