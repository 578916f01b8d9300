extension QuantileSketch {
  /// The value below which a share q of the values lies.
  ///
  /// Values are spread evenly inside a bin and cut to [minimum, maximum]; 0 gives the minimum and 1 the
  /// maximum, exactly. A quantile that falls among infinite values is infinite.
  /// **Missing values:** left out. **Throws:** `noObservations`, `levelOutOfRange` unless 0 ≤ q ≤ 1.
  package func quantile(_ q: Double) throws(Undefined) -> Double {
    let all = try quantiles([q])
    return all[0]
  }

  /// Several quantiles in one pass over the bins.
  ///
  /// **Shape:** in the order asked. **Throws:** as `quantile`.
  package func quantiles(_ levels: [Double]) throws(Undefined) -> [Double] {
    for q in levels { guard q >= 0, q <= 1 else { throw .levelOutOfRange } }
    let n = count
    guard n > 0 else { throw .noObservations }
    let bins = bins
    var result = [Double](repeating: 0, count: levels.count)
    let order = levels.indices.sorted { levels[$0] < levels[$1] }
    var bin = 0
    var before = negativeInfinities
    for place in order {
      let rank = levels[place] * Double(n - 1)
      if rank < Double(negativeInfinities) - 0.5 || bins.isEmpty && negativeInfinities == n {
        result[place] = -.infinity
        continue
      }
      if rank > Double(n - positiveInfinities) - 0.5 || bins.isEmpty {
        result[place] = .infinity
        continue
      }
      while bin < bins.count - 1, rank > Double(before + bins[bin].count) - 0.5 {
        before += bins[bin].count
        bin += 1
      }
      let part = min(1, max(0, (rank - Double(before) + 0.5) / Double(bins[bin].count)))
      // Each bound weighted on its own: their difference may overflow in the outermost bin.
      let inside = bins[bin].lower * (1 - part) + min(bins[bin].upper, .greatestFiniteMagnitude) * part
      result[place] = min(max(inside, lowest), highest)
      if negativeInfinities == 0, rank == 0 { result[place] = lowest }
      if positiveInfinities == 0, rank == Double(n - 1) { result[place] = highest }
    }
    return result
  }

  /// How many values lie below an edge, −∞ included.
  ///
  /// Exact when the edge is 0, infinite, or has at most 8 significant bits, such as 0.75, 10 or 200; inside a
  /// bin the values are taken as evenly spread between its bounds, cut to [minimum, maximum], and the count is
  /// rounded. **Missing values:** left out; a NaN edge has nothing below it.
  package func count(below edge: Double) -> Int {
    let all = counts(below: [edge])
    return all[0]
  }

  /// Counts below several edges in one pass. **Shape:** in the order asked.
  package func counts(below edges: [Double]) -> [Int] {
    let bins = bins
    var cumulative = [negativeInfinities]
    for bin in bins { cumulative.append(cumulative[cumulative.count - 1] + bin.count) }
    return edges.map { edge in
      if edge.isNaN || edge == -.infinity { return 0 }
      // The first bin that does not lie wholly below the edge; the zero bin lies below any positive edge.
      var low = 0
      var high = bins.count
      while low < high {
        let middle = (low + high) / 2
        let whole = bins[middle].key == 0 ? edge > 0 : bins[middle].upper <= edge
        if whole { low = middle + 1 } else { high = middle }
      }
      guard low < bins.count, bins[low].lower < edge else { return cumulative[low] }
      let lower = max(bins[low].lower, lowest)
      let upper = min(bins[low].upper, highest)
      guard lower < edge else { return cumulative[low] }
      guard edge <= upper else { return cumulative[low + 1] }
      let part = (edge - lower) / (upper - lower)
      var inside = Int((Double(bins[low].count) * part).rounded())
      // The extremes are known exactly, so at least one value lies on each of their sides.
      if upper == highest { inside = min(inside, bins[low].count - 1) }
      if lower == lowest { inside = max(inside, 1) }
      return cumulative[low] + inside
    }
  }

  /// Counts in the bands of ascending edges, for a histogram.
  ///
  /// **Shape:** edges.count + 1 counts: below the first edge, [e₀, e₁), …, from the last edge up; their sum is
  /// `count`. **Missing values:** left out.
  package func histogram(edges: [Double]) -> [Int] {
    let below = counts(below: edges) + [count]
    var previous = 0
    return below.map { next in
      defer { previous = max(previous, next) }
      return max(0, next - previous)
    }
  }
}
