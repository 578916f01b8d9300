/// Whether the variants of a split got the shares they were declared: χ² on the counts.
///
/// Where it fails, what was assigned, kept or joined differs between variants, and no readout of the split can be
/// trusted. **Source:** A. Fabijan et al., KDD 2019; the threshold of 0.001 is theirs and R. Kohavi's.
package struct SampleRatio: Sendable, Hashable {
  /// Below this p value the split is not as declared.
  package static let threshold = 0.001

  package let counts: [Int]
  /// Counts that the shares would give.
  package let expected: [Double]
  package let statistic: Double
  package let pValue: Double

  /// Shares are relative: [1, 1] and [50, 50] are the same.
  ///
  /// **Throws:** `lengthsDiffer`, `tooFewObservations` below two variants, `negativeCount`, `noObservations`,
  /// `tooManyObservations`, `parameterOutOfRange` unless every share is positive.
  package init(counts: [Int], shares: [Double]) throws(Undefined) {
    guard counts.count == shares.count else { throw .lengthsDiffer(counts.count, shares.count) }
    guard counts.count >= 2 else { throw .tooFewObservations(needed: 2, found: counts.count) }
    var total = 0
    for (place, count) in counts.enumerated() {
      guard count >= 0 else { throw .negativeCount(at: place) }
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow else { throw .tooManyObservations }
      total = sum
    }
    guard total > 0 else { throw .noObservations }
    var whole = CompensatedSum()
    for share in shares {
      guard share > 0, share < .infinity else { throw .parameterOutOfRange("a share") }
      whole.add(share)
    }
    guard whole.value < .infinity else { throw .parameterOutOfRange("a share") }
    var statistic = CompensatedSum()
    var expected: [Double] = []
    for (count, share) in zip(counts, shares) {
      let wanted = Double(total) * (share / whole.value)
      guard wanted > 0 else { throw .parameterOutOfRange("a share") }
      expected.append(wanted)
      statistic.add((Double(count) - wanted) * (Double(count) - wanted) / wanted)
    }
    self.counts = counts
    self.expected = expected
    self.statistic = statistic.value
    pValue = try ChiSquared(degreesOfFreedom: Double(counts.count - 1)).above(statistic.value)
  }

  /// Whether the counts contradict the shares.
  package var isMismatched: Bool { pValue < Self.threshold }

  /// Whether some expected count is below 5, where χ² is a poor approximation.
  package var isSparse: Bool { expected.contains { $0 < 5 } }

  /// Why no conclusion may be drawn, as a clause; nil where the counts fit.
  package var reason: String? {
    guard isMismatched else { return nil }
    let worst = counts.indices.max { distance($0) < distance($1) } ?? 0
    let wanted = Int(expected[worst].rounded())
    return "the counts of the variants contradict the declared shares (p below \(Self.threshold)): "
      + "variant \(worst + 1) has \(counts[worst]) where the shares give \(wanted), "
      + "so assignment, loss or joining differs between variants"
  }

  private func distance(_ place: Int) -> Double {
    abs(Double(counts[place]) - expected[place]) / expected[place].squareRoot()
  }
}
