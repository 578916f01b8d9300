import Book
import Diagnostics

/// How far rows move between the rankings of two versions, over rows that both have scored.
///
/// **Units:** 8 bytes for each row in the scratch space, up to 36 while it is made.
struct Movement {
  /// A column of slices.
  struct Column {
    let dimension: String
    /// By code.
    let labels: [String]
    /// The rows that are ranked, with the codes of their labels.
    let rows: EvaluatedRows
  }

  /// By row, how many places of the ranking lie between the two. **Units:** 0…1.
  private let places: ScratchColumn<Double>
  private let otherTenth: Int
  private let own: Sample
  private let its: Sample
  private let space: ScratchSpace

  /// A share is told only where rows of so many keys lie beyond it: less could be somebody's.
  static let fewestKeys = Slicing.fewestKeys
  static let shares = [0.5, 0.9, 0.99]
  static let mostSlices = 3

  /// nil where scores don't rank.
  ///
  /// - Parameter its: of the same rows. **Throws** where the space is full.
  init?(_ own: Sample, _ its: Sample, in space: ScratchSpace) throws(Diagnostic) {
    guard own.kind != .label, own.rows > 0 else { return nil }
    self.own = own
    self.its = its
    self.space = space
    let (first, second) = (try own.rankingPlaces(in: space), try its.rankingPlaces(in: space))
    var writer = try ScratchWriter<Double>(space, count: own.rows, file: SpillFile(space))
    var (ownPlaces, itsPlaces): ([Double], [Double]) = ([], [])
    var changed = 0
    for start in stride(from: 0, to: own.rows, by: RowChunk.rows) {
      let rows = start..<min(own.rows, start + RowChunk.rows)
      first.read(rows, into: &ownPlaces)
      second.read(rows, into: &itsPlaces)
      for (place, other) in zip(ownPlaces, itsPlaces) {
        if Movement.tenth(place) != Movement.tenth(other) { changed += 1 }
        try writer.append(abs(place - other))
      }
    }
    places = try writer.finish()
    otherTenth = changed
  }

  /// **Throws** where the space is full.
  func record(slices columns: [Column]) throws(Diagnostic) -> ComparisonRecord.Movement {
    let moved = try sorted { take throws(Diagnostic) in
      var values: [Double] = []
      var start = 0
      try own.evaluated.forEachChunk { chunk throws(Diagnostic) in
        places.read(start..<start + chunk.clusters.count, into: &values)
        start += chunk.clusters.count
        for (value, key) in zip(values, chunk.clusters) { try take(value, key) }
      }
    }
    let scores = try scores()
    let quantiles = Movement.shares.enumerated().compactMap { place, share in
      moved.quantiles[place].map {
        ComparisonRecord.Movement.Quantile(share: share, places: $0, score: scores.flatMap { $0[place] })
      }
    }
    let slices: [ComparisonRecord.Movement.Slice] = columns.flatMap { means($0) }
    let furthest = slices.sorted {
      $0.places == $1.places ? $0.title < $1.title : $0.places > $1.places
    }
    return ComparisonRecord.Movement(
      otherTenth: otherTenth, places: moved.sum / Double(own.rows), quantiles: quantiles,
      slices: Array(furthest.prefix(Movement.mostSlices)))
  }

  /// By share, the distance of the scores themselves, where both are probabilities, or numbers of what was predicted.
  private func scores() throws(Diagnostic) -> [Double?]? {
    guard own.kind == .number || (own.isProbability && its.isProbability) else { return nil }
    return try sorted { take throws(Diagnostic) in
      try own.evaluated.forEachChunk { chunk throws(Diagnostic) in
        for (row, key) in chunk.clusters.enumerated() {
          try take(abs(chunk.scores[own.place][row] - chunk.scores[its.place][row]), key)
        }
      }
    }.quantiles
  }

  /// The sum of distances, one for each row, from the shortest on; and for each share the shortest that so large a share
  /// of them does not exceed, nil where rows of too few keys lie beyond.
  ///
  /// **Units:** a byte for each key.
  private func sorted(
    _ distances: (_ take: (Double, _ key: Int32) throws(Diagnostic) -> Void) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> (sum: Double, quantiles: [Double?]) {
    var sorter = ScoreSorter(space, count: own.rows)
    // Doubles without a sign order as their bits do.
    try distances { distance, key throws(Diagnostic) in
      try sorter.append(key: distance.bitPattern, UInt64(key))
    }
    let wanted = Movement.shares.map { max(0, Int(($0 * Double(own.rows)).rounded(.up)) - 1) }
    var quantiles: [Double] = []
    /// By key, how many quantiles its furthest row lies beyond.
    var passed = [UInt8](repeating: 0, count: own.evaluated.limit)
    var (sum, position) = (0.0, 0)
    try sorter.finish { row, _ in
      let distance = Double(bitPattern: row.key)
      sum += distance
      passed[Int(row.payload)] = UInt8(quantiles.count)
      while quantiles.count < wanted.count, wanted[quantiles.count] == position { quantiles.append(distance) }
      position += 1
    }
    let told = quantiles.enumerated().map { place, distance -> Double? in
      passed.count { $0 > place } >= Movement.fewestKeys ? distance : nil
    }
    return (sum, told)
  }

  private func means(_ column: Column) -> [ComparisonRecord.Movement.Slice] {
    let choice = SliceChoice(column.rows, column.labels)
    // One slice is all rows.
    guard choice.codes.count > 1 else { return [] }
    var sums = [(rows: Int, places: Double)](repeating: (0, 0), count: choice.codes.count)
    var before = 0
    var values: [Double] = []
    column.rows.marked(choice.marks).forEachChunk { chunk in
      places.read(before..<before + chunk.marks.count, into: &values)
      before += chunk.marks.count
      for (mark, moved) in zip(chunk.marks, values) {
        sums[Int(mark)].rows += 1
        sums[Int(mark)].places += moved
      }
    }
    return sums.enumerated().map { place, sum in
      let (kind, label) = choice.title(place, column.labels)
      return .init(
        dimension: column.dimension, kind: kind, label: label, rows: sum.rows,
        places: sum.places / Double(sum.rows))
    }
  }

  private static func tenth(_ place: Double) -> Int { min(9, Int(place * 10)) }
}
