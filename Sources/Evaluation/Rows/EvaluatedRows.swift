import Statistics

/// The rows on which all of some versions have a score, night after night: told off when they are asked for, a chunk at a
/// time, and never laid together.
struct EvaluatedRows {
  let segments: [RowSegment]
  let versions: Int
  /// Clusters lie below it.
  let limit: Int
  /// By code of a label, its place among the labels; empty where outcomes are no labels.
  let labelRanks: [Int]
  /// By code of a slice plus 2, its mark; empty where nobody asks.
  private(set) var marks: [UInt16] = []
  /// Only rows on which all versions have decided.
  private(set) var isDecided = false

  /// How many, with what; counted once.
  private(set) var rows = 0
  private(set) var positives = 0
  /// Different clusters.
  private(set) var keys = 0
  /// By version, whether all rows can have a class.
  private(set) var decides: [Bool]

  init(_ segments: [RowSegment], versions: Int, limit: Int, labelRanks: [Int]) {
    self.segments = segments
    self.versions = versions
    self.limit = limit
    self.labelRanks = labelRanks
    decides = [Bool](repeating: false, count: versions)
    count()
  }

  /// Those on which all versions have decided.
  func decided() -> EvaluatedRows {
    var part = self
    part.isDecided = true
    part.count()
    return part
  }

  /// The same rows with the marks of their slices' codes.
  func marked(_ marks: [UInt16]) -> EvaluatedRows {
    var same = self
    same.marks = marks
    return same
  }

  private mutating func count() {
    var (rows, positives) = (0, 0)
    var isPresent = [Bool](repeating: false, count: limit)
    var tells = [Bool](repeating: true, count: versions)
    let classes = isDecided ? decides : [Bool](repeating: false, count: versions)
    for segment in segments {
      let before = rows
      forEachChunk(of: segment, before, classes: classes) { chunk in
        rows += chunk.actual.count
        for actual in chunk.actual where actual == 1 { positives += 1 }
        for cluster in chunk.clusters { isPresent[Int(cluster)] = true }
      }
      // Classes on some dates only say nothing of all. A label that was predicted is one.
      if rows > before, labelRanks.isEmpty {
        for version in 0..<versions where segment.decided[version] == nil { tells[version] = false }
      }
    }
    self.rows = rows
    self.positives = positives
    keys = isPresent.count { $0 }
    if !isDecided { decides = tells.map { $0 && rows > 0 } }
  }

  func forEachChunk<Failure: Error>(_ body: (RowChunk) throws(Failure) -> Void) throws(Failure) {
    var before = 0
    for segment in segments {
      try forEachChunk(of: segment, before, classes: decides) { chunk throws(Failure) in
        before += chunk.actual.count
        try body(chunk)
      }
    }
  }

  /// Scores of one version with all that belongs to them.
  func forEachBlock<Failure: Error>(
    _ version: Int, _ body: (RowBlock) throws(Failure) -> Void
  ) throws(Failure) {
    try forEachChunk { chunk throws(Failure) in try body(chunk.block(version)) }
  }

  private func forEachChunk<Failure: Error>(
    of segment: RowSegment, _ rowsBefore: Int, classes: [Bool],
    _ body: (RowChunk) throws(Failure) -> Void
  ) throws(Failure) {
    var reading = SegmentReading(segment, versions: versions, classes: classes, hasMarks: !marks.isEmpty)
    var chunk = RowChunk(versions: versions)
    var number = Int32(rowsBefore)
    var start = 0
    while start < segment.count {
      let end = min(segment.count, start + RowChunk.rows)
      reading.read(start..<end)
      chunk.removeAll()
      reading.take(&chunk, labelRanks, marks, isDecided: isDecided, &number)
      if !chunk.actual.isEmpty { try body(chunk) }
      start = end
    }
  }
}

extension RowChunk {
  func block(_ version: Int) -> RowBlock {
    var block = RowBlock()
    block.scores = scores[version]
    block.actual = actual
    block.decided = decided[version]
    block.clusters = clusters
    return block
  }
}
