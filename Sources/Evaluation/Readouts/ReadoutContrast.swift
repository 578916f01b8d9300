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
  /// How many keys are looked at now, over how many were planned; nil: looked at once.
  private let looks: (now: Int, planned: Int)?

  /// - Parameter looks: keys of all variants now and as planned, for intervals that hold at every look.
  init(_ groups: Groups, looks: (now: Int, planned: Int)?) throws(Undefined) {
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

  var standardError: Double { (treated.squaredError + control.squaredError).squareRoot() }

  private func estimate() throws(Undefined) -> Estimate {
    try Estimate(value: difference, standardError: standardError)
  }

  /// The mixture of the always-valid interval: shortest where the planned keys are there. Only the count is declared;
  /// the spread is that of the values so far, as in theorem 2.2 of `SequentialInterval`'s source.
  private func sequential(_ looks: (now: Int, planned: Int), error: Double) throws(Undefined)
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

  /// Fieller's; with looks every night, that of the logarithm of the two values' ratio.
  ///
  /// **Throws:** `denominatorNearZero` where control's value can't be told from 0; with looks every night, where either
  /// value is not above it.
  func liftInterval(confidence: Double) throws(Undefined) -> Interval {
    let relative = try RelativeLift(treated: treated, control: control)
    guard let looks else { return try relative.fieller(confidence: confidence) }
    let ratio = try relative.logEstimate()
    return RelativeLift.lifts(
      try sequential(looks, error: ratio.standardError).interval(ratio, confidence: confidence))
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
