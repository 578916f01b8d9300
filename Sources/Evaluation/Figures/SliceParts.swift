import Diagnostics
import Statistics

/// The rows of samples of some versions laid out by slice, each slice in the order of rows and, ranked, in that of their
/// scores: one pass for the rows and, for each version, one for the ranks.
///
/// Keys have numbers of their own in each slice, in the order of all keys, so that a measure of a slice costs its keys and
/// not all of them. **Units:** up to 20 bytes for each row in the scratch space and 10 for each row and version, 16 more
/// where rows are ranked.
struct SliceParts {
  /// By mark and version.
  private(set) var samples: [[Sample]] = []
  /// By mark.
  private var numbers: [ScratchColumn<Int32>] = []
  /// Different keys of all rows.
  private let keys: Int
  /// By mark, keys that have rows in no other slice.
  private var ownKeys: [Int]

  /// - Parameter wholes: versions of the same rows, which carry the marks of the slices.
  init(_ wholes: [Sample], slices: Int, in space: ScratchSpace) throws(Diagnostic) {
    let whole = wholes[0]
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
    /// By version and mark.
    var ranked: [[RankedPlaces]] = []
    for whole in wholes { ranked.append(try SliceParts.ranked(whole, counts, in: space)) }
    let file = SpillFile(space)
    var writers: [SliceWriter] = []
    for count in counts { writers.append(try SliceWriter(wholes, count: count, in: space, file)) }
    try whole.evaluated.forEachChunk { chunk throws(Diagnostic) in
      for (row, mark) in chunk.marks.enumerated() {
        try writers[Int(mark)].append(chunk, row)
      }
    }
    var numbering = SliceNumbering(limit: whole.evaluated.limit)
    for mark in writers.indices {
      var segment = try writers[mark].finish()
      let keys = numbering.take(segment)
      numbers.append(try ScratchColumn(keys, in: space, file))
      segment.clusters = try numbering.column(segment, in: space, file)
      let rows = EvaluatedRows([segment], versions: wholes.count, limit: keys.count, labelRanks: [])
      var parts: [Sample] = []
      for (place, ranked) in ranked.enumerated() {
        let own = ranked.isEmpty ? nil : try numbering.places(ranked[mark], limit: keys.count, in: space)
        parts.append(Sample(wholes[place], rows, place: place, ranked: own))
      }
      samples.append(parts)
    }
  }

  /// By number of a slice's key, its number among the keys of all rows.
  func numbers(_ mark: Int) -> [Int32] {
    var found: [Int32] = []
    numbers[mark].read(0..<numbers[mark].count, into: &found)
    return found
  }

  /// The key of each row of a slice, by its number among the keys of all rows.
  func forEachKey(_ mark: Int, _ body: (Int) -> Void) {
    let numbers = numbers(mark)
    var rows: [Int32] = []
    for segment in samples[mark][0].evaluated.segments {
      for start in stride(from: 0, to: segment.count, by: RowChunk.rows) {
        segment.clusters?.read(start..<min(segment.count, start + RowChunk.rows), into: &rows)
        for key in rows { body(Int(numbers[Int(key)])) }
      }
    }
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
