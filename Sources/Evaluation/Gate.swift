package import Book
package import Diagnostics
import Statistics
package import Workspace

extension Diagnostic.Identifier {
  package static let gateRefused = Self("gate-refused")
  package static let gateMissing = Self("gate-missing")
}

/// A version held against the one whose place it is to take, by the rule of its model.
///
/// The evidence is what the newest evaluation stored: differences on the rows that both have scored, with intervals of
/// the rule's confidence at the first attempt, and wider ones at each further attempt on other figures.
package struct Gate: Sendable {
  package typealias Finding = GateAttempt.Finding

  private let rule: Configuration.Gate
  private let comparisons: [ComparisonRecord]
  private let isBacktest: Bool
  private let earlier: [GateAttempt]

  /// - Parameters:
  ///   - comparisons: of the rule's evaluation, as the book holds them.
  ///   - isBacktest: whether that evaluation names the versions that it scores.
  ///   - earlier: attempts that were made, oldest first, of any version.
  package init(
    _ rule: Configuration.Gate, _ comparisons: [ComparisonRecord], isBacktest: Bool = false,
    earlier: [GateAttempt] = []
  ) {
    self.rule = rule
    self.isBacktest = isBacktest
    self.comparisons = comparisons.filter { $0.name == rule.evaluation }
    self.earlier = earlier.filter { $0.evaluation == rule.evaluation }
  }

  /// Judges a version that is to take another's place.
  ///
  /// - Parameter alias: whose place that is.
  package func judge(_ version: String, against: String, as alias: String = "champion") -> Outcome {
    let differences = Dictionary(
      ([rule.metric] + rule.guardrails.map(\.metric)).map(\.rawValue).compactMap { metric in
        comparison(of: version, with: against, by: metric)?.rows.difference.map { (metric, $0) }
      }, uniquingKeysWith: { first, _ in first })
    let looks = GateLooks(
      earlier.filter { $0.reference == version && $0.against == against && $0.alias == alias })
    return judge(
      version, against, GateLook(confidence: rule.confidence, number: looks.number(of: differences)))
  }

  private func judge(_ version: String, _ against: String, _ look: GateLook) -> Outcome {
    let better = finding(rule.metric, version, against, look) { lower, upper, isHigherBetter in
      // The end of the interval that is worst for the version must still be better by so much.
      let least = isHigherBetter ? lower : upper.map { -$0 }
      let side = isHigherBetter ? "higher" : "lower"
      return ("\(side) by more than \(rule.betterBy)", least.map { $0 > rule.betterBy } ?? false)
    }
    let guards = rule.guardrails.map { guardrail in
      finding(guardrail.metric, version, against, look) { lower, upper, isHigherBetter in
        let most = isHigherBetter ? lower.map { -$0 } : upper
        let side = isHigherBetter ? "lower" : "higher"
        return (
          "\(side) by no more than \(guardrail.worseByAtMost)",
          most.map { $0 <= guardrail.worseByAtMost } ?? false
        )
      }
    }
    return Outcome(
      evaluation: rule.evaluation, look: look, version: version, against: against, isBacktest: isBacktest,
      findings: [better] + guards)
  }

  private func finding(
    _ metric: Configuration.Evaluation.Metric, _ version: String, _ against: String, _ look: GateLook,
    _ judge: (_ lower: Double?, _ upper: Double?, _ isHigherBetter: Bool) -> (demand: String, isMet: Bool)
  ) -> Finding {
    let name = metric.rawValue
    guard let (record, rows) = comparison(of: version, with: against, by: name) else {
      return Finding(
        metric: name, demand: "held against \(against)", difference: nil, lower: nil, upper: nil,
        isMet: false,
        evidence: "Evaluation \(rule.evaluation) has not compared \(version) with \(against) by \(name).")
    }
    let interval = rows.interval(confidence: look.judged)
    let (demand, isMet) = judge(interval?.lower, interval?.upper, rows.isHigherBetter)
    return Finding(
      metric: name, demand: demand, difference: rows.difference, lower: interval?.lower,
      upper: interval?.upper, isMet: isMet && record.verdict != .undefined,
      evidence: sentence(record, rows, version) + remark(rows, look, interval?.lower, interval?.upper))
  }

  /// The comparison's own; where that speaks of the two the other way round, the same figures seen from this side.
  private func sentence(_ record: ComparisonRecord, _ rows: RowEvidence, _ version: String) -> String {
    guard record.reference != version else { return record.sentence }
    func number(_ value: Double) -> String { TrialNumber.text(value, error: rows.standardError) }
    let subject = "\(rows.metric) of \(version) less that of \(record.reference)"
    guard let difference = rows.difference else {
      return "\(subject) can't be told: \(rows.reason ?? "it has no value")."
    }
    guard let lower = rows.lower, let upper = rows.upper else {
      return "\(subject) is \(number(difference))."
    }
    let confidence = Outcome.percent(rows.confidence ?? Comparison.confidence)
    return
      "\(subject) is \(number(difference)) (\(confidence) interval \(number(lower)) to \(number(upper)))."
  }

  /// What the sentence of the comparison, whose interval is the stored one, leaves open.
  private func remark(_ rows: RowEvidence, _ look: GateLook, _ lower: Double?, _ upper: Double?) -> String {
    let isStored = look.judged == rows.confidence ?? Comparison.confidence
    guard look.number > 1 || !isStored, rows.lower != nil else { return "" }
    let confidence = Outcome.percent(look.judged)
    let attempt = look.number > 1 ? "Attempt \(look.number), judged by a \(confidence) interval" : ""
    guard let lower, let upper else {
      let method = rows.method.map { "'\($0)'" } ?? "no method that it names"
      return (attempt.isEmpty ? "" : " \(attempt).")
        + " Its interval was made by \(method), of which none of \(confidence) can be told."
    }
    let error = rows.standardError
    let bounds = "\(TrialNumber.text(lower, error: error)) to \(TrialNumber.text(upper, error: error))."
    return attempt.isEmpty ? " The \(confidence) interval is \(bounds)" : " \(attempt): \(bounds)"
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
