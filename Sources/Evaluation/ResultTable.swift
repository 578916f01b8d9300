/// A small table of results; how it is laid out is the command's.
package struct ResultTable: Sendable, Hashable {
  package let headings: [String]
  /// Whether a column stands to the right.
  package let numeric: [Bool]
  package let rows: [[String]]

  package init(headings: [String], numeric: [Bool], rows: [[String]]) {
    self.headings = headings
    self.numeric = numeric
    self.rows = rows
  }

  /// A number with so many digits after the point, whatever the locale; "–" for one that is not finite.
  package static func rounded(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return value.isFinite ? value.description : "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    // Nothing is left of it: its own digits, in the shortest form.
    if scaled == 0, value != 0, digits > 9 { return value.description }
    guard scaled < 9e18 else { return value.description }
    let whole = String(UInt64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." + padded.suffix(digits) : "")
  }
}
