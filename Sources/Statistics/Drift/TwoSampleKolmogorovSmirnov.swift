/// The two-sample Kolmogorov–Smirnov test on raw values.
///
/// **Missing values:** none; NaN is refused, infinities rank. **Source:** N. V. Smirnov (1939); the exact p
/// value by counting lattice paths, J. L. Hodges, Arkiv för Matematik 3 (1958).
package struct TwoSampleKolmogorovSmirnov: Sendable, Hashable {
  package enum Method: String, Sendable, Hashable {
    case exact
    case limit
  }

  /// The largest |F₁ − F₂|.
  package let statistic: Double
  /// The first value at which it is reached.
  package let location: Double
  /// F₁ − F₂ there.
  package let difference: Double
  package let firstCount: Int
  package let secondCount: Int
  /// P(D ≥ statistic) if both samples come from one distribution; with ties the exact one is conservative.
  package let pValue: Double
  package let method: Method

  /// Exact where n₁·n₂ ≤ `exactPairs`, which is also what it costs; else by Kolmogorov's limiting
  /// distribution at √(n₁n₂/(n₁ + n₂))·D.
  ///
  /// **Throws:** `noObservations` where a sample is empty, `notANumber`, `tooManyObservations` from 2³¹
  /// values on.
  package init(first: [Double], second: [Double], exactPairs: Int = 1_000_000) throws(Undefined) {
    for sample in [first, second] {
      guard !sample.isEmpty else { throw .noObservations }
      if let position = sample.firstIndex(where: \.isNaN) { throw .notANumber(at: position) }
      guard sample.count < 1 << 31 else { throw .tooManyObservations }
    }
    let (n, m) = (first.count, second.count)
    let a = first.sorted()
    let b = second.sorted()
    var i = 0
    var j = 0
    var best = (gap: 0, at: min(a[0], b[0]))
    while i < n || j < m {
      let value = i == n ? b[j] : j == m ? a[i] : min(a[i], b[j])
      while i < n, a[i] == value { i += 1 }
      while j < m, b[j] == value { j += 1 }
      let gap = i * m - j * n
      if abs(gap) > abs(best.gap) { best = (gap, value) }
    }
    firstCount = n
    secondCount = m
    location = best.at
    difference = Double(best.gap) / (Double(n) * Double(m))
    statistic = abs(difference)
    if n * m <= exactPairs {
      method = .exact
      pValue = Self.outside(n, m, abs(best.gap))
    } else {
      method = .limit
      let effective = Double(n) / (Double(n) + Double(m)) * Double(m)
      pValue = KolmogorovDistribution.above(effective.squareRoot() * statistic)
    }
  }

  /// The share of lattice paths from (0, 0) to (n, m) that touch |i·m − j·n| ≥ gap.
  ///
  /// The last step to (i, j) came from the left with probability i/(i + j); all terms are positive, so that
  /// small probabilities keep their digits.
  private static func outside(_ n: Int, _ m: Int, _ gap: Int) -> Double {
    guard gap > 0 else { return 1 }
    var column = [Double](repeating: 0, count: m + 1)
    for i in 0...n {
      for j in 0...m {
        if abs(i * m - j * n) >= gap {
          column[j] = 1
          continue
        }
        let whole = Double(i + j)
        let left = i > 0 ? column[j] * (Double(i) / whole) : 0
        let below = j > 0 ? column[j - 1] * (Double(j) / whole) : 0
        column[j] = left + below
      }
    }
    return min(1, column[m])
  }
}
