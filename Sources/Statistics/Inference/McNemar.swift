/// McNemar's test on the rows that two models decide differently.
///
/// **Source:** Q. McNemar, Psychometrika 12 (1947); mid-p after M. W. Fagerland, S. Lydersen and P. Laake,
/// BMC Medical Research Methodology 13 (2013).
package struct McNemar: Sendable, Hashable {
  /// Rows where only the first model is right.
  package let firstOnly: Int
  /// Rows where only the second model is right.
  package let secondOnly: Int

  /// **Throws:** `negativeCount`, `tooManyObservations` beyond 2⁵³.
  package init(firstOnly: Int, secondOnly: Int) throws(Undefined) {
    guard firstOnly >= 0 else { throw .negativeCount(at: 0) }
    guard secondOnly >= 0 else { throw .negativeCount(at: 1) }
    guard firstOnly <= 1 << 52, secondOnly <= 1 << 52 else { throw .tooManyObservations }
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
  }

  /// Rows decided differently.
  package var discordant: Int { firstOnly + secondOnly }

  /// min(1, 2·P(X ≤ min(b, c))), X binomial with n = b + c and ½. **Throws:** `noObservations` where no row
  /// is decided differently.
  package func exact() throws(Undefined) -> Double {
    guard discordant > 0 else { throw .noObservations }
    let binomial = try Binomial(trials: discordant, probability: 0.5)
    return min(1, 2 * binomial.atMost(min(firstOnly, secondOnly)))
  }

  /// The exact p value less the probability of the counts that were seen.
  ///
  /// Less conservative than `exact`, and hardly ever above its level. **Throws:** as `exact`.
  package func midP() throws(Undefined) -> Double {
    guard discordant > 0 else { throw .noObservations }
    let binomial = try Binomial(trials: discordant, probability: 0.5)
    let fewer = min(firstOnly, secondOnly)
    if firstOnly == secondOnly { return 1 - binomial.density(fewer) }
    return 2 * binomial.atMost(fewer) - binomial.density(fewer)
  }

  /// χ² = (b − c)²/(b + c) with one degree of freedom, or (|b − c| − 1)²/(b + c) corrected for continuity.
  ///
  /// **Throws:** as `exact`.
  package func asymptotic(corrected: Bool = false) throws(Undefined) -> (statistic: Double, pValue: Double) {
    guard discordant > 0 else { throw .noObservations }
    let gap = abs(Double(firstOnly) - Double(secondOnly)) - (corrected ? 1 : 0)
    let z = gap / Double(discordant).squareRoot()
    return (z * z, Normal.twoSided(z))
  }
}
