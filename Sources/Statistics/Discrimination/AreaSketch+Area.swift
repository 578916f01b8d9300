/// An area under the ROC curve that is known up to pairs within bins.
package struct AreaBounds: Sendable, Hashable {
  /// The area if every unknown pair were lost.
  package let lower: PairCount
  /// The area if every unknown pair were won.
  package let upper: PairCount
  package let interval: Interval
  /// The middle of the interval: unknown pairs count as ties.
  package let estimate: Double
  /// The estimate is off by no more than this: half the share of unknown pairs.
  package let error: Double

  package var isExact: Bool { lower == upper }
}

extension AreaSketch {
  /// The area of all rows seen, between bounds that hold for certain.
  ///
  /// **Throws:** `oneClass`, and `tooManyObservations` from 2³² rows on.
  package func area() throws(Undefined) -> AreaBounds {
    guard positives > 0, negatives > 0 else { throw .oneClass }
    guard count < 1 << 32 else { throw .tooManyObservations }
    var doubled = 0
    var unknown = 0
    var below = 0
    for bin in bins {
      doubled += 2 * bin.positives * below
      let within = bin.positives * bin.negatives
      if bin.only == Bin.mixed { unknown += within } else { doubled += within }
      below += bin.negatives
    }
    let pairs = positives * negatives
    let lower = PairCount(doubledWins: doubled, pairs: pairs)
    let upper = PairCount(doubledWins: doubled + 2 * unknown, pairs: pairs)
    return AreaBounds(
      lower: lower, upper: upper, interval: Interval(lower: try lower.area(), upper: try upper.area()),
      estimate: try PairCount(doubledWins: doubled + unknown, pairs: pairs).area(),
      error: Double(unknown) / (2 * Double(pairs)))
  }

  /// Grows the table while the bins fit twice the limit, else takes bits away.
  ///
  /// That leaves room for at least as many new bins as the limit before bits are taken away again.
  mutating func makeRoom() {
    occupied += 1
    if occupied > 2 * limit {
      settle()
    } else if occupied * 2 > table.count {
      move(to: table.count * 2)
    }
  }

  /// The sketch with as many bits as fit the limit.
  var settled: AreaSketch {
    var copy = self
    copy.settle()
    return copy
  }

  private mutating func settle() {
    if occupied > limit { rebuild(bits: mostBits()) }
  }

  /// The largest number of bits at which the bins that are now taken fit the limit.
  ///
  /// Two neighbours in order share a bin exactly where their first bits agree. At 8 bits there are at most 256
  /// bins, so that it is never less.
  private func mostBits() -> Int {
    let sorted = table.lazy.filter { !$0.isFree }.map(\.prefix).sorted()
    var differing = [Int](repeating: 0, count: 65)
    for (a, b) in zip(sorted, sorted.dropFirst()) { differing[(a ^ b).leadingZeroBitCount] += 1 }
    // differing[c] neighbours share c bits: they are apart where bits > c.
    var taken = 1
    for bits in 1...64 {
      taken += differing[bits - 1]
      if taken > limit { return bits - 1 }
    }
    return 64
  }

  mutating func rebuild(bits: Int) {
    workingBits = bits
    move(to: table.count)
  }

  private mutating func move(to places: Int) {
    let old = table
    table = [Bin](repeating: .none, count: places)
    occupied = 0
    for bin in old where !bin.isFree {
      if place(bin) { occupied += 1 }
    }
  }
}
