extension RankedPlaces {
  /// As `RankedOutcomes.rocCurve`, without holding a point for each score. **Throws:** `oneClass`.
  package func rocCurve(limit: Int) throws(Undefined) -> [CurvePoint] {
    let (all, negatives) = classes()
    guard all > 0, negatives > 0 else { throw .oneClass }
    return thinned(to: limit) { body in
      body(0, 0)
      forEachThreshold { hits, taken in
        body(Double(taken - hits) / Double(negatives), Double(hits) / Double(all))
      }
    }
  }

  /// As `RankedOutcomes.precisionRecallCurve`. **Throws:** `oneClass` without a positive.
  package func precisionRecallCurve(limit: Int) throws(Undefined) -> [CurvePoint] {
    let (all, _) = classes()
    guard all > 0 else { throw .oneClass }
    return thinned(to: limit) { body in
      forEachThreshold { hits, taken in
        body(Double(hits) / Double(all), Double(hits) / Double(taken))
      }
    }
  }

  /// The share of all positives among the best 1/`parts`, 2/`parts` … of the rows, as `RankedOutcomes.gain` gives it.
  ///
  /// **Throws:** `oneClass` without a positive.
  package func cumulativeGain(parts: Int = 10) throws(Undefined) -> [Double] {
    let (all, _) = classes()
    guard all > 0 else { throw .oneClass }
    var gains: [Double] = []
    var (rowsBefore, hitsBefore) = (0, 0)
    forEachGroup { group in
      let rows = group.positives + group.negatives
      while gains.count < parts - 1 {
        let end = Double(gains.count + 1) * Double(count) / Double(parts)
        if Double(rowsBefore + rows) <= end { break }
        let share = (end - Double(rowsBefore)) / Double(rows)
        gains.append((Double(hitsBefore) + share * Double(group.positives)) / Double(all))
      }
      rowsBefore += rows
      hitsBefore += group.positives
    }
    while gains.count < parts { gains.append(Double(hitsBefore) / Double(all)) }
    return gains
  }

  private func classes() -> (positives: Int, negatives: Int) {
    var positives = 0
    forEachGroup { positives += $0.positives }
    return (positives, count - positives)
  }

  /// At each distinct score, the positives and the rows that have it or a higher one.
  private func forEachThreshold(_ body: (_ hits: Int, _ taken: Int) -> Void) {
    var (hits, taken) = (0, 0)
    forEachGroup { group in
      hits += group.positives
      taken += group.positives + group.negatives
      body(hits, taken)
    }
  }

  /// The points that `RankedOutcomes.thinned` keeps, in two passes. Thresholds are not told: they are NaN.
  private func thinned(to limit: Int, _ points: ((Double, Double) -> Void) -> Void) -> [CurvePoint] {
    var (count, length) = (0, 0.0)
    var last = (x: 0.0, y: 0.0)
    points { x, y in
      if count > 0 { length = length + abs(x - last.x) + abs(y - last.y) }
      count += 1
      last = (x, y)
    }
    let isWhole = limit < 2 || count <= limit
    let step = length / Double(limit - 1)
    var kept: [CurvePoint] = []
    var (place, reached, next) = (0, 0.0, 1)
    points { x, y in
      if place > 0 { reached = reached + abs(x - last.x) + abs(y - last.y) }
      let isInner = place > 0 && place < count - 1 && kept.count < limit - 1
      if isWhole || place == 0 || place == count - 1 || (isInner && reached >= step * Double(next)) {
        kept.append(CurvePoint(x: x, y: y, threshold: .nan))
        while !isWhole, isInner, step * Double(next) <= reached { next += 1 }
      }
      place += 1
      last = (x, y)
    }
    return kept
  }
}
