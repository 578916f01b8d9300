package import Book
package import Diagnostics

extension Gate {
  package struct Outcome: Sendable, Hashable {
    package let evaluation: String
    package let look: GateLook
    /// Of the intervals: 0…1.
    package var confidence: Double { look.judged }
    /// `repurchase@2` and `repurchase@1`.
    package let version: String
    package let against: String
    /// Whether the evaluation names the versions that it scores; else it reads what a job has scored.
    package let isBacktest: Bool
    package let findings: [Finding]
    package var isOpen: Bool { findings.allSatisfy(\.isMet) }

    /// One line, for the history of the alias.
    package var summary: String {
      "evaluation \(evaluation), against \(against): "
        + findings.map { finding in
          // So many digits that the interval's width has two or three: the attempt in the book has all of them.
          let width = (finding.upper ?? 0) - (finding.lower ?? 0)
          let interval = [finding.lower, finding.upper].compactMap { bound in
            bound.map { ResultTable.rounded($0, digits: Verdicts.digits(width / 10)) }
          }
          return "\(finding.metric) \(finding.demand), found "
            + (interval.count == 2 ? interval.joined(separator: " to ") : "nothing")
        }.joined(separator: "; ") + " (\(Outcome.percent(confidence)) intervals"
        + (look.number > 1 ? ", attempt \(look.number))" : ")")
    }

    /// The refusal, where there is one.
    package var refusal: Diagnostic? {
      let failed = findings.filter { !$0.isMet }
      guard !failed.isEmpty else { return nil }
      let found = failed.map(\.evidence).joined(separator: " ")
      let isKnown = failed.allSatisfy { $0.difference != nil }
      let next =
        isKnown
        ? "Wait for as many nights as would show it, then 'scorebook evaluate \(evaluation)': on other figures attempt "
          + "\(look.next.number) is judged by a \(Outcome.percent(look.next.judged)) interval"
        : isBacktest
          ? "Name \(version) among the versions of evaluation \(evaluation), then 'scorebook evaluate \(evaluation)'"
          : "Score \(version) as a shadow of the evaluation's job, so that both have the same rows"
      return Diagnostic(
        .gateRefused, .refused, "\(version) does not take the place of \(against)",
        expected: failed.map { "\($0.metric) \($0.demand)" }.joined(separator: "; ")
          + ", by the \(Outcome.percent(confidence)) interval",
        // A diagnostic ends with its own full stop.
        found: found.hasSuffix(".") ? String(found.dropLast()) : found,
        next: next + "; or promote it without --gate and say why with --reason.")
    }

    /// 0.95 is "95 %", 0.9916666 is "99.17 %": what is left to be wrong has two digits.
    package static func percent(_ confidence: Double) -> String {
      var digits = 1
      var least = 1.0
      while digits < 6, 100 * (1 - confidence) < least * 0.999 {
        digits += 1
        least /= 10
      }
      var text = ResultTable.rounded(confidence * 100, digits: digits)
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
      return text + " %"
    }

    /// The attempt as the book keeps it.
    package func attempt(
      model: String, number: Int, alias: String, by: String, reason: String?, now: String
    ) -> GateAttempt {
      GateAttempt(
        model: model, number: number, alias: alias, against: against, evaluation: evaluation,
        confidence: confidence, findings: findings, outcome: isOpen ? .opened : .refused, reason: reason,
        attemptedAt: now, attemptedBy: by)
    }
  }
}
