/// How one column of a batch lies in memory. There is no fourth way.
package enum Storage: Sendable, Hashable {
  /// `Double`. **Missing values:** NaN. Integers are numbers whose reader proved |x| ≤ 2^53.
  case number
  /// `Int32` index into the categories. **Missing values:** -1. Not among them: -2 (counted in the profile).
  case category([String])
  /// UTF-8 bytes, never a `String`. **Missing values:** `TextSlice.missing`.
  case text

  /// Bytes of one value.
  package var width: Int {
    if case .category = self { 4 } else { 8 }
  }

  /// The code of a missing category.
  package static let missingCode: Int32 = -1
  /// The code of a category that the model has not seen in training.
  package static let unseenCode: Int32 = -2
}

/// Bytes `start ..< start + length` behind a batch's `textBase`.
package struct TextSlice: Sendable, Hashable {
  package var start: UInt32
  package var length: UInt32

  package init(start: UInt32, length: UInt32) {
    self.start = start
    self.length = length
  }

  package static let missing = TextSlice(start: 0, length: .max)
  package var isMissing: Bool { length == .max }
}
