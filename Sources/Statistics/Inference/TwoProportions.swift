/// Two independent proportions: their difference, its test and its intervals.
package struct TwoProportions: Sendable, Hashable {
  package let firstSuccesses: Int
  package let firstCount: Int
  package let secondSuccesses: Int
  package let secondCount: Int

  /// **Throws:** `noObservations` where a group is empty, `negativeCount` at the position of an impossible
  /// count, `tooManyObservations` beyond 2⁵³.
  package init(
    _ firstSuccesses: Int, of firstCount: Int, _ secondSuccesses: Int, of secondCount: Int
  ) throws(Undefined) {
    let all = [firstSuccesses, firstCount, secondSuccesses, secondCount]
    if let place = all.firstIndex(where: { $0 < 0 }) { throw .negativeCount(at: place) }
    guard firstCount > 0, secondCount > 0 else { throw .noObservations }
    guard firstSuccesses <= firstCount else { throw .negativeCount(at: 1) }
    guard secondSuccesses <= secondCount else { throw .negativeCount(at: 3) }
    guard max(firstCount, secondCount) <= 1 << 53 else { throw .tooManyObservations }
    self.firstSuccesses = firstSuccesses
    self.firstCount = firstCount
    self.secondSuccesses = secondSuccesses
    self.secondCount = secondCount
  }

  package var first: Double { Double(firstSuccesses) / Double(firstCount) }
  package var second: Double { Double(secondSuccesses) / Double(secondCount) }
  /// First proportion less second.
  package var difference: Double { first - second }

  /// z with the variance under equality: p̄(1 − p̄)(1/n₁ + 1/n₂) with p̄ of both groups together.
  ///
  /// **Throws:** `oneClass` without any success or any failure.
  package func z() throws(Undefined) -> Double {
    let n = Double(firstCount) + Double(secondCount)
    let hits = Double(firstSuccesses) + Double(secondSuccesses)
    guard hits > 0, hits < n else { throw .oneClass }
    let variance = hits / n * ((n - hits) / n) * (1 / Double(firstCount) + 1 / Double(secondCount))
    return difference / variance.squareRoot()
  }

  /// Two-sided p value of the pooled z. **Throws:** `oneClass`.
  package func pValue() throws(Undefined) -> Double { Normal.twoSided(try z()) }

  /// Difference ± z·√(p₁q₁/n₁ + p₂q₂/n₂), the unpooled interval.
  ///
  /// It is too short for small counts and proportions near 0 or 1; `newcombe` is not.
  /// **Throws:** `zeroVariance`, `levelOutOfRange`. **Source:** A. Wald.
  package func wald(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let variance =
      first * (1 - first) / Double(firstCount) + second * (1 - second) / Double(secondCount)
    return try Estimate(value: difference, standardError: variance.squareRoot())
      .interval(confidence: confidence)
  }

  /// The hybrid score interval: Wilson's limits of each group, their distances put together as squares.
  ///
  /// lower = d − √((p₁ − l₁)² + (u₂ − p₂)²), upper = d + √((u₁ − p₁)² + (p₂ − l₂)²). It exists for any counts.
  /// **Throws:** `levelOutOfRange`. **Source:** R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
  package func newcombe(confidence: Double = 0.95) throws(Undefined) -> Interval {
    let one = try Interval.wilson(successes: firstSuccesses, of: firstCount, confidence: confidence)
    let two = try Interval.wilson(successes: secondSuccesses, of: secondCount, confidence: confidence)
    let down = ((first - one.lower) * (first - one.lower) + (two.upper - second) * (two.upper - second))
    let up = ((one.upper - first) * (one.upper - first) + (second - two.lower) * (second - two.lower))
    return Interval(lower: difference - down.squareRoot(), upper: difference + up.squareRoot())
      .clamped(to: -1, 1)
  }

  /// The groups as samples of zeros and ones, for `RelativeLift` and `SequentialInterval`.
  ///
  /// **Throws:** `tooFewObservations` below two in a group.
  package func samples() throws(Undefined) -> (first: Sample, second: Sample) {
    func sample(_ p: Double, _ n: Int) throws(Undefined) -> Sample {
      try Sample(count: n, mean: p, variance: n > 1 ? p * (1 - p) * (Double(n) / Double(n - 1)) : 0)
    }
    return (try sample(first, firstCount), try sample(second, secondCount))
  }
}
