import Diagnostics
import Statistics

/// Predictions of one version and outcomes of some rows, with the keys that tie rows together.
struct Sample {
  let evaluated: EvaluatedRows
  /// Which of the versions.
  let place: Int
  /// How many classes there are.
  let classes: Int
  let isProbability: Bool
  let kind: OutcomeKind
  /// Rows in the order of their scores, with the marks of their slices; nil where nobody asks, or there is nothing to rank.
  let ranked: RankedPlaces?

  /// - Parameter ranks: whether rows are sorted by their scores.
  /// **Throws** where the space can't hold the sorted rows.
  init(
    _ evaluated: EvaluatedRows, _ place: Int = 0, classes: Int, isProbability: Bool, kind: OutcomeKind,
    ranks: Bool, in space: ScratchSpace
  ) throws(Diagnostic) {
    self.evaluated = evaluated
    self.place = place
    self.classes = classes
    self.isProbability = isProbability
    self.kind = kind
    ranked =
      ranks && kind == .binary && evaluated.rows > 0
      ? try Sample.ranked(evaluated, place, in: space) : nil
  }

  /// The same of other rows.
  init(_ sample: Sample, _ evaluated: EvaluatedRows, place: Int? = nil, ranked: RankedPlaces? = nil) {
    self.evaluated = evaluated
    self.place = place ?? sample.place
    classes = sample.classes
    isProbability = sample.isProbability
    kind = sample.kind
    self.ranked = ranked
  }

  private static func ranked(
    _ evaluated: EvaluatedRows, _ place: Int, in space: ScratchSpace
  ) throws(Diagnostic) -> RankedPlaces {
    var sorter = ScoreSorter(space, count: evaluated.rows)
    try evaluated.forEachChunk { chunk throws(Diagnostic) in
      for (row, score) in chunk.scores[place].enumerated() {
        let mark = chunk.marks.isEmpty ? 0 : chunk.marks[row]
        try sorter.append(
          score, RankedPlace(cluster: chunk.clusters[row], outcome: chunk.actual[row] == 1, mark: mark).bits)
      }
    }
    var writer = try PlaceWriter(space, count: evaluated.rows)
    try sorter.finish { row, endsGroup throws(Diagnostic) in
      try writer.append(RankedPlace(bits: row.payload), endsGroup: endsGroup)
    }
    return try writer.finish(limit: evaluated.limit)
  }

  /// Rows on which it has decided.
  var decided: Sample { Sample(self, evaluated.decided()) }

  /// Whether classes were decided on all dates.
  var decides: Bool { evaluated.decides[place] }
  var rows: Int { evaluated.rows }
  var positives: Int { evaluated.positives }
  /// Different keys.
  var keys: Int { evaluated.keys }

  /// For measures that go through the rows.
  var passes: RowPasses {
    RowPasses(rows: rows, limit: evaluated.limit) { [evaluated, place] body throws(Undefined) in
      try evaluated.forEachBlock(place, body)
    }
  }

  /// For measures of some of the rows.
  ///
  /// - Parameter rows: how many these are.
  func passes(
    rows: Int, where isIncluded: @escaping (_ chunk: RowChunk, _ row: Int) -> Bool
  ) -> RowPasses {
    RowPasses(rows: rows, limit: evaluated.limit) { [evaluated, place] body throws(Undefined) in
      var block = RowBlock()
      try evaluated.forEachChunk { chunk throws(Undefined) in
        block.removeAll()
        for row in chunk.actual.indices where isIncluded(chunk, row) {
          block.scores.append(chunk.scores[place][row])
          block.actual.append(chunk.actual[row])
          block.clusters.append(chunk.clusters[row])
          if !chunk.decided[place].isEmpty { block.decided.append(chunk.decided[place][row]) }
        }
        if block.count > 0 { try body(block) }
      }
    }
  }
}
