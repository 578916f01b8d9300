import Book
import Diagnostics
import Evaluation

/// Attempts at a gate as a terminal shows them.
enum GateAttemptText {
  /// Newest first, each with its demands; empty without any.
  static func text(_ attempts: [GateAttempt]) -> String {
    GateAttempt.groups(of: attempts).reversed().map { group in
      let again =
        group.count > 1 ? ", the last of \(group.count) attempts alike since \(group.since)" : ""
      let reason = group.last.reason.map { "\n  reason   \(visible($0))" } ?? ""
      return "\ngate \(short(group.last))\(again)\(reason)\n"
        + group.last.findings.map { finding in
          "  \(finding.isMet ? "met    " : "not met")  \(finding.metric) \(finding.demand): \(finding.evidence)\n"
        }.joined()
    }.joined()
  }

  /// "refused 2026-01-02T03:04:05Z by ada, as champion against repurchase@1, evaluation repurchase at 95 %"
  static func short(_ attempt: GateAttempt) -> String {
    "\(attempt.outcome.rawValue) \(attempt.attemptedAt) by \(visible(attempt.attemptedBy)), as \(attempt.alias) against "
      + "\(attempt.against), evaluation \(attempt.evaluation) at \(Gate.Outcome.percent(attempt.confidence))"
  }
}
