extension ClusteredEstimate {
  /// Average precision: Σ over the positives of H/T, over their number M, with H positives of T rows at or above a
  /// positive's score.
  ///
  /// The infinitesimal jackknife: Uₖ = (yₖ·Hₖ/Tₖ + Σ over positives i at or below row k of (yₖ/Tᵢ − Hᵢ/Tᵢ²) −
  /// yₖ·AP) / M, in one pass down and one up. **Throws:** `lengthsDiffer`, `oneClass` without a positive.
  package static func averagePrecision(
    _ ranked: RankedRows, _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(ranked.count, clusters.numbers.count)
    let value = try ranked.averagePrecision()
    let groups = ranked.groups()
    var shares: [Double] = []
    // Σ over positives of the group and below: of 1/T and of H/T².
    var ofPositives = [Double](repeating: 0, count: groups.count)
    var ofAll = ofPositives
    var hits = 0
    var taken = 0
    for (number, group) in groups.enumerated() {
      hits += group.positives
      taken += group.positives + group.negatives
      shares.append(Double(hits) / Double(taken))
      ofPositives[number] = Double(group.positives) / Double(taken)
      ofAll[number] = Double(group.positives) * Double(hits) / Double(taken) / Double(taken)
    }
    for number in groups.indices.reversed().dropFirst() {
      ofPositives[number] += ofPositives[number + 1]
      ofAll[number] += ofAll[number + 1]
    }
    let positives = Double(hits)
    var sums = [Double](repeating: 0, count: clusters.limit)
    ranked.forEachRow { row, outcome, group in
      let own = outcome ? shares[group] + ofPositives[group] - value : 0
      sums[Int(clusters.numbers[row])] += (own - ofAll[group]) / positives
    }
    return ClusteredEstimate(value: value, sums: sums, isPresent: clusters.presence)
  }
}
