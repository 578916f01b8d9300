extension ClassScores {
  /// How the areas of classes, or of pairs of classes, are averaged.
  package enum AreaAverage: String, Sendable, Hashable, CaseIterable {
    /// The plain mean.
    case macro
    /// Weighted by the share of rows of the class, or of both classes of a pair.
    case weighted
  }

  /// The area under the ROC curve of each class against all others.
  ///
  /// **Shape:** one area for each class. **Throws:** `lengthsDiffer`, `labelOutOfRange`, `nothingActual` for a
  /// class without a row (of positive weight), `oneClass`, `notAWeight`, `noObservations`.
  package func areasOneVersusRest(actual: [Int], weights: [Double]? = nil) throws(Undefined) -> [Double] {
    try check(actual)
    let totals = try classTotals(actual, weights)
    if let absent = totals.firstIndex(of: 0) { throw .nothingActual(class: absent) }
    var areas: [Double] = []
    for number in 0..<classes {
      let ranked = try RankedRows(scores: column(number), outcomes: actual.map { $0 == number })
      areas.append(try ranked.areaUnderROC(weights: weights))
    }
    return areas
  }

  /// The mean area of one class against the rest.
  ///
  /// O(classes · n log n). **Throws:** as `areasOneVersusRest`. **Source:** F. Provost and P. Domingos (2000)
  /// for the weighting by prevalence.
  package func areaOneVersusRest(
    actual: [Int], average: AreaAverage = .macro, weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    let areas = try areasOneVersusRest(actual: actual, weights: weights)
    guard average == .weighted else { return try RowLosses(values: areas).mean() }
    return try RowLosses(values: areas).mean(weights: try classTotals(actual, weights))
  }

  /// The mean area over all pairs of classes, each pair ranked by the scores of either class in turn.
  ///
  /// Macro, it does not depend on how frequent the classes are. O(classes · n log n). **Throws:** as
  /// `areasOneVersusRest`. **Source:** D. J. Hand and R. J. Till, Machine Learning 45 (2001); weighted by the
  /// share of rows of a pair: C. Ferri, J. Hernández-Orallo, R. Modroiu (2009).
  package func areaOneVersusOne(
    actual: [Int], average: AreaAverage = .macro, weights: [Double]? = nil
  ) throws(Undefined) -> Double {
    try check(actual)
    let totals = try classTotals(actual, weights)
    if let absent = totals.firstIndex(of: 0) { throw .nothingActual(class: absent) }
    var members = [[Int]](repeating: [], count: classes)
    for (row, number) in actual.enumerated() { members[number].append(row) }
    var areas: [Double] = []
    var shares: [Double] = []
    for first in 0..<classes {
      for second in first + 1..<max(first + 1, classes) {
        let a = try area(of: first, over: second, members, weights)
        let b = try area(of: second, over: first, members, weights)
        areas.append((a + b) / 2)
        shares.append(totals[first] + totals[second])
      }
    }
    return try RowLosses(values: areas).mean(weights: average == .weighted ? shares : nil)
  }

  private func area(
    of first: Int, over second: Int, _ members: [[Int]], _ weights: [Double]?
  ) throws(Undefined) -> Double {
    let rows = members[first] + members[second]
    let ranked = try RankedRows(
      scores: rows.map { self[$0, first] }, outcomes: rows.indices.map { $0 < members[first].count })
    return try ranked.areaUnderROC(weights: weights.map { weights in rows.map { weights[$0] } })
  }

  private func classTotals(_ actual: [Int], _ weights: [Double]?) throws(Undefined) -> [Double] {
    let all = try Weights(weights, rows: rows)
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    for (row, number) in actual.enumerated() { sums[number].add(all[row]) }
    return sums.map(\.value)
  }
}
