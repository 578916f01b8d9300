/// Outcomes of rows: codes of labels or of 0 and 1, or numbers.
enum OutcomeColumn {
  case codes(ScratchColumn<UInt16>)
  case numbers(ScratchColumn<Double>)
}

/// Rows of one night, or of one slice, laid side by side for some versions.
struct RowSegment {
  let count: Int
  /// By version. **Missing values:** NaN.
  let scores: [ScratchColumn<Double>]
  let actual: OutcomeColumn
  /// nil where each row is a cluster of its own.
  var clusters: ScratchColumn<Int32>?
  /// By version: the class that was decided, -1 for none; nil where none is told.
  let decided: [ScratchColumn<Int16>?]
  /// Codes of a column of slices.
  var slices: ScratchColumn<Int16>?
}

/// Rows of a segment that were asked for, at most `RowChunk.rows` of them.
struct RowChunk {
  /// Read at a time.
  static let rows = 8_192

  /// By version.
  var scores: [[Double]]
  /// By version; empty where it has none on all rows.
  var decided: [[Int32]]
  var actual: [Double] = []
  var clusters: [Int32] = []
  /// Marks of slices; empty where nobody asks.
  var marks: [UInt16] = []

  init(versions: Int) {
    scores = [[Double]](repeating: [], count: versions)
    decided = [[Int32]](repeating: [], count: versions)
  }

  mutating func removeAll() {
    for version in scores.indices {
      scores[version].removeAll(keepingCapacity: true)
      decided[version].removeAll(keepingCapacity: true)
    }
    actual.removeAll(keepingCapacity: true)
    clusters.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }
}
