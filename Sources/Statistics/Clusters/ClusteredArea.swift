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
  /// One cluster: together, so that a row finds all of it in one place.
  private struct Part: Sendable, Hashable {
    /// Twice the wins of its positives over all negatives: an integer.
    var positiveWins = 0
    /// Twice the wins of all positives over its negatives.
    var negativeWins = 0
    var positiveRows: Int32 = 0
    var negativeRows: Int32 = 0
  }

  /// By cluster.
  private let parts: [Part]

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
    var parts = [Part](repeating: Part(), count: ranked.limit)
    ranked.forEachGroup(without: mark) { group in
      below -= group.negatives
      let (ofPositive, ofNegative) = (2 * below + group.negatives, 2 * above + group.positives)
      above += group.positives
      for place in ranked.places[group.rows] where mark == nil || place.mark != mark {
        if place.outcome {
          parts[place.cluster].positiveWins += ofPositive
          parts[place.cluster].positiveRows += 1
        } else {
          parts[place.cluster].negativeWins += ofNegative
          parts[place.cluster].negativeRows += 1
        }
      }
    }
    self.parts = parts
  }

  package var value: Double { area(parts) }

  /// Clusters that have a positive row.
  package var positiveClusters: Int { parts.count { $0.positiveRows > 0 } }
  /// Clusters that have a negative row.
  package var negativeClusters: Int { parts.count { $0.negativeRows > 0 } }

  /// **Throws:** `tooFewObservations` where fewer than two clusters have a positive or a negative row.
  package func area() throws(Undefined) -> DeLongArea {
    DeLongArea(area: value, standardError: try standardError(parts))
  }

  /// This against another model on the same rows, as the areas of one model: a difference of components for a
  /// component, so that equal rankings give exactly zero.
  ///
  /// **Throws:** `lengthsDiffer` unless the rows are the same by count; as `area`.
  package func compared(with other: ClusteredArea) throws(Undefined) -> DeLongComparison {
    guard parts.count == other.parts.count else {
      throw .lengthsDiffer(positives + negatives, other.positives + other.negatives)
    }
    var differences = parts
    for (cluster, its) in other.parts.enumerated() {
      let own = parts[cluster]
      guard own.positiveRows == its.positiveRows, own.negativeRows == its.negativeRows else {
        throw .lengthsDiffer(positives + negatives, other.positives + other.negatives)
      }
      differences[cluster].positiveWins -= its.positiveWins
      differences[cluster].negativeWins -= its.negativeWins
    }
    return DeLongComparison(
      first: try area(), second: try other.area(), difference: area(differences),
      standardError: try standardError(differences))
  }

  /// The area by influences, to be held against the area of other rows: U is (share of negatives below − θ)/M for a
  /// positive, (share of positives above − θ)/N for a negative.
  package var estimate: ClusteredEstimate {
    let theta = value
    var sums = [Double](repeating: 0, count: parts.count)
    var isPresent = [Bool](repeating: false, count: parts.count)
    for (cluster, part) in parts.enumerated() {
      let (a, b) = components(part, theta)
      sums[cluster] = a / Double(positives) + b / Double(negatives)
      isPresent[cluster] = part.positiveRows > 0 || part.negativeRows > 0
    }
    return ClusteredEstimate(value: theta, sums: sums, isPresent: isPresent)
  }

  private func area(_ parts: [Part]) -> Double {
    Double(parts.reduce(0) { $0 + $1.positiveWins }) / (2 * Double(positives) * Double(negatives))
  }

  /// a and b of a cluster.
  private func components(_ part: Part, _ theta: Double) -> (Double, Double) {
    (
      Double(part.positiveWins) / (2 * Double(negatives)) - Double(part.positiveRows) * theta,
      Double(part.negativeWins) / (2 * Double(positives)) - Double(part.negativeRows) * theta
    )
  }

  private func standardError(_ parts: [Part]) throws(Undefined) -> Double {
    let theta = area(parts)
    var (ofUps, ofDowns, ofBoth) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var (withUp, withDown, all) = (0, 0, 0)
    for part in parts {
      let (up, down) = (part.positiveRows > 0, part.negativeRows > 0)
      if !up, !down { continue }
      let (a, b) = components(part, theta)
      if up { withUp += 1 }
      if down { withDown += 1 }
      all += 1
      ofUps.addProduct(a, a)
      ofDowns.addProduct(b, b)
      if up, down { ofBoth.addProduct(a, b) }
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
    return error > ClusteredEstimate.leastOfScale * abs(theta) ? error : 0
  }
}
