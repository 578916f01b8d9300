import Diagnostics
import Statistics

/// The rows of a sample laid out by slice, each slice in the order of rows and, ranked, in that of their scores: one pass
/// for the rows and one for the ranks.
///
/// Keys have numbers of their own in each slice, in the order of all keys, so that a measure of a slice costs its keys and
/// not all of them. **Units:** up to 30 bytes for each row in the scratch space, 16 more where rows are ranked.
struct SliceParts {
  /// By mark.
  private(set) var samples: [Sample] = []
  /// By mark.
  private var numbers: [ScratchColumn<Int32>] = []
  /// Different keys of all rows.
  private let keys: Int
  /// By mark, keys that have rows in no other slice.
  private var ownKeys: [Int]

  /// - Parameter whole: its rows carry the marks of the slices.
  init(_ whole: Sample, slices: Int, in space: ScratchSpace) throws(Diagnostic) {
    var counts = [Int](repeating: 0, count: slices)
    /// By key, the mark of its rows; `several` where they have more than one.
    var markOf = [UInt16](repeating: .max, count: whole.evaluated.limit)
    let several = UInt16.max - 1
    whole.evaluated.forEachChunk { chunk in
      for (row, mark) in chunk.marks.enumerated() {
        counts[Int(mark)] += 1
        let key = Int(chunk.clusters[row])
        if markOf[key] == .max { markOf[key] = mark } else if markOf[key] != mark { markOf[key] = several }
      }
    }
    keys = whole.keys
    ownKeys = [Int](repeating: 0, count: slices)
    for mark in markOf where mark < several { ownKeys[Int(mark)] += 1 }
    let ranked = try SliceParts.ranked(whole, counts, in: space)
    let file = SpillFile(space)
    var writers: [PartWriter] = []
    for count in counts { writers.append(try PartWriter(whole, count: count, in: space, file)) }
    try whole.evaluated.forEachChunk { chunk throws(Diagnostic) in
      for (row, mark) in chunk.marks.enumerated() {
        try writers[Int(mark)].append(chunk, row, whole.place)
      }
    }
    var numbering = SliceNumbering(limit: whole.evaluated.limit)
    for mark in writers.indices {
      var segment = try writers[mark].finish()
      let keys = numbering.take(segment)
      numbers.append(try ScratchColumn(keys, in: space, file))
      segment.clusters = try numbering.column(segment, in: space, file)
      let rows = EvaluatedRows([segment], versions: 1, limit: keys.count, labelRanks: [])
      let own = ranked.isEmpty ? nil : try numbering.places(ranked[mark], limit: keys.count, in: space)
      samples.append(Sample(whole, rows, place: 0, ranked: own))
    }
  }

  /// By number of a slice's key, its number among the keys of all rows.
  func numbers(_ mark: Int) -> [Int32] {
    var found: [Int32] = []
    numbers[mark].read(0..<numbers[mark].count, into: &found)
    return found
  }

  /// Different keys of the rows of all other slices.
  func keys(outside mark: Int) -> Int { keys - ownKeys[mark] }

  /// The ranked rows dealt out by their marks, which keeps their order.
  private static func ranked(
    _ whole: Sample, _ counts: [Int], in space: ScratchSpace
  ) throws(Diagnostic) -> [RankedPlaces] {
    guard let all = whole.ranked else { return [] }
    var writers: [PlaceWriter] = []
    for count in counts { writers.append(try PlaceWriter(space, count: count)) }
    /// By mark, the row that waits to be told whether another of its score follows, and the number of its score.
    var waiting = [(place: RankedPlace, score: Int)?](repeating: nil, count: counts.count)
    var score = 0
    for place in all.places {
      let mark = Int(place.mark)
      if let (before, its) = waiting[mark] { try writers[mark].append(before, endsGroup: its != score) }
      waiting[mark] = (place, score)
      if place.endsGroup { score += 1 }
    }
    var found: [RankedPlaces] = []
    for mark in counts.indices {
      if let (last, _) = waiting[mark] { try writers[mark].append(last, endsGroup: true) }
      found.append(try writers[mark].finish(limit: all.limit))
    }
    return found
  }
}

/// Writes the rows of one slice.
private struct PartWriter {
  private let count: Int
  private var scores: ScratchWriter<Double>
  private var codes: ScratchWriter<UInt16>?
  private var numbers: ScratchWriter<Double>?
  private var clusters: ScratchWriter<Int32>
  private var decided: ScratchWriter<Int16>?

  init(_ whole: Sample, count: Int, in space: ScratchSpace, _ file: SpillFile) throws(Diagnostic) {
    self.count = count
    scores = try ScratchWriter(space, count: count, file: file)
    if whole.kind == .number {
      numbers = try ScratchWriter(space, count: count, file: file)
    } else {
      codes = try ScratchWriter(space, count: count, file: file)
    }
    clusters = try ScratchWriter(space, count: count, file: file)
    if whole.decides { decided = try ScratchWriter(space, count: count, file: file) }
  }

  mutating func append(_ chunk: RowChunk, _ row: Int, _ place: Int) throws(Diagnostic) {
    try scores.append(chunk.scores[place][row])
    try numbers?.append(chunk.actual[row])
    try codes?.append(UInt16(chunk.actual[row]))
    try clusters.append(chunk.clusters[row])
    try decided?.append(Int16(chunk.decided[place][row]))
  }

  mutating func finish() throws(Diagnostic) -> RowSegment {
    let actual: OutcomeColumn
    if let codes = try codes?.finish() {
      actual = .codes(codes)
    } else if let numbers = try numbers?.finish() {
      actual = .numbers(numbers)
    } else {
      actual = .numbers(ScratchColumn([]))
    }
    return RowSegment(
      count: count, scores: [try scores.finish()], actual: actual, clusters: try clusters.finish(),
      decided: [try decided?.finish()])
  }
}
