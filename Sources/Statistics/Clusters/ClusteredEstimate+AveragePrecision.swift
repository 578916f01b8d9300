extension ClusteredEstimate {
  /// As of ranked places. **Throws:** `lengthsDiffer`, `oneClass` without a positive.
  package static func averagePrecision(
    _ ranked: RankedRows, _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(ranked.count, clusters.numbers.count)
    return try averagePrecision(RankedPlaces(ranked, clusters))
  }

  /// Average precision: Σ over the positives of H/T, over their number M, with H positives of T rows at or above a
  /// positive's score.
  ///
  /// The infinitesimal jackknife: Uₖ = (yₖ·Hₖ/Tₖ + Σ over positives i at or below row k of (yₖ/Tᵢ − Hᵢ/Tᵢ²) −
  /// yₖ·AP) / M, in one pass down and one up. **Throws:** `oneClass` without a positive.
  ///
  /// - Parameter mark: rows of this mark are left out.
  package static func averagePrecision(
    _ ranked: RankedPlaces, without mark: UInt16? = nil
  ) throws(Undefined) -> ClusteredEstimate {
    var sum = CompensatedSum()
    var stretches: [Stretch] = []
    var (hits, taken, groups) = (0, 0, 0)
    ranked.forEachGroup(without: mark) { group in
      if groups % Stretch.groups == 0 {
        stretches.append(Stretch(start: group.rows.lowerBound, hits: hits, taken: taken))
      }
      groups += 1
      hits += group.positives
      taken += group.positives + group.negatives
      if group.positives > 0 { sum.add(Double(group.positives) * (Double(hits) / Double(taken))) }
    }
    guard hits > 0 else { throw .oneClass }
    let positives = Double(hits)
    let value = min(1, sum.value / positives)
    // Up, for what lies below each stretch; then down, with the terms of one stretch at a time.
    var below = Stretch.Terms()
    for number in stretches.indices.reversed() {
      stretches[number].below = below
      let terms = stretches[number].terms(ranked, without: mark)
      if let first = terms.first, let last = terms.last {
        below = first.terms
        ranked.release(first.rows.lowerBound..<last.rows.upperBound)
      }
    }
    var sums = [Double](repeating: 0, count: ranked.limit)
    var isPresent = [Bool](repeating: false, count: ranked.limit)
    for stretch in stretches {
      var end = stretch.start
      for (rows, share, terms) in stretch.terms(ranked, without: mark) {
        end = rows.upperBound
        for place in ranked.places[rows] where mark == nil || place.mark != mark {
          let own = place.outcome ? share + terms.ofPositives - value : 0
          sums[place.cluster] += (own - terms.ofAll) / positives
          isPresent[place.cluster] = true
        }
      }
      ranked.release(stretch.start..<end)
    }
    return ClusteredEstimate(value: value, sums: sums, isPresent: isPresent)
  }
}

/// Some groups of equal scores, one after the other, and what lies above and below them.
private struct Stretch {
  /// So many groups are held at a time.
  static let groups = 1 << 14

  /// Σ over positives of a group and below: of 1/T and of H/T².
  struct Terms {
    var ofPositives = 0.0
    var ofAll = 0.0
  }

  let start: Int
  /// Positives and rows above it.
  let hits: Int
  let taken: Int
  var below = Terms()

  init(start: Int, hits: Int, taken: Int) {
    self.start = start
    self.hits = hits
    self.taken = taken
  }

  /// By group, best first: its rows, H/T, and the sums from it down.
  func terms(
    _ ranked: RankedPlaces, without mark: UInt16?
  ) -> [(rows: Range<Int>, share: Double, terms: Terms)] {
    var found: [(rows: Range<Int>, share: Double, terms: Terms)] = []
    var (hits, taken, start) = (hits, taken, start)
    while found.count < Stretch.groups, let group = ranked.group(from: start, without: mark) {
      start = group.rows.upperBound
      if group.positives + group.negatives == 0 { continue }
      hits += group.positives
      taken += group.positives + group.negatives
      let (up, all) = (Double(group.positives), Double(taken))
      found.append(
        (
          group.rows, Double(hits) / all,
          Terms(ofPositives: up / all, ofAll: up * Double(hits) / all / all)
        ))
    }
    var below = below
    for number in found.indices.reversed() {
      found[number].terms.ofPositives += below.ofPositives
      found[number].terms.ofAll += below.ofAll
      below = found[number].terms
    }
    return found
  }
}
