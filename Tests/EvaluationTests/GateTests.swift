import Book
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("The gate of a promotion")
struct GateTests {
  private func comparison(
    _ metric: String, higher: Bool, _ lower: Double?, _ upper: Double?,
    _ verdict: ComparisonRecord.Verdict = .better
  ) -> ComparisonRecord {
    var record = ComparisonRecord(
      name: "e", model: "m", number: 2, baseline: "m@1", metric: metric, isHigherBetter: higher,
      correction: "holm", computedAt: "t")
    record.lower = lower
    record.upper = upper
    record.difference = lower.flatMap { low in upper.map { (low + $0) / 2 } }
    record.verdict = verdict
    record.sentence = "the sentence of \(metric)."
    return record
  }

  private func rule(_ betterBy: Double = 0, worse: Double = 0.002) -> Configuration.Gate {
    Configuration.Gate(
      evaluation: "e", metric: .auc, betterBy: betterBy,
      guardrails: [.init(metric: .logLoss, worseByAtMost: worse)])
  }

  @Test(
    "opens where the worst end of each interval meets its demand",
    arguments: [
      // auc lower bound, log loss upper bound, better by, open
      (0.001, 0.001, 0.0, true), (0.0, 0.001, 0.0, false), (0.001, 0.001, 0.001, false),
      (0.0011, 0.001, 0.001, true), (0.001, 0.002, 0.0, true), (0.001, 0.0021, 0.0, false),
      (-0.001, -0.1, 0.0, false),
    ])
  func bounds(auc: Double, loss: Double, betterBy: Double, isOpen: Bool) {
    let gate = Gate(
      rule(betterBy),
      [
        comparison("auc", higher: true, auc, auc + 1), comparison("log_loss", higher: false, loss - 1, loss),
      ])
    let outcome = gate.judge("m@2", against: "m@1")
    #expect(outcome.isOpen == isOpen)
    #expect((outcome.refusal == nil) == isOpen)
    #expect(outcome.refusal.map { $0.kind == .refused && $0.identifier == .gateRefused } ?? true)
    #expect(
      outcome.summary.hasPrefix("evaluation e, against m@1: auc higher by more than \(betterBy), found "))
  }

  @Test("a metric of which less is better must be lower")
  func lossLeads() {
    let rule = Configuration.Gate(evaluation: "e", metric: .logLoss, betterBy: 0.01)
    for (upper, isOpen) in [(-0.02, true), (-0.01, false), (0.02, false)] {
      let outcome = Gate(rule, [comparison("log_loss", higher: false, -1, upper)]).judge(
        "m@2", against: "m@1")
      #expect(outcome.isOpen == isOpen && outcome.findings[0].demand == "lower by more than 0.01")
    }
  }

  @Test("stays shut without evidence: no comparison, of others, or one without a value")
  func missing() {
    let loss = comparison("log_loss", higher: false, -1, -0.5)
    for comparisons in [
      [], [loss], [loss, comparison("auc", higher: true, nil, nil, .undefined)],
      [loss, comparison("auc", higher: true, 1, 2, .undefined)],
    ] {
      let outcome = Gate(rule(), comparisons).judge("m@2", against: "m@1")
      #expect(!outcome.isOpen && !outcome.findings[0].isMet)
    }
    let sound = [comparison("auc", higher: true, 1, 2), loss]
    #expect(Gate(rule(), sound).judge("m@2", against: "m@1").isOpen)
    #expect(!Gate(rule(), sound).judge("m@3", against: "m@1").isOpen)
    #expect(!Gate(rule(), sound).judge("m@2", against: "rule@1").isOpen)
    // The way back: the same comparison from the other side.
    let back = Gate(
      rule(), [comparison("auc", higher: true, -2, -1), comparison("log_loss", higher: false, 0.5, 1)]
    ).judge("m@1", against: "m@2")
    #expect(back.isOpen && back.findings.map(\.lower) == [1, -1] && back.findings.map(\.upper) == [2, -0.5])
    let told = Gate(rule(), []).judge("m@2", against: "m@1").refusal
    #expect(told?.next?.contains("as a shadow of the evaluation's job") == true)
    #expect(told.map { !$0.description.contains("..") } == true)
  }
}
