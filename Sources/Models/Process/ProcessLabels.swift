import Glibc

/// Finds a label by its bytes.
struct ProcessLabels {
  private let sorted: [(bytes: [UInt8], index: Int32)]

  init(_ labels: [String]) {
    sorted = labels.enumerated().map { (Array($1.utf8), Int32(truncatingIfNeeded: $0)) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// nil where it is none, and for what is missing.
  func index(_ field: ProcessAnswers.Field) -> Int32? {
    guard let start = field.start else { return nil }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      let label = sorted[middle].bytes
      var order = Int(memcmp(label, start, min(label.count, field.count)))
      if order == 0 { order = label.count - field.count }
      if order == 0 { return sorted[middle].index }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
