import Book
import Datasets
import Evaluation
import Foundation
import Testing
import Workspace

/// What scikit-learn says of `nights.json`.
struct ExpectedNights: Decodable {
  struct Night: Decodable {
    let date: String
    let champion: String
    let outcomes: [Int]
    let scores: [Double]
    let rule: [Double]
  }
  struct Band: Decodable {
    let band: Int
    let rows: Int
    let positives: Int
    let mean_predicted: Double
    let rate: Double
  }
  struct Figures: Decodable {
    let rows: Int
    let positives: Int
    /// Value, lower and upper bound.
    let metrics: [String: [Double]]
    let mean_predicted: Double
    let calibration_error: Double
    let calibration: [Band]
  }
  struct Comparison: Decodable {
    let difference: Double
    let error: Double?
    let lower: Double?
    let upper: Double?
    let p: Double?
    let adjusted_p: Double?
    let detectable: Double?
    /// Keys of the rarer class, where they are too few.
    let found: Int?
  }
  struct Slice: Decodable {
    let rows: Int
    let auc: Double
    let against_rest: Comparison?
    let found: Int?
    /// By log loss; nil for the rule itself.
    let against_rule: Comparison?
  }
  let bands: [Double]
  let nights: [Night]
  let expected: [String: Figures]
  /// By version and metric.
  let comparison: [String: [String: Comparison]]
  /// By version and segment.
  let slices: [String: [String: Slice]]

  static func load() throws -> ExpectedNights {
    let file = EvaluationBench.root + "/Tests/Fixtures/evaluation/nights.json"
    return try JSONDecoder().decode(ExpectedNights.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  }
}

/// Equal to 1e-10 of the number, or of one.
func expectNear(_ value: Double?, _ expected: Double, _ what: String) {
  #expect(abs((value ?? .nan) - expected) <= 1e-10 * max(1, abs(expected)), "\(what)")
}

@Suite("Figures of an evaluation")
struct FiguresTests {
  /// The nights of `nights.json`, written into a target.
  static func bench(_ expected: ExpectedNights) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    for digest in ["a", "b"] as [Character] {
      try bench.register("repurchase", digest: digest, bands: expected.bands, trainedUntil: "1997-11-01")
    }
    try bench.register("rfm", digest: "c", bands: expected.bands, trainedUntil: nil)
    for (index, night) in expected.nights.enumerated() {
      let run = "run-\(index)"
      try bench.write(
        night.date, champion: night.champion, run: run,
        night.scores.enumerated().map { .init(key: "c\($0)", score: $1) })
      // Backwards: rows are joined by their keys, not by their places.
      try bench.writeShadow(
        night.date, "rfm", 1, run: run,
        night.rule.enumerated().reversed().map { .init(key: "c\($0)", score: $1) })
      try bench.writeOutcomes(
        night.date, night.outcomes.enumerated().map { ("c\($0)", .integer(Int64($1))) })
    }
    return bench
  }

  static let rule = EvaluatedVersion(model: "rfm", number: 1)

