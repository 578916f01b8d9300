/// Rows sorted once by score, best first, so that areas of many resamples cost one pass each.
///
/// **Missing values:** none; a NaN score is refused. Infinite scores rank like any other; −0 equals 0.
package struct RankedRows: Sendable {
  /// Row numbers from the highest score to the lowest, equal scores by row.
  package let order: [UInt32]
  /// Outcomes in that order.
  package let outcomes: [Bool]
  /// Where each group of equal scores ends in that order.
  package let groupEnds: [Int]

  package var count: Int { order.count }

  /// Sorts in O(n log n).
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`, `tooManyObservations` from 2³² rows on.
  package init(scores: [Double], outcomes: [Bool]) throws(Undefined) {
    try RowLosses.checkRows(scores.count, outcomes.count)
    guard scores.count < 1 << 32 else { throw .tooManyObservations }
    if let position = scores.firstIndex(where: \.isNaN) { throw .notANumber(at: position) }
    let order = (0..<UInt32(scores.count)).sorted { a, b in
      let (first, second) = (scores[Int(a)], scores[Int(b)])
      return first > second || (first == second && a < b)
    }
    var ends: [Int] = []
    for place in order.indices.dropFirst()
    where scores[Int(order[place])] != scores[Int(order[place - 1])] {
      ends.append(place)
    }
    ends.append(order.count)
    self.order = order
    self.outcomes = order.map { outcomes[Int($0)] }
    groupEnds = ends
  }

  init(order: [UInt32], outcomes: [Bool], groupEnds: [Int]) {
    self.order = order
    self.outcomes = outcomes
    self.groupEnds = groupEnds
  }

  /// The area under the ROC curve with a weight for each row, in row order: the weighted share of pairs in which
  /// the positive is higher, ties counting half.
  ///
  /// **Throws:** `oneClass` where a class has no weight, `lengthsDiffer`, `notAWeight`, `noObservations`,
  /// `overflow`.
  package func areaUnderROC(weights: [Double]? = nil) throws(Undefined) -> Double {
    let all = try Weights(weights, rows: count)
    var wins = CompensatedSum()
    var above = CompensatedSum()
    var below = CompensatedSum()
    forEachGroup(all) { up, down in
      if down > 0 { wins.add(down * (above.value + up / 2)) }
      above.add(up)
      below.add(down)
    }
    guard above.value > 0, below.value > 0 else { throw .oneClass }
    let pairs = above.value * below.value
    let area = pairs.isNormal ? wins.value / pairs : wins.value / above.value / below.value
    guard area.isFinite else { throw .overflow }
    return min(1, area)
  }

  /// Average precision with a weight for each row: Σ (Rₖ − Rₖ₋₁)·Pₖ over the distinct scores.
  ///
  /// **Throws:** `oneClass` where no positive has weight; else as `areaUnderROC`.
  package func averagePrecision(weights: [Double]? = nil) throws(Undefined) -> Double {
    let all = try Weights(weights, rows: count)
    var sum = CompensatedSum()
    var hits = CompensatedSum()
    var taken = CompensatedSum()
    forEachGroup(all) { up, down in
      hits.add(up)
      taken.add(up)
      taken.add(down)
      if up > 0 { sum.add(up * (hits.value / taken.value)) }
    }
    guard hits.value > 0 else { throw .oneClass }
    let precision = sum.value / hits.value
    guard precision.isFinite else { throw .overflow }
    return min(1, precision)
  }

  /// Wins, ties and pairs exactly, each row counted as often as a resample drew it.
  ///
  /// O(n) without allocation. **Shape:** one multiplicity for each row, in row order.
  /// **Throws:** `lengthsDiffer`, `tooManyObservations` from 2³² draws on.
  package func pairCount(multiplicities: UnsafeBufferPointer<UInt32>) throws(Undefined) -> PairCount {
    guard multiplicities.count == count else { throw .lengthsDiffer(count, multiplicities.count) }
    var drawn = 0
    for multiplicity in multiplicities { drawn += Int(multiplicity) }
    guard drawn < 1 << 32 else { throw .tooManyObservations }
    var doubled = 0
    var above = 0
    var below = 0
    var place = 0
    for end in groupEnds {
      var up = 0
      var down = 0
      while place < end {
        let times = Int(multiplicities[Int(order[place])])
        if outcomes[place] { up += times } else { down += times }
        place += 1
      }
      doubled += down * (2 * above + up)
      above += up
      below += down
    }
    return PairCount(doubledWins: doubled, pairs: above * below)
  }

  private func forEachGroup(_ weights: Weights, _ body: (Double, Double) -> Void) {
    var place = 0
    for end in groupEnds {
      var up = CompensatedSum()
      var down = CompensatedSum()
      while place < end {
        let weight = weights[Int(order[place])]
        if outcomes[place] { up.add(weight) } else { down.add(weight) }
        place += 1
      }
      body(up.value, down.value)
    }
  }
}
