import Book
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("Verdicts on trials")
struct TrialVerdictTests {
  private func compare(
    _ trials: [TrialRecord], baseline: String = "a-0", evidence: [RowEvidence] = [],
    versions: TrialVersions = TrialVersions(), _ change: (inout TrialComparisonPlan) -> Void = { _ in }
  ) throws -> TrialComparison {
    var plan = TrialBench.plan(baseline)
    change(&plan)
    return try TrialComparer(plan, versions: versions, evidence: evidence).compare(trials)
  }

  private func first(_ comparison: TrialComparison) throws -> MetricComparison {
    try #require(comparison.candidates.first?.metrics.first)
  }

  @Test("one run each gives no test, and it is said what it would take")
  func oneRun() throws {
    let found = try compare(
      TrialBench.runs("a", depth: 1, "auc", [0.75]) + TrialBench.runs("b", depth: 2, "auc", [0.8]))
    let metric = try first(found)
    #expect(metric.pValue == nil && metric.lower == nil && metric.verdict == .undefined && found.tests == 0)
    #expect(
      found.candidates[0].sentence
        == "Nothing tells whether b-0 is better or worse than a-0: one run each, and nothing tells how much of the "
        + "difference is chance. Repeat both with other seeds, or register both versions and evaluate them on the "
        + "same rows.")
  }

  @Test("repeats make it better, no evidence or worse, whichever way the metric goes")
  func verdicts() throws {
    let low = [0.70, 0.701, 0.702]
    let high = [0.80, 0.801, 0.802]
    for (metric, own, its, verdict) in [
      ("val_auc", high, low, MetricComparison.Verdict.better), ("val_auc", low, high, .worse),
      ("test.loss", high, low, .worse), ("test.loss", low, high, .better), ("neg_loss", high, low, .better),
      ("auc", [0.70, 0.703, 0.702], low, .noEvidence), ("thing", high, low, .undefined),
    ] {
      let found = try compare(
        TrialBench.runs("a", depth: 1, metric, its) + TrialBench.runs("b", depth: 2, metric, own))
      #expect(try first(found).verdict == verdict, "\(metric)")
      #expect(found.candidates[0].verdict == verdict, "\(metric)")
    }
    let said = try compare(
      TrialBench.runs("a", depth: 1, "thing", low) + TrialBench.runs("b", depth: 2, "thing", high)
    ) { $0.directions = MetricDirections(declared: ["thing": .down]) }
    #expect(said.candidates[0].verdict == .worse)
    #expect(
      said.candidates[0].sentence
        == "b-0 is worse than a-0: thing higher by 0.10000 (95 % interval 0.09773 to 0.10227, p < 0.001).")
  }

  @Test(
    "values that no test can take are told by name",
    arguments: [
      ([0.5, 0.5], [0.5, 0.5], "all runs of each give the same value"),
      ([0.6, 0.6], [0.5, 0.5], "all runs of each give the same value"),
      ([.nan, 0.5], [0.5, 0.6], "it is NaN in run b-0"),
      ([0.5, .infinity], [0.5, 0.6], "it is infinite in run b-1"),
      ([0.5, 0.6], [0.5, -.infinity], "of the baseline, it is minus infinity in run a-1"),
      ([.nan], [0.5], "it is NaN"),
      ([0.7], [0.5, 0.6], "one run against 2, and nothing tells how much of it is chance"),
    ] as [([Double], [Double], String)])
  func degenerate(own: [Double], its: [Double], reason: String) throws {
    let found = try compare(
      TrialBench.runs("a", depth: 1, "auc", its) + TrialBench.runs("b", depth: 2, "auc", own))
    let metric = try first(found)
    #expect(metric.reason == reason && metric.verdict == .undefined && metric.pValue == nil)
    #expect(found.candidates[0].verdict == .undefined)
  }

  @Test("a metric that only one side has is told, and the others are compared")
  func missing() throws {
    let found = try compare(
      [
        TrialBench.trial("a-0", ["depth": "1"], ["auc": 0.5, "f1": 0.5]),
        TrialBench.trial("b-0", ["depth": "2"], ["auc": 0.6, "loss": 0.5]),
      ])
    #expect(
      found.candidates[0].metrics.map(\.reason) == [
        "one run each, and nothing tells how much of the difference is chance", "it has no such metric",
        "of the baseline, it has no such metric",
      ])
  }

  @Test("metrics of the training data have no say unless they are asked for")
  func training() throws {
    let runs = { (name: String, depth: Int, loss: [Double], auc: [Double]) in
      zip(loss, auc).enumerated().map { seed, pair in
        TrialBench.trial(
          "\(name)-\(seed)", ["depth": "\(depth)", "seed": "\(seed)"],
          ["train_loss": pair.0, "val_auc": pair.1])
      }
    }
    let trials =
      runs("a", 1, [0.3, 0.301, 0.302], [0.7, 0.71, 0.72])
      + runs("b", 2, [0.1, 0.101, 0.102], [0.71, 0.7, 0.715])
    let found = try compare(trials)
    #expect(found.candidates[0].metrics.map(\.verdict) == [.better, .noEvidence])
    #expect(found.candidates[0].verdict == .noEvidence)
    #expect(
      found.candidates[0].sentence.hasPrefix("No evidence that b-0 is better or worse than a-0, by val_auc."))
    #expect(
      found.details(groups: 9).contains(
        "Of the training data, and without a say in the verdict unless named with --metric: train_loss."))
    #expect(try compare(trials) { $0.metrics = ["train_loss"] }.candidates[0].verdict == .better)
  }

  @Test("a tolerance holds the difference that is shown, and not its last bit")
  func tolerance() throws {
    // 0.7936 − 0.7916 is 0.0020000000000000018 in doubles.
    for (value, isExceeded) in [(0.7916, false), (0.7915, true), (0.8, false)] {
      let found = try compare(
        TrialBench.runs("a", depth: 1, "auc", [0.7936]) + TrialBench.runs("b", depth: 2, "auc", [value])
      ) { $0.tolerances = ["auc": 0.002] }
      #expect(try first(found).tolerance?.isExceeded == isExceeded, "\(value)")
      #expect((found.candidates[0].verdict == .worse) == isExceeded)
      #expect(found.regressions.count == (isExceeded ? 1 : 0))
      let told = found.metricTable(groups: 9).rows[0].last
      #expect(told == (isExceeded ? "worse, tolerance exceeded" : "can't be told"))
      guard isExceeded else { continue }
      #expect(
        found.candidates[0].sentence
          == "b-0 is worse than a-0: auc is 0.0021 worse, more than the 0.002 let pass (one run each, and nothing "
          + "tells how much of the difference is chance).")
      #expect(found.details(groups: 9) == [])
    }
    let noisy = try compare(
      TrialBench.runs("a", depth: 1, "auc", [0.7, 0.8]) + TrialBench.runs("b", depth: 2, "auc", [0.65, 0.81])
    ) { $0.tolerances = ["auc": 0] }
    #expect(
      noisy.regressions == [
        "b-0 against a-0: auc is 0.020 worse, more than the 0 let pass; chance alone could explain a difference of "
          + "this size (p = 0.63)"
      ])
  }

  @Test("a tolerated metric does not make it worse, however sure the difference is")
  func tolerated() throws {
    let found = try compare(
      TrialBench.runs("a", depth: 1, "auc", [0.8, 0.80001, 0.80002])
        + TrialBench.runs("b", depth: 2, "auc", [0.799, 0.79901, 0.79902])
    ) { $0.tolerances = ["auc": 0.002] }
    #expect(try first(found).verdict == .worse)
    #expect(found.candidates[0].verdict == .noEvidence)
  }

  @Test(
    "where the metric is missing or NaN, in one run even, its tolerance is unproven and nothing can be told")
  func tolerancesWithoutValues() throws {
    let unheld = "auc can't be held against its tolerance, since "
    for (trials, reason) in [
      (TrialBench.runs("b", depth: 2, "auc", [.nan]), "it is NaN"),
      (TrialBench.runs("b", depth: 2, "auc", [.infinity]), "it is infinite"),
      (TrialBench.runs("b", depth: 2, "other", [0.9]), "it has no such metric"),
      (
        TrialBench.runs("b", depth: 2, "auc", [0.9, 0.91])
          + [TrialBench.trial("b-2", ["depth": "2", "train.seed": "2"], [:])], "1 run lacks it"
      ),
    ] {
      let found = try compare(TrialBench.runs("a", depth: 1, "auc", [0.8, 0.81]) + trials) {
        $0.tolerances = ["auc": 0.002]
      }
      let candidate = found.candidates[0]
      #expect(candidate.verdict == .undefined && candidate.reason == "\(unheld)\(reason).")
      #expect(
        candidate.sentence == "Nothing tells whether b-0 is better or worse than a-0: \(unheld)\(reason).")
      #expect(found.regressions == ["b-0 against a-0: \(unheld)\(reason)"])
      let verdicts = found.metricTable(groups: 9).rows.filter { $0[0] == "auc" }.compactMap(\.last)
      #expect(verdicts.allSatisfy { $0.hasSuffix(", tolerance unproven") } && verdicts.count == 1)
      #expect(!found.details(groups: 9).contains { $0.contains("by auc: it") })
    }
    let worse = try compare(
      TrialBench.runs("a", depth: 1, "loss", [0.2, 0.201, 0.202])
        + TrialBench.runs("b", depth: 2, "loss", [0.4, 0.401, 0.402])
    ) { $0.tolerances = ["auc": 0.002] }
    #expect(worse.candidates[0].verdict == .worse)
    #expect(worse.candidates[0].sentence.hasSuffix("; \(unheld)none of its 3 runs has it."))
    let better = try compare(
      TrialBench.runs("a", depth: 1, "loss", [0.4, 0.401, 0.402])
        + TrialBench.runs("b", depth: 2, "loss", [0.2, 0.201, 0.202])
    ) { $0.tolerances = ["auc": 0.002] }
    #expect(better.candidates[0].verdict == .undefined)
    #expect(
      better.candidates[0].sentence.contains("none of its 3 runs has it. Yet better: loss lower by 0.2"))
    #expect(throws: Diagnostic.self) {
      try compare(
        TrialBench.runs("a", depth: 1, "thing", [0.8]) + TrialBench.runs("b", depth: 2, "thing", [1])
      ) {
        $0.tolerances = ["thing": 1]
      }
    }
  }

  @Test("rows of registered versions stand in for repeats, seen from either side")
  func rows() throws {
    func tagged(_ name: String, _ depth: String, _ version: String, _ auc: Double) -> TrialRecord {
      var trial = TrialBench.trial(name, ["depth": depth], ["auc": auc])
      trial.tags = [.init(name: "version", value: version)]
      return trial
    }
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
    record.pValue = 1e-6
    record.changed = .init(by: "class", rows: 40, onlyVersionRight: 30, onlyBaselineRight: 10)
    let evidence = RowEvidence(record)
    let versions = TrialVersions(known: ["deep@2", "rule@1"])
    let trials = [tagged("a-0", "1", "rule@1", 0.79), tagged("b-0", "2", "deep@2", 0.8)]
    let found = try compare(trials, evidence: [evidence], versions: versions)
    #expect(found.candidates[0].verdict == .better)
    #expect(
      found.candidates[0].sentence
        == "b-0 is better than a-0: auc on the rows of nightly higher by 0.0100 (95 % interval 0.0060 to 0.0140, "
        + "p < 0.001).")
    #expect(
      found.details(groups: 9).contains(
        "deep@2 and rule@1 put 40 of 1000 rows (4.0 %) of nightly into different classes: deep@2 alone is right on 30, "
          + "rule@1 alone on 10."))
    let named = try compare(
      trials.map { trial in
        var trial = trial
        trial.metrics = []
        return trial
      }, evidence: [evidence], versions: versions
    ) { $0.metrics = ["auc"] }
    #expect(named.candidates[0].metrics.count == 1 && named.candidates[0].verdict == .better)
    let turned = try compare(trials, baseline: "b-0", evidence: [evidence], versions: versions)
    #expect(turned.candidates[0].verdict == .worse)
    let metric = try #require(turned.candidates[0].metrics.last)
    #expect(metric.difference == -0.01 && metric.lower == -0.014 && metric.upper == -0.006)
    #expect(turned.candidates[0].changed.map(\.onlyVersionRight) == [10])
    #expect(metric.detectable != nil)
    // What rows would have shown is not told of few keys, nor where no two areas are that far apart.
    for (keys, error) in [(29, 0.002), (200, 0.4)] {
      record.keys = keys
      record.standardError = error
      let silent = try compare(trials, evidence: [RowEvidence(record)], versions: versions)
      #expect(silent.candidates[0].metrics.allSatisfy { $0.detectable == nil })
    }
  }
}