  @Test("equal scikit-learn's, by night and pooled, with intervals that allow for customers of many nights")
  func scikitLearn() throws {
    let expected = try ExpectedNights.load()
    let bench = try Self.bench(expected)
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(baseline: Self.rule))
    #expect(outcome.mature == 3)
    #expect(outcome.records.count == expected.expected.count)
    for record in outcome.records {
      let name = "\(record.model)@\(record.number)" + (record.date.map { " \($0)" } ?? "")
      check(record, try #require(expected.expected[name]), name)
    }
    #expect(try bench.book.evaluations(name: "repurchase").count == outcome.records.count)
    #expect(
      outcome.pooled.map { $0.metric("auc")?.method } == [
        "Obuchowski, by customer_id, logit", "DeLong, logit", "Obuchowski, by customer_id, logit",
      ])
  }

  @Test("versions against the baseline: differences, intervals, p values, correction and what could be seen")
  func comparisons() throws {
    let expected = try ExpectedNights.load()
    let bench = try Self.bench(expected)
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(baseline: Self.rule))
    #expect(outcome.comparisons.count == 8)
    for record in outcome.comparisons {
      let name = "\(record.reference) \(record.metric)"
      let other = try #require(expected.comparison[record.reference]?[record.metric])
      expectNear(record.difference, other.difference, name)
      #expect(record.comparisons == 5 && record.baseline == "rfm@1")
      if let found = other.found {
        let needed = record.metric == "auc" ? 20 : 50
        #expect(
          record.reason
            == "too few positives to tell: \(found) key\(found == 1 ? " has" : "s have") one, and it takes \(needed)"
        )
        #expect(record.pValue == nil && record.lower == nil && record.detectable == nil)
        continue
      }
      expectNear(record.standardError, try #require(other.error), name)
      expectNear(record.lower, try #require(other.lower), name)
      expectNear(record.upper, try #require(other.upper), name)
      expectNear(record.pValue, try #require(other.p), name)
      expectNear(record.adjustedPValue, try #require(other.adjusted_p), name)
      expectNear(record.detectable, try #require(other.detectable), name)
    }
    let verdicts = outcome.comparisons.filter { $0.number == 1 }.map(\.verdict)
    #expect(verdicts == [.better, .undefined, .better, .better])
    #expect(
      outcome.comparisons.filter { $0.number == 2 }.map(\.verdict) == [
        .undefined, .undefined, .noEvidence, .noEvidence,
      ])
    #expect(
      outcome.verdicts.first
        == "repurchase@1 ranks better than rfm@1: AUC higher by 0.138 (95 % interval 0.043 to 0.234, p = 0.014 "
        + "after Holm's correction).")
    #expect(
      outcome.verdicts[4]
        == "No verdict on repurchase@2 against rfm@1 by AUC: too few positives to tell: 19 keys have one, and it "
        + "takes 20.")
    #expect(
      outcome.verdicts[5]
        == "No verdict on repurchase@2 against rfm@1 by average precision: too few positives to tell: 19 keys "
        + "have one, and it takes 50."
    )
    #expect(
      outcome.verdicts[6]
        == "No evidence that repurchase@2 gives probabilities better or worse than rfm@1: log loss differs by "
        + "-0.09 (95 % interval -0.29 to 0.11, p = 0.77 after Holm's correction). These rows would have shown a "
        + "difference of 0.35, four times in five.")
    #expect(outcome.changes.count == 2)
    #expect(outcome.changes.first?.hasPrefix("repurchase@1 and rfm@1 put ") == true)
    let stored = try bench.book.comparisons(name: "repurchase")
    #expect(Set(stored) == Set(outcome.comparisons))
    let again = try bench.evaluate("1998-06-28", plan: bench.plan(baseline: Self.rule), now: "t2")
    #expect(again.written == 0 && again.comparisons == outcome.comparisons)
  }

  @Test("a challenger is held against the champion as well, and after a promotion against the new one")
  func champion() throws {
    let expected = try ExpectedNights.load()
    let bench = try Self.bench(expected)
    func plan(_ champion: Int) -> EvaluationPlan {
      bench.plan(
        baseline: Self.rule, champion: EvaluatedVersion(model: "repurchase", number: champion),
        metrics: [.auc])
    }
    let before = try bench.evaluate("1998-06-28", plan: plan(1))
    let pairs = before.comparisons.map { "\($0.reference) \($0.baseline)" }
    #expect(pairs == ["repurchase@1 rfm@1", "repurchase@2 rfm@1", "repurchase@2 repurchase@1"])
    // The two never scored the same night.
    #expect(before.comparisons[2].reason == "repurchase@1 has no predictions on these dates")
    #expect(before.comparisons[0].comparisons == 1)
    let after = try bench.evaluate("1998-06-28", plan: plan(2), now: "t2")
    #expect(after.computed == 0 && after.written > 0)
    #expect(
      after.comparisons.map { "\($0.reference) \($0.baseline)" } == [
        "repurchase@1 rfm@1", "repurchase@1 repurchase@2", "repurchase@2 rfm@1",
      ])
    #expect(try bench.evaluate("1998-06-28", plan: plan(2), now: "t3").written == 0)
  }

  private func check(_ record: EvaluationRecord, _ figures: ExpectedNights.Figures, _ name: String) {
    #expect(record.rows == figures.rows)
    #expect(record.positives == figures.positives)
    for (metric, values) in figures.metrics {
      let found = record.metric(metric)
      expectNear(found?.value, values[0], "\(name) \(metric)")
      expectNear(found?.lower, values[1], "\(name) \(metric) lower")
      expectNear(found?.upper, values[2], "\(name) \(metric) upper")
    }
    expectNear(record.metric("mean_predicted")?.value, figures.mean_predicted, name)
    expectNear(record.metric("calibration_error")?.value, figures.calibration_error, name)
    expectNear(
      record.metric("observed_rate")?.value, Double(figures.positives) / Double(figures.rows), name)
    #expect(record.calibration.map(\.band) == figures.calibration.map(\.band))
    for (band, other) in zip(record.calibration, figures.calibration) {
      #expect(band.rows == other.rows && band.positives == other.positives)
      expectNear(band.meanPrediction, other.mean_predicted, name)
      expectNear(band.rate, other.rate, name)
      #expect((band.lower ?? 1) <= band.rate && band.rate <= (band.upper ?? 0))
    }
  }

  @Test("a night of one class has reasons where figures would be")
  func oneClass() throws {
    let bench = try EvaluationBench()
    try bench.register("repurchase", digest: "a", bands: nil, trainedUntil: nil)
    try bench.write(
      "1997-11-02", champion: "repurchase@1", run: "r",
      [.init(key: "a", score: 0.2), .init(key: "b", score: 0.3)])
    try bench.writeOutcomes("1997-11-02", [("a", .integer(0)), ("b", .integer(0))])
    let record = try #require(try bench.evaluate("1998-01-01").records.last)
    #expect(record.metric("auc") == nil)
    #expect(record.reason(for: "auc") == "all outcomes are of one class")
    #expect(record.reason(for: "calibration") == "the version has no bands")
    #expect(record.metric("brier")?.value == (0.2 * 0.2 + 0.3 * 0.3) / 2)
    #expect(record.metric("observed_rate")?.value == 0)
  }

  @Test("a version that writes margins only is ranked and nothing more")
  func margins() throws {
    let bench = try EvaluationBench()
    try bench.target.execute("ALTER TABLE scores RENAME COLUMN probability TO margin")
    let database = try bench.target
    for (key, margin) in [("a", -3.0), ("b", 2), ("c", 4)] {
      _ = try database.rows(
        "INSERT INTO scores VALUES ('1997-11-02', ?, ?, 'r')", [.text(key), .real(margin)])
    }
    bench.note("1997-11-02", champion: "other@1", run: "r")
    try bench.writeOutcomes("1997-11-02", [("a", .integer(0)), ("b", .integer(1)), ("c", .integer(0))])
    let pooled = try #require(try bench.evaluate("1998-01-01").pooled.first)
    #expect(pooled.metric("auc")?.value == 0.5)
    #expect(pooled.reason(for: "log_loss") == "the job writes no probability of this version")
    #expect(pooled.metric("mean_predicted") == nil)
  }

  @Test(
    "numbers for a terminal",
    arguments: [
      (0.82144, 4, "0.8214"), (-0.00001, 4, "0.0000"), (25_000.505, 2, "25000.51"), (3, 0, "3"),
      (-1.25, 1, "-1.3"), (Double.nan, 2, "–"), (0.05, 3, "0.050"),
    ])
  func rounded(_ value: Double, _ digits: Int, _ text: String) {
    #expect(ResultTable.rounded(value, digits: digits) == text)
  }
}
