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
    // The stored sentence speaks of the two the other way round.
    #expect(back.findings[0].evidence == "auc of m@1 less that of m@2 is 1.5 (95 % interval 1 to 2).")
    let told = Gate(rule(), []).judge("m@2", against: "m@1").refusal
    #expect(told?.next?.contains("as a shadow of the evaluation's job") == true)
    let untested = Gate(rule(), [], isBacktest: true).judge("m@2", against: "m@1").refusal
    #expect(untested?.next?.hasPrefix("Name m@2 among the versions of evaluation e, then ") == true)
    #expect(told.map { !$0.description.contains("..") } == true)
  }

  /// As an evaluation keeps it; bounds by scipy's norm and t of 99 degrees of freedom.
  private func measured(_ metric: String, higher: Bool, _ method: String, _ lower: Double, _ upper: Double)
    -> ComparisonRecord
  {
    var record = comparison(metric, higher: higher, lower, upper)
    record.difference = 0.01
    record.standardError = 0.004
    record.keys = 100
    record.method = method
    record.confidence = 0.95
    return record
  }

  /// scipy 1.17.1: 0.01 ± 0.004 · norm.ppf(1 − (1 − c)/2), or t.ppf with 99 degrees of freedom.
  private static let intervals: [(method: String, confidence: Double, lower: Double, upper: Double)] = [
    ("DeLong, paired", 0.95, 0.0021601440618397843, 0.017839855938160218),
    ("DeLong, paired", 0.99, -0.00030331721419560136, 0.0203033172141956),
    ("Obuchowski, paired, by id", 0.9, 0.0034205854921941113, 0.01657941450780589),
    ("row losses, paired", 0.95, 0.002063132193654331, 0.01793686780634567),
    ("row losses, paired", 0.9, 0.003358435375932038, 0.01664156462406796),
    ("infinitesimal jackknife, paired, by id", 0.99, -0.0005056218291233077, 0.020505621829123306),
  ]

  @Test("judges by the interval of the rule's confidence, made by the stored one's method")
  func confidence() throws {
    for (method, confidence, lower, upper) in Self.intervals {
      let stored =
        Self.intervals[method.hasPrefix("DeLong") || method.hasPrefix("Obuchowski") ? 0 : 3]
      let rule = Configuration.Gate(evaluation: "e", metric: .auc, betterBy: 0, confidence: confidence)
      let record = measured("auc", higher: true, method, stored.lower, stored.upper)
      let outcome = Gate(rule, [record]).judge("m@2", against: "m@1")
      let finding = try #require(outcome.findings.first)
      #expect(abs(try #require(finding.lower) - lower) < 1e-14, "\(method) \(confidence)")
      #expect(abs(try #require(finding.upper) - upper) < 1e-14, "\(method) \(confidence)")
      #expect(outcome.isOpen == (lower > 0) && outcome.confidence == confidence)
      let percent = Gate.Outcome.percent(confidence)
      #expect(outcome.summary.hasSuffix(" (\(percent) intervals)"))
      #expect(finding.evidence.contains("The \(percent) interval is ") == (confidence != 0.95))
      #expect(outcome.refusal?.expected?.hasSuffix(", by the \(percent) interval") ?? true)
    }
    #expect([0.95, 0.99, 0.995, 0.9999].map(Gate.Outcome.percent) == ["95 %", "99 %", "99.5 %", "99.99 %"])
  }

  @Test("makes up no interval of another confidence where the stored one is of an unknown method")
  func unknownMethod() throws {
    let rule = Configuration.Gate(evaluation: "e", metric: .auc, betterBy: 0, confidence: 0.9)
    for (method, lower) in [
      ("bootstrap", 0.0021601440618397843), ("DeLong, paired", 0.0021), ("row losses, paired", 0.00216014),
      (nil, 0.00216014),
    ] {
      var record = measured("auc", higher: true, "", lower, 0.017839855938160218)
      record.method = method
      let outcome = Gate(rule, [record]).judge("m@2", against: "m@1")
      #expect(!outcome.isOpen && outcome.findings[0].lower == nil)
      #expect(outcome.findings[0].evidence.hasSuffix("of which none of 90 % can be told."), "\(method ?? "")")
      // At the stored confidence the stored bounds count, whoever made them.
      let own = Configuration.Gate(evaluation: "e", metric: .auc, betterBy: 0)
      #expect(Gate(own, [record]).judge("m@2", against: "m@1").isOpen)
    }
  }

  @Test("an attempt is what the book keeps of it")
  func attempt() {
    let outcome = Gate(rule(), [comparison("auc", higher: true, 1, 2)]).judge("m@2", against: "m@1")
    let attempt = outcome.attempt(
      model: "m", number: 2, alias: "champion", by: "ada", reason: nil, now: "t")
    #expect(attempt.outcome == .refused && attempt.findings == outcome.findings)
    #expect(attempt.reference == "m@2" && attempt.against == "m@1" && attempt.confidence == 0.95)
  }
}
