/// Means of two or more groups, adjusted by a covariate known before the experiment.
///
/// θ = Σ(x − x̄ᵍ)(y − ȳᵍ)/Σ(x − x̄ᵍ)², pooled over the groups around their own means, so that an effect on y does not
/// move it; adjusted mean ȳᵍ − θ(x̄ᵍ − x̄). The covariate must not be touched by the treatment.
/// **Source:** A. Deng, Y. Xu, R. Kohavi and T. Walker, WSDM 2013; with θ from within the groups the difference of
/// two adjusted means is that of analysis of covariance.
package struct CUPED: Sendable, Hashable {
  /// One group's values: outcome and covariate of each unit.
  package struct Group: Sendable, Hashable {
    package let outcomes: [Double]
    package let covariates: [Double]

    package init(outcomes: [Double], covariates: [Double]) {
      self.outcomes = outcomes
      self.covariates = covariates
    }
  }

  package let theta: Double
  /// Adjusted means with the sample variance of y − θx within each group, in the order given.
  package let adjusted: [Sample]
  /// Unadjusted, in the same order.
  package let unadjusted: [Sample]
  /// 1 − (sum of squares within groups after)/(before): the squared correlation within groups.
  package let varianceReduction: Double

  /// **Missing values:** none; give a unit without history the mean covariate, or leave it out in all groups.
  ///
  /// **Throws:** `tooFewObservations` without a group or with a group below two units, `lengthsDiffer`,
  /// `notANumber`, `zeroVariance` where the covariate or the outcome does not vary within groups.
  package init(_ groups: [Group]) throws(Undefined) {
    guard !groups.isEmpty else { throw .tooFewObservations(needed: 1, found: 0) }
    var products = CompensatedSum()
    var squares = CompensatedSum()
    var covariates: [Sample] = []
    var outcomes: [Sample] = []
    var total = CompensatedSum()
    var rows = 0
    for group in groups {
      guard group.outcomes.count == group.covariates.count else {
        throw .lengthsDiffer(group.outcomes.count, group.covariates.count)
      }
      let x = try Sample(group.covariates)
      let y = try Sample(group.outcomes)
      for (value, covariate) in zip(group.outcomes, group.covariates) {
        products.add((value - y.mean) * (covariate - x.mean))
        squares.add((covariate - x.mean) * (covariate - x.mean))
      }
      total.add(x.mean * Double(x.count))
      rows += x.count
      covariates.append(x)
      outcomes.append(y)
    }
    guard covariates.contains(where: { $0.variance > 0 }), squares.value > 0 else { throw .zeroVariance }
    let theta = products.value / squares.value
    guard theta.isFinite else { throw .parameterOutOfRange("the spread of the values") }
    let centre = total.value / Double(rows)
    var adjusted: [Sample] = []
    var before = CompensatedSum()
    var after = CompensatedSum()
    for (place, group) in groups.enumerated() {
      let residual = try Sample(zip(group.outcomes, group.covariates).map { $0 - theta * ($1 - centre) })
      adjusted.append(residual)
      before.add(outcomes[place].variance * Double(residual.count - 1))
      after.add(residual.variance * Double(residual.count - 1))
    }
    guard before.value > 0 else { throw .zeroVariance }
    self.theta = theta
    self.adjusted = adjusted
    unadjusted = outcomes
    varianceReduction = 1 - after.value / before.value
  }

  /// Welch's test of one group's adjusted mean less another's.
  ///
  /// **Throws:** `parameterOutOfRange` for a group that is not there, `zeroVariance` where the covariate explains
  /// everything.
  package func difference(_ first: Int, less second: Int) throws(Undefined) -> TTest {
    guard adjusted.indices.contains(first), adjusted.indices.contains(second) else {
      throw .parameterOutOfRange("the group")
    }
    return try TTest.welch(adjusted[first], adjusted[second])
  }
}
