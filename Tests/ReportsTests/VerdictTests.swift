import Book
import Testing
import Workspace

@testable import Reports

@Suite("Verdicts of a report")
struct VerdictTests {
  private func comparison(_ metric: String, _ verdict: ComparisonRecord.Verdict) -> ComparisonRecord {
    var record = ComparisonRecord(
      name: "again", model: "again", number: 1, baseline: "rule@1", metric: metric, isHigherBetter: true,
      correction: "holm", computedAt: "2026-02-01T02:00:00Z")
    record.verdict = verdict
    record.reason = verdict == .undefined ? "it has no value" : nil
    return record
  }

  private func verdict(_ verdicts: [(String, ComparisonRecord.Verdict)]) throws -> EvaluationVerdict {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    _ = try book.replaceEvaluations(
      of: "again",
      with: [
        Samples.evaluation("again", nil, auc: 0.8012, role: .champion),
        Samples.evaluation("rule", nil, auc: 0.7889, role: .shadow),
      ], comparisons: verdicts.map { comparison($0.0, $0.1) }, slices: [])
    return EvaluationVerdict("again", try BookSnapshot(scratch.configuration(), book))
  }

  private let basis = "Over 2 nights and 800 predictions"

  @Test("the champion is better, worse, both, or neither than its baseline")
  func evaluation() throws {
    let all = try verdict([("auc", .better), ("brier", .better)])
    #expect(all.sentence == "\(basis) again@1 is better than its baseline rule@1 by all 2 measures.")
    #expect(all.trouble == nil)
    #expect(all.good == "again@1 does better than its baseline rule@1 by 2 of 2 measures")

    let some = try verdict([("auc", .better), ("brier", .noEvidence), ("log_loss", .undefined)])
    #expect(
      some.sentence
        == "\(basis) again@1 is better than its baseline rule@1 by AUC; by Brier score there is no evidence of a "
        + "difference.")
    #expect(some.good == "again@1 does better than its baseline rule@1 by 1 of 2 measures")

    let mixed = try verdict([("auc", .better), ("brier", .worse)])
    #expect(
      mixed.sentence
        == "\(basis) again@1 is better than its baseline rule@1 by AUC, and worse by Brier score.")
    #expect(mixed.trouble == "again@1 is worse than its baseline rule@1 by Brier score" && mixed.good == nil)

    let worse = try verdict([("auc", .worse), ("brier", .worse)])
    #expect(worse.sentence == "\(basis) again@1 is worse than its baseline rule@1 by all 2 measures.")

    let open = try verdict([("auc", .noEvidence)])
    #expect(
      open.sentence
        == "\(basis) there is no evidence that again@1 is better or worse than its baseline rule@1, by AUC.")
    #expect(open.trouble == "there is no evidence that again@1 is better than its baseline rule@1")

    let undefined = try verdict([("auc", .undefined)])
    #expect(undefined.sentence == "\(basis) again@1 could not be compared with its baseline.")
    let alone = try verdict([])
    #expect(
      alone.sentence == "again@1 was held against no baseline; it was judged by 2 nights and 800 predictions."
    )
    #expect(alone.trouble == nil && alone.good == nil)
  }

  @Test("labels of the table count what could be told")
  func labels() throws {
    let mixed = try verdict([("auc", .better), ("brier", .worse), ("log_loss", .undefined)])
    let versions = try #require(mixed.view?.versions)
    #expect(versions.map(mixed.label) == ["▲ better by 1, ▼ worse by 1 of 2", "baseline"])
    let open = try verdict([("auc", .noEvidence)])
    #expect(open.view?.versions.first.map(open.label) == "○ no evidence")
  }

  private func readout(
    _ status: ReadoutRecord.Status, _ verdicts: [ReadoutEffect.Verdict]
  ) throws -> ReadoutVerdict {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    var record = ReadoutRecord(
      name: "mail", asOf: "2026-03-10", job: "nightly", split: "mail", control: "control",
      looks: "sequential",
      plannedKeys: nil, status: status, planDigest: "p", dataDigest: "d", computedAt: "2026-03-10T03:00:00Z")
    record.sentence = "mail: told."
    record.effects = verdicts.enumerated().map { place, verdict in
      var effect = ReadoutEffect(
        metric: "m\(place)", measure: "mean", variant: "treatment", isGuardrail: false, isHigherBetter: true,
        worseByAtMost: nil, correction: "holm")
      effect.verdict = verdict
      return effect
    }
    #expect(try book.save(record))
    return ReadoutVerdict("mail", try BookSnapshot(scratch.configuration(), book))
  }

  @Test("a report of an evaluation alone has its date and its three sentences")
  func evaluationReport() throws {
    let yaml = Samples.yaml.replacing(
      "      - kpi: weekly_revenue\n      - kpi: monthly_orders\n", with: "")
    #expect(yaml != Samples.yaml)
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(yaml, book: book)
    let page = output.text("reports/weekly.md")
    #expect(page.contains("date: \"2026-01-12\"\n"), "\(page)")
    #expect(page.contains("A weekly report; the newest night or look in it is of 2026-01-12.\n"), "\(page)")
    #expect(page.contains("**What changed.** Nothing that is told here is followed from period to period."))
    #expect(
      page.contains("**What is fine.** again@1 does better than its baseline rule@1 by 1 of 2 measures."))
    #expect(!page.contains("no numbers yet") && !page.contains("too few values"))
    #expect(
      output.text("reports/index.md").contains("| 2026-01-12 | ✓ fine"), "\(output.text("reports/index.md"))")
  }

  @Test("a readout is good news, trouble, or nothing found; before the first look it is trouble")
  func readouts() throws {
    let better = try readout(.told, [.better, .noEvidence])
    #expect(better.change == "readout mail: treatment is better by m0" && better.trouble == nil)
    #expect(better.good == nil)
    let worse = try readout(.told, [.worse, .broken])
    #expect(worse.trouble == "readout mail: treatment is worse by m1 and treatment is worse by m0")
    let nothing = try readout(.told, [.noEvidence])
    #expect(nothing.good == "readout mail has found no difference" && nothing.change == nil)
    // Counts that contradict the shares tell nothing of effects.
    let mismatch = try readout(.mismatch, [.better])
    #expect(mismatch.change == nil && mismatch.good == nil)
    #expect(mismatch.trouble == "readout mail can't be read: its counts contradict the shares")
    let early = try readout(.early, [])
    #expect(early.trouble == nil && early.good == nil && early.change == nil)
    let snapshot = try BookSnapshot(Scratch(Samples.files).configuration(), nil)
    #expect(ReadoutVerdict("mail", snapshot).trouble == "readout mail was not looked at yet")
    #expect(EvaluationVerdict("again", snapshot).trouble == "evaluation again was not made yet")
  }
}
