package import Book
package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let gateRefused = Self("gate-refused")
  package static let gateMissing = Self("gate-missing")
}

/// A version held against the one whose place it is to take, by the rule of its model.
///
/// The evidence is what the newest evaluation stored: intervals of 95 % on the rows that both have scored.
package struct Gate: Sendable {
  /// One demand and what was found.
  package struct Finding: Sendable, Hashable, Codable {
    package let metric: String
    /// "higher by more than 0", "lower by no more than 0.002".
    package let demand: String
    /// The version's value less the other's, in the metric's units; nil where it is not known.
    package let difference: Double?
    package let lower: Double?
    package let upper: Double?
    package let isMet: Bool
    /// What there is to say of it: the comparison's sentence, or why there is none.
    package let evidence: String
  }

  package struct Outcome: Sendable, Hashable, Codable {
    package let evaluation: String
    /// `repurchase@2` and `repurchase@1`.
    package let version: String
    package let against: String
    package let findings: [Finding]
    package var isOpen: Bool { findings.allSatisfy(\.isMet) }

    /// One line, for the history of the alias.
    package var summary: String {
      "evaluation \(evaluation), against \(against): "
        + findings.map { finding in
          let interval = [finding.lower, finding.upper].compactMap { $0.map { "\($0)" } }
          return "\(finding.metric) \(finding.demand), found "
            + (interval.count == 2 ? interval.joined(separator: " to ") : "nothing")
        }.joined(separator: "; ")
    }

    /// The refusal, where there is one.
    package var refusal: Diagnostic? {
      let failed = findings.filter { !$0.isMet }
      guard !failed.isEmpty else { return nil }
      let found = failed.map(\.evidence).joined(separator: " ")
      let isKnown = failed.allSatisfy { $0.difference != nil }
      let next =
        isKnown
        ? "Wait for more nights, then 'scorebook evaluate \(evaluation)'"
        : "Score \(version) as a shadow of the evaluation's job, so that both have the same rows"
      return Diagnostic(
        .gateRefused, .refused, "\(version) does not take the place of \(against)",
        expected: failed.map { "\($0.metric) \($0.demand)" }.joined(separator: "; "),
        // A diagnostic ends with its own full stop.
        found: found.hasSuffix(".") ? String(found.dropLast()) : found,
        next: next + "; or promote it without --gate and say why with --reason.")
    }
  }

  private let rule: Configuration.Gate
  private let comparisons: [ComparisonRecord]

  /// - Parameter comparisons: of the rule's evaluation, as the book holds them.
  package init(_ rule: Configuration.Gate, _ comparisons: [ComparisonRecord]) {
    self.rule = rule
    self.comparisons = comparisons.filter { $0.name == rule.evaluation }
  }

  /// Judges a version that is to take another's place.
  package func judge(_ version: String, against: String) -> Outcome {
    let better = finding(rule.metric, version, against) { rows in
      // The end of the interval that is worst for the version must still be better by so much.
      let least = rows.isHigherBetter ? rows.lower : rows.upper.map { -$0 }
      let side = rows.isHigherBetter ? "higher" : "lower"
      return ("\(side) by more than \(rule.betterBy)", least.map { $0 > rule.betterBy } ?? false)
    }
    let guards = rule.guardrails.map { guardrail in
      finding(guardrail.metric, version, against) { rows in
        let most = rows.isHigherBetter ? rows.lower.map { -$0 } : rows.upper
        let side = rows.isHigherBetter ? "lower" : "higher"
        return (
          "\(side) by no more than \(guardrail.worseByAtMost)",
          most.map { $0 <= guardrail.worseByAtMost } ?? false
        )
      }
    }
    return Outcome(
      evaluation: rule.evaluation, version: version, against: against, findings: [better] + guards)
  }

  private func finding(
    _ metric: Configuration.Evaluation.Metric, _ version: String, _ against: String,
    _ judge: (RowEvidence) -> (demand: String, isMet: Bool)
  ) -> Finding {
    let name = metric.rawValue
    guard let (record, rows) = comparison(of: version, with: against, by: name) else {
      return Finding(
        metric: name, demand: "held against \(against)", difference: nil, lower: nil, upper: nil,
        isMet: false,
        evidence: "Evaluation \(rule.evaluation) has not compared \(version) with \(against) by \(name).")
    }
    let (demand, isMet) = judge(rows)
    return Finding(
      metric: name, demand: demand, difference: rows.difference, lower: rows.lower, upper: rows.upper,
      isMet: isMet && record.verdict != .undefined, evidence: record.sentence)
  }

  /// A comparison says the same of the two the other way round.
  private func comparison(
    of version: String, with other: String, by metric: String
  ) -> (record: ComparisonRecord, rows: RowEvidence)? {
    for record in comparisons where record.metric == metric {
      if record.reference == version, record.baseline == other { return (record, RowEvidence(record)) }
      if record.reference == other, record.baseline == version {
        return (record, RowEvidence(record).reversed)
      }
    }
    return nil
  }
}
