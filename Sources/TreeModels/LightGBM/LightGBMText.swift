import Diagnostics

/// The bytes of a model file, line by line.
///
/// Holds a closing NUL, so that a number at the very end stops there too.
struct LightGBMText {
  struct Line {
    let number: Int
    let start: Int
    let bytes: Range<Int>
  }

  let file: String
  let bytes: [UInt8]
  let count: Int
  /// Whether lines end in CR LF: sizes written in the file then mean nothing.
  let hasCarriageReturns: Bool
  private(set) var position = 0
  private(set) var lineNumber = 0

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    count = bytes.count
    hasCarriageReturns = bytes.contains(0x0D)
    self.bytes = bytes + [0]
  }

  /// The next line without its end; nil at the end of the file.
  mutating func nextLine() -> Line? {
    guard position < count else { return nil }
    let start = position
    var end = start
    while end < count, bytes[end] != 0x0A { end += 1 }
    position = min(end + 1, count)
    lineNumber += 1
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return Line(number: lineNumber, start: start, bytes: start..<end)
  }

  /// Looks at the next line without passing it.
  func peekLine() -> Line? {
    var copy = self
    return copy.nextLine()
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func string(_ line: Line) -> String { string(line.bytes) }

  func starts(_ line: Line, with prefix: StaticString) -> Bool {
    guard line.bytes.count >= prefix.utf8CodeUnitCount else { return false }
    for index in 0..<prefix.utf8CodeUnitCount
    where bytes[line.bytes.lowerBound + index] != prefix.utf8Start[index] {
      return false
    }
    return true
  }

  /// What stands before and after the first `=`.
  func keyAndValue(_ line: Line) -> (key: String, value: Range<Int>)? {
    guard let equals = bytes[line.bytes].firstIndex(of: 0x3D) else { return nil }
    return (string(line.bytes.lowerBound..<equals), equals + 1..<line.bytes.upperBound)
  }

  /// The fields of a value, split at blanks.
  func fields(_ range: Range<Int>) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = range.lowerBound
    for index in range {
      if bytes[index] == 0x20 {
        if index > start { fields.append(start..<index) }
        start = index + 1
      }
    }
    if range.upperBound > start { fields.append(start..<range.upperBound) }
    return fields
  }

  func place(_ line: Int?) -> Diagnostic.Place { Diagnostic.Place(file: file, line: line) }

  /// Text from the file for a message: short, and printable.
  func quoted(_ range: Range<Int>) -> String {
    let shown = range.prefix(24).map { (0x20...0x7E).contains(bytes[$0]) ? bytes[$0] : 0x3F }
    return "'" + String(decoding: shown, as: UTF8.self) + (range.count > 24 ? "…'" : "'")
  }
}
