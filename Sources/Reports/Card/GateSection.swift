import Book
import Markdown

/// What the gate of a model was asked, and what it answered; nothing for a model without attempts.
struct GateSection {
  let model: String
  let snapshot: BookSnapshot

  func write(to page: inout PageWriter) {
    let groups = GateAttempt.groups(of: snapshot.gateAttempts.filter { $0.model == model })
    guard !groups.isEmpty else { return }
    page.body.heading(3, "At the gate")
    page.body.table(
      [
        .init("version", .right), .init("alias"), .init("against"), .init("outcome"), .init("evidence"),
        .init("by"),
      ],
      groups.reversed().map { group in
        let attempt = group.last
        return [
          .plain(String(attempt.number)), .plain(attempt.alias), .plain(attempt.against),
          .plain(Self.outcome(group)), .plain(Self.evidence(attempt)), .plain(attempt.attemptedBy),
        ]
      })
  }

  /// "refused on 1998-06-01 10:00 UTC, 3 times since 1998-05-01 10:00 UTC"
  private static func outcome(_ group: GateAttempt.Group) -> String {
    let attempt = group.last
    return "\(attempt.outcome.rawValue) on \(NumberText.moment(attempt.attemptedAt))"
      + (group.count > 1 ? ", \(group.count) times since \(NumberText.moment(group.since))" : "")
  }

  /// Each demand with the interval that was found.
  private static func evidence(_ attempt: GateAttempt) -> String {
    let findings = attempt.findings.map { finding in
      "\(finding.metric) \(finding.demand): \(finding.isMet ? "met" : "not met"), \(found(finding, attempt))"
    }
    return "Evaluation \(attempt.evaluation). " + findings.joined(separator: "; ")
  }

  private static func found(_ finding: GateAttempt.Finding, _ attempt: GateAttempt) -> String {
    guard let lower = finding.lower, let upper = finding.upper else {
      return finding.difference == nil ? "not compared" : "no interval"
    }
    // An interval is some four errors wide.
    let decimals = ComparisonSection.decimals((upper - lower) / 4)
    let confidence = NumberText.value(attempt.confidence * 100)
    return "\(confidence)% interval \(NumberText.signed(lower, decimals)) to "
      + NumberText.signed(upper, decimals)
  }
}
