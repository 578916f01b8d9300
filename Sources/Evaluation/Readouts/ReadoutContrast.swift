import Statistics
import Workspace

/// A variant's value less control's, with all that its interval is made of.
struct ReadoutContrast {
  /// Values of each key in one variant, ready to be compared.
  enum Groups {
    /// Zeros and ones, not adjusted.
    case proportions(TwoProportions)
    /// Means of values that may be cut, linearised and adjusted.
    case means(Statistics.Sample, control: Statistics.Sample)
  }

  let groups: Groups
  let treated: Statistics.Sample
  let control: Statistics.Sample
  /// What intervals that hold at every look need beside the two groups.
  struct Looks {
    /// Keys of all variants, now and as planned.
    let now: Int
    let planned: Int
    /// That of one key within its variant, of all variants together.
    let pooledVariance: Double

    /// - Parameter samples: of all variants whose effects are told.
    init(now: Int, planned: Int, samples: [Statistics.Sample]) {
      self.now = now
      self.planned = planned
      let squares = samples.reduce(0) { $0 + $1.variance * Double($1.count - 1) }
      let freedom = samples.reduce(0) { $0 + $1.count - 1 }
      pooledVariance = freedom > 0 ? squares / Double(freedom) : 0
    }
  }

  /// log(10⁶): an interval from a thousandth to a thousand times tells nothing of a share.
  static let widestLogarithm = 13.815510557964274

  /// nil: looked at once.
  private let looks: Looks?

  /// - Parameter looks: for intervals that hold at every look.
  init(_ groups: Groups, looks: Looks?) throws(Undefined) {
    self.groups = groups
    self.looks = looks
    switch groups {
    case .proportions(let proportions): (treated, control) = try proportions.samples()
    case .means(let own, let other): (treated, control) = (own, other)
    }
  }

  var difference: Double {
    if case .proportions(let proportions) = groups { return proportions.difference }
    return treated.meanDifference(control)
  }

  /// What each group's own variance gives.
  private var ownSquares: Double { treated.squaredError + control.squaredError }

  /// With looks every night, the larger of v₁/n₁ + v₀/n₀ and v·(1/n₁ + 1/n₀), v being the pooled variance.
  ///
  /// A small group's own variance may be zero or far too small at an early look: nobody of 150 buys where one in a
  /// hundred does. One such look is enough for a false finding, and an interval that holds at all looks may not have it.
  var standardError: Double {
    guard let looks else { return ownSquares.squareRoot() }
    let pooled = looks.pooledVariance * (1 / Double(treated.count) + 1 / Double(control.count))
    return max(ownSquares, pooled).squareRoot()
  }

  private func estimate() throws(Undefined) -> Estimate {
    try Estimate(value: difference, standardError: standardError)
  }

  /// The mixture of the always-valid interval: shortest where the planned keys are there. Only the count is declared;
  /// the spread is that of the values so far, as in theorem 2.2 of `SequentialInterval`'s source.
  private func sequential(_ looks: Looks, error: Double) throws(Undefined)
    -> SequentialInterval
  {
    guard error > 0 else { throw .zeroVariance }
    return try SequentialInterval(
      plannedStandardError: error * (Double(looks.now) / Double(looks.planned)).squareRoot())
  }

  /// **Throws:** `zeroVariance` where no key differs from another.
  func interval(confidence: Double) throws(Undefined) -> Interval {
    if let looks {
      return try sequential(looks, error: standardError).interval(estimate(), confidence: confidence)
    }
    switch groups {
    case .proportions(let proportions): return try proportions.newcombe(confidence: confidence)
    case .means(let own, let other): return try TTest.welch(own, other).interval(confidence: confidence)
    }
  }

  /// Two-sided. **Throws:** `zeroVariance`, `oneClass`.
  func pValue() throws(Undefined) -> Double {
    if let looks { return try sequential(looks, error: standardError).pValue(estimate()) }
    switch groups {
    case .proportions(let proportions): return try proportions.pValue()
    case .means(let own, let other): return try TTest.welch(own, other).pValue
    }
  }

  /// The difference as a share of control's value, which must be above 0.
  ///
  /// **Throws:** `denominatorNearZero` where control is 0.
  func lift() throws(Undefined) -> Double { try RelativeLift(treated: treated, control: control).lift }

  /// Fieller's; with looks every night, that of the logarithm of the two values' ratio, its squared error larger by as
  /// much as that of the difference.
  ///
  /// **Throws:** `denominatorNearZero` where control's value can't be told from 0: with looks every night, where control's
  /// own interval at all looks is not above 0, or the variant's value is not. `overflow` where the
  /// ends of the interval are a million times apart, or more.
  func liftInterval(confidence: Double) throws(Undefined) -> Interval {
    let relative = try RelativeLift(treated: treated, control: control)
    guard let looks else { return try relative.fieller(confidence: confidence) }
    let error = max(control.squaredError, looks.pooledVariance / Double(control.count)).squareRoot()
    if error > 0 {
      let own = try sequential(looks, error: error)
        .interval(Estimate(value: control.mean, standardError: error), confidence: confidence)
      guard own.lower > 0 else { throw .denominatorNearZero }
    }
    let plain = try relative.logEstimate()
    let ratio = try Estimate(
      value: plain.value, standardError: plain.standardError * standardError / ownSquares.squareRoot())
    let logarithms = try sequential(looks, error: ratio.standardError)
      .interval(ratio, confidence: confidence)
    guard logarithms.upper - logarithms.lower < ReadoutContrast.widestLogarithm else { throw .overflow }
    return RelativeLift.lifts(logarithms)
  }

  /// The smallest difference that these keys show with a power of 0.8 at a significance.
  func detectable(significance: Double) throws(Undefined) -> Double {
    guard looks != nil else {
      return try Power.smallestDifference(
        standardError: standardError, power: Verdicts.power, significance: significance)
    }
    let bounds = try interval(confidence: 1 - significance)
    return (bounds.upper - bounds.lower) / 2 + standardError * (try Normal.quantile(Verdicts.power))
  }
}
