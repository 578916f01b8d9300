/// The Mann–Whitney test of whether values of one group tend to be higher than those of another.
///
/// **Missing values:** none; infinite values are ranked. **Source:** H. B. Mann and D. R. Whitney, Annals of
/// Mathematical Statistics 18 (1947); the choice of method is scipy's: exact where the smaller group has at
/// most 8 values and none is tied, else normal with corrections for ties and continuity.
package struct MannWhitney: Sendable, Hashable {
  /// Twice U of the first group: its wins over the second count 2, ties 1.
  package let doubledU: Int
  package let firstCount: Int
  package let secondCount: Int
  /// Whether the p value is that of the exact distribution.
  package let isExact: Bool
  /// Two-sided p value.
  package let pValue: Double

  /// U of the first group.
  package var u: Double { Double(doubledU) / 2 }

  /// P(first > second) + ½·P(first = second): U/(n₁·n₂), the area under the ROC curve.
  package var probabilityOfSuperiority: Double {
    Double(doubledU) / (2 * Double(firstCount) * Double(secondCount))
  }

  /// **Throws:** `noObservations` where a group is empty, `notANumber`, `tooManyObservations`, `zeroVariance`
  /// where all values are equal.
  package init(_ first: [Double], _ second: [Double]) throws(Undefined) {
    guard !first.isEmpty, !second.isEmpty else { throw .noObservations }
    let outcomes =
      [Bool](repeating: true, count: first.count) + [Bool](repeating: false, count: second.count)
    let ranked = try RankedOutcomes(scores: first + second, outcomes: outcomes)
    guard ranked.scores.count > 1 else { throw .zeroVariance }
    doubledU = ranked.pairCount.doubledWins
    firstCount = first.count
    secondCount = second.count
    if ranked.scores.count == outcomes.count, min(first.count, second.count) <= 8,
      let exact = Self.exactTail(doubledU / 2, first.count, second.count)
    {
      isExact = true
      pValue = exact
    } else {
      isExact = false
      pValue = Self.normalTail(ranked, doubledU)
    }
  }

  private static func normalTail(_ ranked: RankedOutcomes, _ doubledU: Int) -> Double {
    let m = Double(ranked.positiveCount)
    let n = Double(ranked.negativeCount)
    let total = m + n
    var ties = CompensatedSum()
    for k in ranked.scores.indices {
      let size = Double(ranked.positives[k] + ranked.negatives[k])
      if size > 1 { ties.add(size * (size - 1) * (size + 1)) }
    }
    let spread = (m * n / 12 * (total + 1 - ties.value / (total * (total - 1)))).squareRoot()
    let distance = abs(Double(doubledU) / 2 - m * n / 2) - 0.5
    return distance <= 0 ? 1 : Normal.twoSided(distance / spread)
  }

  /// 2·P(U ≥ max(u, mn − u)), from the numbers of orders with each U; nil where their sum exceeds 126 bits.
  ///
  /// The counts are the coefficients of the Gaussian binomial ∏ (1 − q^(n+i))/(1 − qⁱ), i = 1…m, in
  /// arithmetic modulo 2¹²⁸: exact, since every coefficient fits. O(m²·n).
  private static func exactTail(_ u: Int, _ first: Int, _ second: Int) -> Double? {
    let m = min(first, second)
    let n = max(first, second)
    guard n <= 1 << 17 else { return nil }
    let low = min(u, m * n - u)
    var counts = [UInt128](repeating: 0, count: low + 1)
    counts[0] = 1
    var all: UInt128 = 1
    for i in 1...m {
      let (grown, overflow) = all.multipliedReportingOverflow(by: UInt128(n + i))
      guard !overflow else { return nil }
      all = grown / UInt128(i)
      if n + i <= low {
        for k in stride(from: low, through: n + i, by: -1) { counts[k] &-= counts[k - n - i] }
      }
      if i <= low { for k in i...low { counts[k] &+= counts[k - i] } }
    }
    guard all < 1 << 126 else { return nil }
    var tail: UInt128 = 0
    for count in counts { tail &+= count }
    return min(1, 2 * (Double(tail) / Double(all)))
  }
}
