/// Limits of an individuals and moving range chart.
///
/// **Units:** those of the values. **Missing values:** nil is a gap; a moving range needs both neighbours.
/// **Source:** D. J. Wheeler, Understanding Variation (1993): natural limits mean ± 2.66·mR̄, upper range
/// limit 3.268·mR̄ (3/d₂ and D₄ for pairs, d₂ = 1.128).
package struct XmRLimits: Sendable, Hashable {
  package let mean: Double
  package let lower: Double
  package let upper: Double
  package let meanRange: Double
  package let rangeLimit: Double

  /// Limits from the values of a baseline, all of them by default.
  ///
  /// **Throws:** `noObservations`, `tooFewObservations` without two values in a row, `notANumber`,
  /// `zeroVariance` where values differ, yet no two neighbours do: the ranges say nothing of the spread.
  package init(_ values: [Double?], baseline: Range<Int>? = nil) throws(Undefined) {
    let range = (baseline ?? values.indices).clamped(to: values.indices)
    var sum = CompensatedSum()
    var count = 0
    var ranges = CompensatedSum()
    var rangeCount = 0
    var first: Double?
    var constant = true
    for position in range {
      guard let value = values[position] else { continue }
      guard value.isFinite else { throw .notANumber(at: position) }
      sum.add(value)
      count += 1
      if let first { constant = constant && value == first } else { first = value }
      if position > range.lowerBound, let previous = values[position - 1] {
        ranges.add(abs(value - previous))
        rangeCount += 1
      }
    }
    guard let first else { throw .noObservations }
    guard rangeCount > 0 else { throw .tooFewObservations(needed: 2, found: count) }
    guard constant || ranges.value > 0 else { throw .zeroVariance }
    // The rounded mean of equal values may miss them by an ulp, and every point would be a signal.
    mean = constant ? first : sum.value / Double(count)
    meanRange = ranges.value / Double(rangeCount)
    lower = mean - 2.66 * meanRange
    upper = mean + 2.66 * meanRange
    rangeLimit = 3.268 * meanRange
  }
}

/// A sign that a process changed.
package struct XmRSignal: Sendable, Hashable {
  package enum Rule: String, Sendable, Hashable, CaseIterable {
    /// A value beyond a natural limit.
    case beyondLimit
    /// A moving range above its limit, told at the later of its two values.
    case rangeBeyondLimit
    /// Two of three successive values beyond two thirds of the way to the same limit.
    case twoOfThree
    /// Eight successive values on the same side of the mean.
    case runOfEight
  }

  package enum Side: String, Sendable, Hashable { case above, below }

  /// Position of the value that completes the pattern.
  package let position: Int
  package let rule: Rule
  /// nil for a moving range, which has no side.
  package let side: Side?

  package init(position: Int, rule: Rule, side: Side?) {
    self.position = position
    self.rule = rule
    self.side = side
  }
}

extension XmRLimits {
  /// Signals in order of position, then of rule.
  ///
  /// **Missing values:** a gap or a NaN ends a run. A value on the mean belongs to neither side; a value on a
  /// limit is within it. **Source:** Western Electric, Statistical Quality Control Handbook (1956), rules 1, 2
  /// and 4; Wheeler (1993) for the range limit.
  package func signals(in values: [Double?]) -> [XmRSignal] {
    var signals: [XmRSignal] = []
    var run = (length: 0, side: XmRSignal.Side.above)
    for (position, entry) in values.enumerated() {
      guard let value = entry, value.isFinite else {
        run.length = 0
        continue
      }
      if value > upper || value < lower {
        signals.append(.init(position: position, rule: .beyondLimit, side: value > upper ? .above : .below))
      }
      if position > 0, let previous = values[position - 1], abs(value - previous) > rangeLimit {
        signals.append(.init(position: position, rule: .rangeBeyondLimit, side: nil))
      }
      if position >= 1, let zone = zone(value) {
        // The last value itself must lie out there; one of its two predecessors completes the pair.
        let before = values[max(0, position - 2)..<position]
        let near = before.reversed().prefix { $0 != nil }
        if near.contains(where: { $0.flatMap(self.zone) == zone }) {
          signals.append(.init(position: position, rule: .twoOfThree, side: zone))
        }
      }
      let side: XmRSignal.Side? = value > mean ? .above : value < mean ? .below : nil
      if let side {
        run = side == run.side ? (run.length + 1, side) : (1, side)
        if run.length >= 8 { signals.append(.init(position: position, rule: .runOfEight, side: side)) }
      } else {
        run.length = 0
      }
    }
    return signals
  }

  private func zone(_ value: Double) -> XmRSignal.Side? {
    let reach = 2.66 * meanRange * 2 / 3
    if value > mean + reach { return .above }
    if value < mean - reach { return .below }
    return nil
  }
}
