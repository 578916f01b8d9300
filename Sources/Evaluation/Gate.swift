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
/// the rule's confidence.
package struct Gate: Sendable {
  package typealias Finding = GateAttempt.Finding

  private let rule: Configuration.Gate
  private let comparisons: [ComparisonRecord]
  private let isBacktest: Bool

  /// - Parameters:
  ///   - comparisons: of the rule's evaluation, as the book holds them.
  ///   - isBacktest: whether that evaluation names the versions that it scores.
  package init(_ rule: Configuration.Gate, _ comparisons: [ComparisonRecord], isBacktest: Bool = false) {
    self.rule = rule
    self.isBacktest = isBacktest
    self.comparisons = comparisons.filter { $0.name == rule.evaluation }
  }

  /// Judges a version that is to take another's place.
  package func judge(_ version: String, against: String) -> Outcome {
    let better = finding(rule.metric, version, against) { lower, upper, isHigherBetter in
      // The end of the interval that is worst for the version must still be better by so much.
      let least = isHigherBetter ? lower : upper.map { -$0 }
      let side = isHigherBetter ? "higher" : "lower"
      return ("\(side) by more than \(rule.betterBy)", least.map { $0 > rule.betterBy } ?? false)
    }
    let guards = rule.guardrails.map { guardrail in
      finding(guardrail.metric, version, against) { lower, upper, isHigherBetter in
        let most = isHigherBetter ? lower.map { -$0 } : upper
        let side = isHigherBetter ? "lower" : "higher"
        return (
          "\(side) by no more than \(guardrail.worseByAtMost)",
          most.map { $0 <= guardrail.worseByAtMost } ?? false
        )
      }
    }
    return Outcome(
      evaluation: rule.evaluation, confidence: rule.confidence, version: version, against: against,
      isBacktest: isBacktest, findings: [better] + guards)
  }

  private func finding(
    _ metric: Configuration.Evaluation.Metric, _ version: String, _ against: String,
    _ judge: (_ lower: Double?, _ upper: Double?, _ isHigherBetter: Bool) -> (demand: String, isMet: Bool)
  ) -> Finding {
    let name = metric.rawValue
    guard let (record, rows) = comparison(of: version, with: against, by: name) else {
      return Finding(
        metric: name, demand: "held against \(against)", difference: nil, lower: nil, upper: nil,
        isMet: false,
        evidence: "Evaluation \(rule.evaluation) has not compared \(version) with \(against) by \(name).")
    }
    let interval = rows.interval(confidence: rule.confidence)
    let (demand, isMet) = judge(interval?.lower, interval?.upper, rows.isHigherBetter)
    return Finding(
      metric: name, demand: demand, difference: rows.difference, lower: interval?.lower,
      upper: interval?.upper, isMet: isMet && record.verdict != .undefined,
      evidence: record.sentence + remark(rows, interval?.lower, interval?.upper))
  }

  /// What the sentence of the comparison, whose interval is the stored one, leaves open.
  private func remark(_ rows: RowEvidence, _ lower: Double?, _ upper: Double?) -> String {
    guard rule.confidence != rows.confidence ?? Comparison.confidence, rows.lower != nil else { return "" }
    let confidence = Outcome.percent(rule.confidence)
    guard let lower, let upper else {
      let method = rows.method.map { "'\($0)'" } ?? "no method that it names"
      return " Its interval was made by \(method), of which none of \(confidence) can be told."
    }
    let error = rows.standardError
    return " The \(confidence) interval is \(TrialNumber.text(lower, error: error)) to "
      + "\(TrialNumber.text(upper, error: error))."
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
