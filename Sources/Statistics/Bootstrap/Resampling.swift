/// What is drawn with replacement.
package enum Resampling: Sendable, Hashable {
  /// Rows, each alike.
  case rows
  /// Rows within each stratum, so that every stratum keeps its size; one label for each row.
  case strata([Int])
  /// Whole clusters, such as all rows of a customer, because rows of one cluster are not independent; one label for
  /// each row. As many clusters are drawn as there are; the number of rows varies.
  case clusters([Int])
}

/// A way of resampling made ready: cells that are drawn, and the cell of each row.
struct ResamplingPlan: Sendable {
  /// Sizes of the groups of cells within which draws stay.
  let groups: [Int]
  let cells: Int
  /// The cell of each row; nil where row and cell are the same.
  let cellOfRow: [UInt32]?

  init(_ resampling: Resampling, rows: Int) throws(Undefined) {
    guard rows > 0 else { throw .noObservations }
    guard rows < 1 << 32 else { throw .tooManyObservations }
    switch resampling {
    case .rows:
      groups = [rows]
      cells = rows
      cellOfRow = nil
    case .strata(let labels):
      guard labels.count == rows else { throw .lengthsDiffer(rows, labels.count) }
      let (places, sizes) = Self.numbered(labels)
      var next = [0]
      for size in sizes { next.append(next[next.count - 1] + size) }
      cellOfRow = places.map { place in
        defer { next[place] += 1 }
        return UInt32(next[place])
      }
      groups = sizes
      cells = rows
    case .clusters(let labels):
      guard labels.count == rows else { throw .lengthsDiffer(rows, labels.count) }
      let (places, sizes) = Self.numbered(labels)
      cellOfRow = places.map(UInt32.init)
      groups = [sizes.count]
      cells = sizes.count
    }
  }

  /// Labels by order of first sight, and how many rows each has.
  private static func numbered(_ labels: [Int]) -> (places: [Int], sizes: [Int]) {
    var numbers: [Int: Int] = [:]
    var sizes: [Int] = []
    let places = labels.map { label in
      let place = numbers[label] ?? sizes.count
      if place == sizes.count {
        numbers[label] = place
        sizes.append(0)
      }
      sizes[place] += 1
      return place
    }
    return (places, sizes)
  }

  func draw(_ counts: UnsafeMutablePointer<UInt8>, _ random: inout Xoshiro256) {
    var start = 0
    for size in groups {
      Multinomial.draw(counts + start, cells: size, &random)
      start += size
    }
  }
}
