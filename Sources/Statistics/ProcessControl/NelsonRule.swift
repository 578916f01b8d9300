/// The eight tests for special causes on a chart of individual values.
///
/// **Source:** L. S. Nelson, "The Shewhart Control Chart: Tests for Special Causes", Journal of Quality Technology 16
/// (1984). Rules 1, 5 and 6, and 2 with eight points, are those of Western Electric (1956). D. J. Wheeler uses the
/// first, a run of eight, and three of four nearer a limit than the mean. More rules mean more false alarms: a stable
/// process gives one in 370 values by the first rule alone, one in 92 by the four of Western Electric (C. W. Champ and
/// W. H. Woodall, Technometrics 29, 1987).
package enum NelsonRule: Int, Sendable, Hashable, CaseIterable {
  /// 1: one value beyond 3σ.
  case beyondLimit = 1
  /// 2: nine values in a row on one side of the mean.
  case runOfNine
  /// 3: six values in a row, each above the one before, or each below.
  case trendOfSix
  /// 4: fourteen values in a row that go up and down in turn.
  case alternatingFourteen
  /// 5: two of three values in a row beyond 2σ on one side.
  case twoOfThree
  /// 6: four of five values in a row beyond 1σ on one side.
  case fourOfFive
  /// 7: fifteen values in a row within 1σ of the mean.
  case fifteenWithin
  /// 8: eight values in a row beyond 1σ, on either side.
  case eightOutside

  /// The rule in a few words.
  package var summary: String {
    switch self {
    case .beyondLimit: "one value beyond three sigma"
    case .runOfNine: "nine values in a row on one side of the mean"
    case .trendOfSix: "six values in a row that rise or that fall"
    case .alternatingFourteen: "fourteen values in a row that go up and down in turn"
    case .twoOfThree: "two of three values beyond two sigma on one side"
    case .fourOfFive: "four of five values beyond one sigma on one side"
    case .fifteenWithin: "fifteen values in a row within one sigma"
    case .eightOutside: "eight values in a row beyond one sigma"
    }
  }
}

/// A rule that a value completes.
package struct NelsonSignal: Sendable, Hashable {
  /// Position of the value that completes the pattern.
  package let position: Int
  package let rule: NelsonRule

  package init(position: Int, rule: NelsonRule) {
    self.position = position
    self.rule = rule
  }
}

extension XmRLimits {
  /// σ as the moving ranges give it, mR̄/1.128.
  package var sigma: Double { meanRange / 1.128 }

  /// Signals of the chosen rules in order of position, then of rule, told at each value that completes a pattern.
  ///
  /// **Missing values:** a gap, a NaN or an infinite value ends every pattern. Bounds are strict: a value on a bound
  /// is not beyond it, one on the mean is on neither side; two equal values are neither a rise nor a fall. For 5 and
  /// 6 the completing value itself lies beyond. Limits 3σ = 2.66·mR̄.
  package func nelsonSignals(
    in values: [Double?], rules: Set<NelsonRule> = Set(NelsonRule.allCases)
  ) -> [NelsonSignal] {
    let chosen = NelsonRule.allCases.filter(rules.contains)
    var signals: [NelsonSignal] = []
    /// Places in σ of the unbroken values so far, the last 15 of them.
    var recent: [Double] = []
    for (position, entry) in values.enumerated() {
      guard let value = entry, value.isFinite else {
        recent.removeAll(keepingCapacity: true)
        continue
      }
      if recent.count == 15 { recent.removeFirst() }
      recent.append(value)
      for rule in chosen where completes(rule, recent) {
        signals.append(NelsonSignal(position: position, rule: rule))
      }
    }
    return signals
  }

  private func completes(_ rule: NelsonRule, _ recent: [Double]) -> Bool {
    let unit = 2.66 * meanRange / 3
    func above(_ value: Double, _ sigmas: Double) -> Bool { value > mean + sigmas * unit }
    func below(_ value: Double, _ sigmas: Double) -> Bool { value < mean - sigmas * unit }
    func last(_ count: Int, _ holds: (Double) -> Bool) -> Bool {
      recent.count >= count && recent.suffix(count).allSatisfy(holds)
    }
    func some(_ needed: Int, of count: Int, _ holds: (Double) -> Bool) -> Bool {
      guard recent.count >= count, let newest = recent.last, holds(newest) else { return false }
      return recent.suffix(count).count(where: holds) >= needed
    }
    func steps(_ count: Int) -> [Int] {
      guard recent.count >= count else { return [] }
      let values = recent.suffix(count)
      return zip(values.dropFirst(), values).map { $0 > $1 ? 1 : $0 < $1 ? -1 : 0 }
    }
    switch rule {
    case .beyondLimit: return last(1) { $0 > upper || $0 < lower }
    case .runOfNine: return last(9) { above($0, 0) } || last(9) { below($0, 0) }
    case .trendOfSix:
      let steps = steps(6)
      return !steps.isEmpty && (steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == -1 })
    case .alternatingFourteen:
      let steps = steps(14)
      return !steps.isEmpty && zip(steps, steps.dropFirst()).allSatisfy { $0 * $1 == -1 }
    case .twoOfThree: return some(2, of: 3) { above($0, 2) } || some(2, of: 3) { below($0, 2) }
    case .fourOfFive: return some(4, of: 5) { above($0, 1) } || some(4, of: 5) { below($0, 1) }
    case .fifteenWithin: return last(15) { !above($0, 1) && !below($0, 1) }
    case .eightOutside: return last(8) { above($0, 1) || below($0, 1) }
    }
  }
}
