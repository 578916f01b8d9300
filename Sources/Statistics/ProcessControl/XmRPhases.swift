/// A series cut into phases, each with limits of its own: before and after a release, for one.
package struct XmRPhases: Sendable, Hashable {
  package struct Phase: Sendable, Hashable {
    package let range: Range<Int>
    /// nil where the phase is too short or has no spread; `reason` then says why.
    package let limits: XmRLimits?
    package let reason: Undefined?
  }

  package let phases: [Phase]
  private let values: [Double?]

  /// - Parameters:
  ///   - starts: positions where a phase begins; 0 is one always, others outside the series are left out.
  ///   - baseline: how many values of a phase its limits come from, from its first; nil for all of them.
  ///   - fewest: values that a phase must have for limits; Wheeler asks for some 6 at least, better 17.
  package init(_ values: [Double?], starts: [Int], baseline: Int? = nil, fewest: Int = 6) {
    let cuts = [0] + Set(starts).filter { $0 > 0 && $0 < values.count }.sorted() + [values.count]
    phases = zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { start, end in
      let window = start..<(baseline.map { min(end, start + max(0, min($0, end - start))) } ?? end)
      let known = values[window].count { $0 != nil }
      guard known >= fewest else {
        return Phase(
          range: start..<end, limits: nil, reason: .tooFewObservations(needed: fewest, found: known))
      }
      do throws(Undefined) {
        return Phase(range: start..<end, limits: try XmRLimits(values, baseline: window), reason: nil)
      } catch {
        return Phase(range: start..<end, limits: nil, reason: error)
      }
    }
    self.values = values
  }

  /// Signals within the phases; no pattern and no moving range crosses from one into the next.
  package func signals(rules: Set<NelsonRule> = Set(NelsonRule.allCases)) -> [NelsonSignal] {
    phases.flatMap { phase -> [NelsonSignal] in
      let inside = phase.limits?.nelsonSignals(in: Array(values[phase.range]), rules: rules) ?? []
      return inside.map { NelsonSignal(position: $0.position + phase.range.lowerBound, rule: $0.rule) }
    }
  }
}
