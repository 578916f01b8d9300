#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RankedGroups {
  /// What a relevance is worth.
  package enum Gain: String, Sendable, Hashable, CaseIterable {
    /// The relevance itself, as in scikit-learn.
    case linear
    /// 2^relevance − 1, as in LightGBM and XGBoost.
    case exponential
  }

  /// Discounted cumulative gain of the best k rows: Σ gain / log₂(1 + rank).
  ///
  /// Rows with equal scores share the mean of their gains: the expectation under any order of them, as in
  /// scikit-learn. k beyond a group's rows, or nil, takes all. **Throws:** `parameterOutOfRange` for k < 1,
  /// `overflow`. **Source:** K. Järvelin and J. Kekäläinen, ACM TOIS 20 (2002); ties: F. McSherry and
  /// M. Najork, ECIR (2008).
  package func discountedGain(at k: Int? = nil, _ gain: Gain = .linear) throws(Undefined) -> GroupMeasure {
    let discounts = cumulativeDiscounts()
    return try checked(forEachGroup(at: k) { group, top, _ in self.gained(group, top, gain, discounts) })
  }

  /// Normalised discounted cumulative gain: DCG over that of the best possible order, from 0 to 1.
  ///
  /// **Throws:** as `discountedGain`. Groups without a relevant row are left out.
  package func normalisedGain(at k: Int? = nil, _ gain: Gain = .linear) throws(Undefined) -> GroupMeasure {
    let discounts = cumulativeDiscounts()
    return try checked(
      forEachGroup(at: k) { group, top, _ in
        let rows = group.reduce(0) { $0 + $1.count }
        let start = group.first?.start ?? 0
        let best = relevances[start..<start + rows].sorted(by: >)
        var ideal = CompensatedSum()
        for rank in 0..<top {
          ideal.add(self.worth(best[rank], gain) * (discounts[rank + 1] - discounts[rank]))
        }
        let share = self.gained(group, top, gain, discounts) / ideal.value
        return share > 1 ? 1 : share
      })
  }

  private func gained(_ group: ArraySlice<Block>, _ top: Int, _ gain: Gain, _ discounts: [Double]) -> Double {
    var sum = CompensatedSum()
    for block in group where block.before < top {
      var gains = CompensatedSum()
      for place in block.start..<block.start + block.count { gains.add(worth(relevances[place], gain)) }
      let end = min(block.before + block.count, top)
      sum.add(gains.value / Double(block.count) * (discounts[end] - discounts[block.before]))
    }
    return sum.value
  }

  private func worth(_ relevance: Double, _ gain: Gain) -> Double {
    guard gain == .exponential else { return relevance }
    // Exact for whole relevances, and without cancellation for small ones.
    return relevance >= 1 ? exp2(relevance) - 1 : expm1(relevance * log(2))
  }

  private func checked(_ measure: GroupMeasure) throws(Undefined) -> GroupMeasure {
    for case let value? in measure.values where !value.isFinite { throw .overflow }
    return measure
  }

  /// Σ 1/log₂(1 + rank) over the first ranks, up to the largest group.
  private func cumulativeDiscounts() -> [Double] {
    var largest = 0
    for block in blocks { largest = max(largest, block.before + block.count) }
    var result = [0.0]
    result.reserveCapacity(largest + 1)
    var sum = CompensatedSum()
    for rank in 0..<largest {
      sum.add(1 / log2(Double(rank + 2)))
      result.append(sum.value)
    }
    return result
  }
}
