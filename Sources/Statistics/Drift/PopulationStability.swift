#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The population stability index of two histograms over the same bins.
package struct PopulationStability: Sendable, Hashable {
  /// Σ (q − p)·ln(q/p). By custom below 0.1 is stable and above 0.2 a shift.
  package let index: Double
  /// **Shape:** each bin's term; all are ≥ 0 and their sum is `index`.
  package let terms: [Double]

  /// Compares counts, for instance of the training rows with those of a run.
  ///
  /// A share of zero has no logarithm: shares below `floor` (0.0001 by custom) are raised to it before the
  /// formula, without rescaling the others. Give missing values a bin of their own.
  /// **Throws:** `lengthsDiffer`, `negativeCount`, `noObservations`, `levelOutOfRange` unless 0 < floor < 1.
  /// **Source:** Jeffreys' divergence; N. Siddiqi, Credit Risk Scorecards (2006).
  package init(reference: [Int], current: [Int], floor: Double = 0.0001) throws(Undefined) {
    guard floor > 0, floor < 1 else { throw .levelOutOfRange }
    let shares = try Shares(reference: reference, current: current)
    var sum = CompensatedSum()
    var terms: [Double] = []
    let (n, m) = (Double(shares.referenceCount), Double(shares.currentCount))
    for (bin, (p, q)) in zip(shares.reference, shares.current).enumerated() {
      let from = max(p, floor)
      let to = max(q, floor)
      var gap = to - from
      if from == p, to == q {
        // The difference of the products exactly: close shares keep their digits.
        var products = CompensatedSum()
        products.addProduct(Double(current[bin]), n)
        products.addProduct(-Double(reference[bin]), m)
        gap = products.value / n / m
      }
      let term = gap * (abs(gap) < from / 2 ? log1p(gap / from) : log(to / from))
      terms.append(term)
      sum.add(term)
    }
    index = sum.value
    self.terms = terms
  }
}
