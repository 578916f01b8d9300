#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The area under the ROC curve where rows come in clusters, with Obuchowski's standard error.
///
/// With θ the area, M positives, N negatives, and for each cluster a = Σ over its positives of (share of negatives
/// below − θ) and b = Σ over its negatives of (share of positives above − θ), ties counting half:
/// Var = I₁₀/((I₁₀ − 1)·M²)·Σa² + I₀₁/((I₀₁ − 1)·N²)·Σb² + 2·I/((I − 1)·M·N)·Σa·b, where I clusters have a row,
/// I₁₀ a positive and I₀₁ a negative one. With one row in each cluster this is DeLong's variance.
///
/// O(n) after sorting. **Units:** 24 bytes for each cluster. **Source:** N. A. Obuchowski, Biometrics 53 (1997);
/// E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988).
package struct ClusteredArea: Sendable, Hashable {
  package let positives: Int
  package let negatives: Int
  /// By cluster, twice the wins of its positives over all negatives: an integer.
  let positiveWins: [Int]
  /// By cluster, twice the wins of all positives over its negatives.
  let negativeWins: [Int]
  let positiveRows: [Int32]
  let negativeRows: [Int32]

  /// **Throws:** `oneClass`, `lengthsDiffer`.
  package init(_ ranked: RankedRows, _ clusters: Clusters) throws(Undefined) {
    try RowLosses.checkRows(ranked.count, clusters.numbers.count)
    try self.init(RankedPlaces(ranked, clusters))
  }

  /// - Parameter mark: rows of this mark are left out.
  /// **Throws:** `oneClass`.
  package init(_ ranked: RankedPlaces, without mark: UInt16? = nil) throws(Undefined) {
    var (above, below, hits) = (0, 0, 0)
    ranked.forEachGroup(without: mark) { group in
      hits += group.positives
      below += group.negatives
    }
    positives = hits
    negatives = below
    guard positives > 0, negatives > 0 else { throw .oneClass }
    var positiveWins = [Int](repeating: 0, count: ranked.limit)
    var negativeWins = positiveWins
    var positiveRows = [Int32](repeating: 0, count: ranked.limit)
    var negativeRows = positiveRows
    ranked.forEachGroup(without: mark) { group in
      below -= group.negatives
      let (ofPositive, ofNegative) = (2 * below + group.negatives, 2 * above + group.positives)
      above += group.positives
      for place in ranked.places[group.rows] where mark == nil || place.mark != mark {
        if place.outcome {
          positiveWins[place.cluster] += ofPositive
          positiveRows[place.cluster] += 1
        } else {
          negativeWins[place.cluster] += ofNegative
          negativeRows[place.cluster] += 1
        }
      }
    }
    self.positiveWins = positiveWins
    self.negativeWins = negativeWins
    self.positiveRows = positiveRows
    self.negativeRows = negativeRows
  }

  package var value: Double {
    Double(positiveWins.reduce(0, +)) / (2 * Double(positives) * Double(negatives))
  }

  /// Clusters that have a positive row.
  package var positiveClusters: Int { positiveRows.count { $0 > 0 } }
  /// Clusters that have a negative row.
  package var negativeClusters: Int { negativeRows.count { $0 > 0 } }

  /// **Throws:** `tooFewObservations` where fewer than two clusters have a positive or a negative row.
  package func area() throws(Undefined) -> DeLongArea {
    DeLongArea(area: value, standardError: try standardError(positiveWins, negativeWins))
  }

  /// This against another model on the same rows, as the areas of one model: a difference of components for a
  /// component, so that equal rankings give exactly zero.
  ///
  /// **Throws:** `lengthsDiffer` unless the rows are the same by count; as `area`.
  package func compared(with other: ClusteredArea) throws(Undefined) -> DeLongComparison {
    guard positiveRows == other.positiveRows, negativeRows == other.negativeRows else {
      throw .lengthsDiffer(positives + negatives, other.positives + other.negatives)
    }
    let ups = zip(positiveWins, other.positiveWins).map { $0 - $1 }
    let downs = zip(negativeWins, other.negativeWins).map { $0 - $1 }
    return DeLongComparison(
      first: try area(), second: try other.area(),
      difference: Double(ups.reduce(0, +)) / (2 * Double(positives) * Double(negatives)),
      standardError: try standardError(ups, downs))
  }

  /// The area by influences, to be held against the area of other rows: U is (share of negatives below − θ)/M for a
  /// positive, (share of positives above − θ)/N for a negative.
  package var estimate: ClusteredEstimate {
    let (a, b) = parts(positiveWins, negativeWins)
    return ClusteredEstimate(
      value: value, sums: zip(a, b).map { $0 / Double(positives) + $1 / Double(negatives) },
      isPresent: zip(positiveRows, negativeRows).map { $0 > 0 || $1 > 0 })
  }

  private func parts(_ ups: [Int], _ downs: [Int]) -> ([Double], [Double]) {
    let (m, n) = (Double(positives), Double(negatives))
    let theta = Double(ups.reduce(0, +)) / (2 * m * n)
    return (
      zip(ups, positiveRows).map { Double($0) / (2 * n) - Double($1) * theta },
      zip(downs, negativeRows).map { Double($0) / (2 * m) - Double($1) * theta }
    )
  }

  private func standardError(_ ups: [Int], _ downs: [Int]) throws(Undefined) -> Double {
    let (a, b) = parts(ups, downs)
    var (ofUps, ofDowns, ofBoth) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var (withUp, withDown, all) = (0, 0, 0)
    for cluster in a.indices {
      let (up, down) = (positiveRows[cluster] > 0, negativeRows[cluster] > 0)
      if up { withUp += 1 }
      if down { withDown += 1 }
      if up || down { all += 1 }
      ofUps.addProduct(a[cluster], a[cluster])
      ofDowns.addProduct(b[cluster], b[cluster])
      if up, down { ofBoth.addProduct(a[cluster], b[cluster]) }
    }
    let fewest = min(withUp, withDown)
    guard fewest >= 2 else { throw .tooFewObservations(needed: 2, found: fewest) }
    let (m, n) = (Double(positives), Double(negatives))
    func corrected(_ sum: CompensatedSum, _ count: Int) -> Double {
      sum.value * Double(count) / Double(count - 1)
    }
    let variance =
      corrected(ofUps, withUp) / (m * m) + corrected(ofDowns, withDown) / (n * n)
      + 2 * corrected(ofBoth, all) / (m * n)
    let error = max(0, variance).squareRoot()
    // As `ClusteredEstimate`: what is the same in every cluster leaves rounding alone.
    let theta = Double(ups.reduce(0, +)) / (2 * m * n)
    return error > ClusteredEstimate.leastOfScale * abs(theta) ? error : 0
  }
}
