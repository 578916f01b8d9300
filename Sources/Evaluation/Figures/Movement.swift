import Book
import Statistics

/// How far rows move between the rankings of two versions, over rows that both have scored.
///
/// **Units:** 16 bytes for each row while it lasts.
struct Movement {
  /// By row, how many places of the ranking lie between the two. **Units:** 0…1.
  private let places: [Double]
  private let otherTenth: Int
  private let own: Sample
  private let its: Sample

  /// A share is told only where so many rows lie beyond it: less could be somebody's.
  static let fewestRows = 5
  static let shares = [0.5, 0.9, 0.99]
  static let mostSlices = 3

  /// nil where scores don't rank.
  init?(_ own: Sample, _ its: Sample) {
    guard own.kind != .label, own.rows > 0, own.rows == its.rows else { return nil }
    self.own = own
    self.its = its
    var places = Movement.places(own)
    let others = Movement.places(its)
    var changed = 0
    for row in places.indices {
      if Movement.tenth(places[row]) != Movement.tenth(others[row]) { changed += 1 }
      places[row] = abs(places[row] - others[row])
    }
    self.places = places
    otherTenth = changed
  }

  /// - Parameter slices: by column, the slice of each row and the values of their codes.
  func record(
    slices: [(dimension: String, places: [Int32], labels: [String])]
  ) -> ComparisonRecord.Movement {
    let sorted = places.sorted()
    let scores = scores()
    var quantiles: [ComparisonRecord.Movement.Quantile] = []
    for share in Movement.shares
    where Double(sorted.count) * (1 - share) >= Double(Movement.fewestRows) {
      quantiles.append(
        .init(
          share: share, places: Movement.quantile(sorted, share),
          score: scores.map { Movement.quantile($0, share) }))
    }
    let means = slices.flatMap { self.means($0.dimension, $0.places, $0.labels) }.sorted {
      $0.places == $1.places ? $0.title < $1.title : $0.places > $1.places
    }
    return ComparisonRecord.Movement(
      otherTenth: otherTenth, places: sorted.reduce(0, +) / Double(sorted.count), quantiles: quantiles,
      slices: Array(means.prefix(Movement.mostSlices)))
  }

  /// Sorted distances of the scores themselves, where both are probabilities, or numbers of what was predicted.
  private func scores() -> [Double]? {
    guard own.kind == .number || (own.isProbability && its.isProbability) else { return nil }
    return zip(own.scores, its.scores).map { abs($0 - $1) }.sorted()
  }

  private func means(
    _ dimension: String, _ codes: [Int32], _ labels: [String]
  ) -> [ComparisonRecord.Movement.Slice] {
    var sums: [Int32: (rows: Int, places: Double)] = [:]
    for (row, code) in codes.enumerated() {
      let sum = sums[code] ?? (0, 0)
      sums[code] = (sum.rows + 1, sum.places + places[row])
    }
    // One slice is all rows.
    guard sums.count > 1 else { return [] }
    return sums.map { code, sum in
      .init(
        dimension: dimension, kind: code >= 0 ? .value : code == LabelCodes.missing ? .missing : .other,
        label: code >= 0 ? labels[Int(code)] : "", rows: sum.rows, places: sum.places / Double(sum.rows))
    }
  }

  /// The smallest of the values that so large a share of them does not exceed.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
  }

  private static func tenth(_ place: Double) -> Int { min(9, Int(place * 10)) }

  /// By row, the share of the rows below it; of equal ones half.
  private static func places(_ sample: Sample) -> [Double] {
    let scores = sample.scores
    let order =
      sample.ranked?.order
      ?? (0..<UInt32(scores.count)).sorted { scores[Int($0)] > scores[Int($1)] }
    var places = [Double](repeating: 0, count: scores.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[Int(order[end])] == scores[Int(order[start])] { end += 1 }
      let place = 1 - (Double(start + end) / 2) / Double(order.count)
      for position in start..<end { places[Int(order[position])] = place }
      start = end
    }
    return places
  }
}
