/// A stretch of a segment as it was read; the scratch of one pass.
struct SegmentReading {
  private let segment: RowSegment
  private let classes: [Bool]
  private let hasMarks: Bool
  private var scores: [[Double]]
  private var decided: [[Int16]]
  private var codes: [UInt16] = []
  private var numbers: [Double] = []
  private var clusters: [Int32] = []
  private var slices: [Int16] = []
  private var isTaken: [Bool] = []

  /// - Parameter classes: by version, whether its classes are asked for.
  init(_ segment: RowSegment, versions: Int, classes: [Bool], hasMarks: Bool) {
    self.segment = segment
    self.classes = classes
    self.hasMarks = hasMarks
    scores = [[Double]](repeating: [], count: versions)
    decided = [[Int16]](repeating: [], count: versions)
  }

  mutating func read(_ range: Range<Int>) {
    for version in scores.indices {
      segment.scores[version].read(range, into: &scores[version])
      if classes[version] { segment.decided[version]?.read(range, into: &decided[version]) }
    }
    switch segment.actual {
    case .codes(let column): column.read(range, into: &codes)
    case .numbers(let column): column.read(range, into: &numbers)
    }
    segment.clusters?.read(range, into: &clusters)
    if hasMarks { segment.slices?.read(range, into: &slices) }
  }

  /// Adds the rows on which all versions have a score, and have decided where that is asked.
  ///
  /// - Parameter number: of the next row, which is its cluster where rows are their own.
  mutating func take(
    _ chunk: inout RowChunk, _ ranks: [Int], _ marks: [UInt16], isDecided: Bool, _ number: inout Int32
  ) {
    isTaken = scores[0].map { !$0.isNaN }
    for other in scores.dropFirst() {
      for row in other.indices where other[row].isNaN { isTaken[row] = false }
    }
    if isDecided {
      for classes in decided {
        for row in classes.indices where classes[row] < 0 { isTaken[row] = false }
      }
    }
    for version in scores.indices {
      let own = scores[version]
      if ranks.isEmpty {
        for row in own.indices where isTaken[row] { chunk.scores[version].append(own[row]) }
      } else {
        for row in own.indices where isTaken[row] {
          chunk.scores[version].append(Double(ranks[Int(own[row])]))
        }
      }
      if !classes[version] { continue }
      if ranks.isEmpty {
        let own = decided[version]
        for row in own.indices where isTaken[row] { chunk.decided[version].append(Int32(own[row])) }
      } else {
        for label in chunk.scores[version] { chunk.decided[version].append(Int32(label)) }
      }
    }
    switch segment.actual {
    case .numbers: for row in numbers.indices where isTaken[row] { chunk.actual.append(numbers[row]) }
    case .codes:
      for row in codes.indices where isTaken[row] {
        chunk.actual.append(ranks.isEmpty ? Double(codes[row]) : Double(ranks[Int(codes[row])]))
      }
    }
    if segment.clusters == nil {
      for _ in chunk.actual {
        chunk.clusters.append(number)
        number += 1
      }
    } else {
      for row in clusters.indices where isTaken[row] { chunk.clusters.append(clusters[row]) }
    }
    for row in slices.indices where isTaken[row] { chunk.marks.append(marks[Int(slices[row]) + 2]) }
  }
}
