import Diagnostics

/// Writes the rows of one slice.
struct SliceWriter {
  private let count: Int
  /// By version.
  private let places: [Int]
  private var scores: [ScratchWriter<Double>] = []
  private var decided: [ScratchWriter<Int16>?] = []
  private var codes: ScratchWriter<UInt16>?
  private var numbers: ScratchWriter<Double>?
  private var clusters: ScratchWriter<Int32>

  /// - Parameter wholes: versions of the same rows.
  init(_ wholes: [Sample], count: Int, in space: ScratchSpace, _ file: SpillFile) throws(Diagnostic) {
    self.count = count
    places = wholes.map(\.place)
    for whole in wholes {
      scores.append(try ScratchWriter(space, count: count, file: file))
      decided.append(whole.decides ? try ScratchWriter(space, count: count, file: file) : nil)
    }
    if wholes[0].kind == .number {
      numbers = try ScratchWriter(space, count: count, file: file)
    } else {
      codes = try ScratchWriter(space, count: count, file: file)
    }
    clusters = try ScratchWriter(space, count: count, file: file)
  }

  mutating func append(_ chunk: RowChunk, _ row: Int) throws(Diagnostic) {
    for (version, place) in places.enumerated() {
      try scores[version].append(chunk.scores[place][row])
      try decided[version]?.append(Int16(chunk.decided[place][row]))
    }
    try numbers?.append(chunk.actual[row])
    try codes?.append(UInt16(chunk.actual[row]))
    try clusters.append(chunk.clusters[row])
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
    var (own, classes): ([ScratchColumn<Double>], [ScratchColumn<Int16>?]) = ([], [])
    for version in scores.indices {
      own.append(try scores[version].finish())
      classes.append(try decided[version]?.finish())
    }
    return RowSegment(
      count: count, scores: own, actual: actual, clusters: try clusters.finish(), decided: classes)
  }
}
