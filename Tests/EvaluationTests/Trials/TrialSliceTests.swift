import Book
import Evaluation
import Testing

@Suite("Slices of registered versions among trials")
struct TrialSliceTests {
  private func tagged(_ name: String, _ depth: String, _ version: String) -> TrialRecord {
    var trial = TrialBench.trial(name, ["depth": depth], ["seconds": 1])
    trial.tags = [.init(name: "version", value: version)]
    return trial
  }

  private var comparison: ComparisonRecord {
    var record = ComparisonRecord(
      name: "nightly", model: "deep", number: 2, baseline: "rule@1", metric: "auc", isHigherBetter: true,
      correction: "holm", computedAt: "")
    record.rows = 1000
    record.keys = 200
    record.value = 0.8
    record.baselineValue = 0.79
    record.difference = 0.01
    record.standardError = 0.002
    record.lower = 0.006
    record.upper = 0.014
    record.pValue = 0.001
    return record
  }

  private func slice(_ label: String, _ difference: Double?, p: Double?) -> SliceRecord {
    var against = SliceRecord.AgainstVersion(
      baseline: "rule@1", metric: "auc", isHigherBetter: true, rows: 250, keys: 50,
      reason: difference == nil ? "too few positives to tell: 7 of 20" : nil)
    against.difference = difference
    against.standardError = difference.map { _ in 0.01 }
    against.lower = difference.map { $0 - 0.02 }
    against.upper = difference.map { $0 + 0.02 }
    against.pValue = p
    var record = SliceRecord(
      name: "nightly", model: "deep", number: 2, dimension: "cohort", kind: .value, label: label, rows: 250,
      keys: 50, positives: 30, metrics: [], undefined: [], againstRest: nil, computedAt: "")
    record.againstVersions = [against]
    return record
  }

  private func compare(_ slices: [SliceRecord], baseline: String = "a") throws -> TrialComparison {
    try TrialComparer(
      TrialBench.plan(baseline), versions: TrialVersions(known: ["deep@2", "rule@1"]),
      evidence: [RowEvidence(comparison)] + slices.flatMap(RowEvidence.slices)
    ).compare([tagged("a", "1", "rule@1"), tagged("b", "2", "deep@2")])
  }

  @Test("p values allow for metrics and slices, and a slice with another verdict is told")
  func corrected() throws {
    // Holm by hand, of 0.001, 0.002, 0.02 and 0.4: 0.004, 0.006, 0.04, 0.4.
    let found = try compare([
      slice("1", 0.05, p: 0.002), slice("2", -0.05, p: 0.02), slice("3", 0.01, p: 0.4),
      slice("4", nil, p: nil),
    ])
    #expect(found.tests == 4)
    let candidate = found.candidates[0]
    #expect(candidate.metrics.compactMap(\.adjustedPValue) == [0.004])
    #expect(candidate.slices.map(\.adjustedPValue) == [0.006, 0.04, 0.4, nil])
    #expect(candidate.slices.map(\.verdict) == [.better, .worse, .noEvidence, .undefined])
    #expect(candidate.differingSlices.map(\.rows?.slice) == ["cohort 2", "cohort 3"])
    // Slices have no say in the verdict on the whole.
    #expect(candidate.verdict == .better)
    #expect(
      candidate.sliceSentences == [
        "deep@2 is worse than rule@1 by auc on the 250 rows of nightly with cohort 2: lower by 0.050 (95 % interval "
          + "0.030 to 0.070, p = 0.040 after Holm's correction).",
        "No evidence on deep@2 against rule@1 by auc in 1 of 3 slices of nightly, unlike on all rows: cohort 3.",
        "No verdict on deep@2 against rule@1 by auc in slices of nightly, cohort 4: too few positives to tell: 7 of 20.",
      ])
    #expect(found.details(groups: 9).contains(candidate.sliceSentences[0]))
    let rows = found.metricTable(groups: 9).rows.map { $0[0] }
    #expect(
      rows == [
        "seconds", "auc, rows of nightly", "auc, rows of nightly, cohort 2", "auc, rows of nightly, cohort 3",
      ])
  }

  @Test("slices that say the same are one sentence, and from the other side the same is told")
  func same() throws {
    let slices = [slice("1", 0.05, p: 0.001), slice("2", 0.04, p: 0.002)]
    #expect(
      try compare(slices).candidates[0].sliceSentences == [
        "In all 2 slices of nightly the verdict on deep@2 against rule@1 by auc is that on all rows."
      ])
    let turned = try compare(slices, baseline: "b").candidates[0]
    #expect(turned.slices.map(\.verdict) == [.worse, .worse] && turned.differingSlices.isEmpty)
    #expect(turned.slices.map(\.lower) == [-0.07, -0.06])
  }
}
