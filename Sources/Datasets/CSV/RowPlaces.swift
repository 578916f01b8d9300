import Tabular

/// Where the rows of the last batch stand in their file: what `place(ofRow:)` answers from.
final class RowPlaces {
  var file = ""
  var firstRecord = 1
  /// Line where row 0 starts.
  var firstLine = 1
  /// What the slices of `rows` point into; every line end between two rows lies between their slices.
  var base: UnsafePointer<UInt8>?
  let rows: UnsafeMutablePointer<TextSlice>
  /// Record number of each row less `firstRecord`.
  let offsets: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    rows = .allocate(capacity: capacity)
    rows.initialize(repeating: .missing, count: capacity)
    offsets = .allocate(capacity: capacity)
    offsets.initialize(repeating: 0, count: capacity)
  }

  deinit {
    rows.deallocate()
    offsets.deallocate()
  }

  func place(row: Int) -> RowPlace {
    let record = firstRecord + Int(offsets[row])
    guard let base, !rows[row].isMissing else {
      return RowPlace(source: file, record: record, line: nil, row: [])
    }
    let start = Int(rows[0].start)
    let end = Int(rows[row].start)
    let between = UnsafeBufferPointer(start: base + start, count: max(0, end - start))
    let raw = UnsafeBufferPointer(start: base + end, count: Int(rows[row].length))
    return RowPlace(
      source: file, record: record, line: firstLine + LineEnds.count(UnsafeRawBufferPointer(between)),
      row: Array(raw))
  }
}
