import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Testing
import Workspace

@Suite("Evaluations of numbers and of classes")
struct KindTests {
  /// `measures` of `nights.json`: rows of 25 keys. A night has a key once, so that rows are spread over nights.
  private struct Measures: Decodable {
    struct All: Decodable { let measures: Rows }
    struct Rows: Decodable {
      let keys: [Int]
      let actual, predicted, scores: [Double]
      let labels, decided: [Int]
      let measures: [String: [Double]]
    }
  }

  private let rows: Measures.Rows

  init() throws {
    let file = EvaluationBench.root + "/Tests/Fixtures/evaluation/nights.json"
    rows = try JSONDecoder().decode(
      Measures.All.self, from: Data(contentsOf: URL(fileURLWithPath: file))
    ).measures
  }

  /// Spreads rows over nights, a key once in each.
  private func bench(
    column: String, _ predictions: [SQLValue], _ outcomes: [SQLValue], score: [SQLValue]? = nil
  ) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    try bench.target.execute(
      "DROP TABLE scores; CREATE TABLE scores (date TEXT, customer_id TEXT, \(column) ANY, probability REAL, "
        + "run_id TEXT)" + (score == nil ? "; ALTER TABLE scores DROP COLUMN probability" : ""))
    var seen: [Int: Int] = [:]
    var nights: [String: [(String, SQLValue)]] = [:]
    let first = try #require(CalendarDate("1997-11-02"))
    let database = try bench.target
    for (row, key) in rows.keys.enumerated() {
      let date = CalendarDate(daysSinceEpoch: first.daysSinceEpoch + seen[key, default: 0]).description
      seen[key, default: 0] += 1
      nights[date, default: []].append(("k\(key)", outcomes[row]))
      var values: [SQLValue] = [.text(date), .text("k\(key)"), predictions[row]]
      if let score { values.append(score[row]) }
      values.append(.text("r-\(date)"))
      _ = try database.rows(
        "INSERT INTO scores VALUES (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
    }
    for (date, outcomes) in nights {
      try bench.writeOutcomes(date, outcomes)
      bench.note(date, champion: "other@1", run: "r-\(date)")
    }
    return bench
  }

  func numbersBench() throws -> EvaluationBench {
    try bench(column: "prediction", rows.predicted.map { .real($0) }, rows.actual.map { .real($0) })
  }

  func labelsBench() throws -> EvaluationBench {
    let names = ["sales", "returns", "other"]
    return try bench(
      column: "class", rows.decided.map { .text(names[$0]) }, rows.labels.map { .text(names[$0]) })
  }

  private func check(_ record: EvaluationRecord, _ name: String, as expected: String) throws {
    let values = try #require(rows.measures[expected])
    let metric = try #require(record.metric(name), "\(name)")
    #expect(abs(metric.value - values[0]) <= 1e-12 * max(1, abs(values[0])), "\(name)")
    // t with 24 degrees of freedom; numerical derivatives are good to some 1e-8.
    let half = 2.0638985616280205 * values[1]
    #expect(
      abs((metric.upper ?? .nan) - min(metric.value + half, name == "mae" ? 1e9 : .infinity)) <= 1e-7,
      "\(name)")
    #expect(metric.method?.hasSuffix("by customer_id") == true)
  }

  @Test("MAE, RMSE, MAPE, R² and pinball loss equal scikit-learn's, with intervals by key")
  func numbers() throws {
    let bench = try numbersBench()
    let plan = bench.plan(metrics: [.mae, .rmse, .mape, .r2, .pinball], quantile: 0.9)
    let pooled = try #require(try bench.evaluate("1998-06-28", plan: plan).pooled.first)
    #expect(pooled.rows == 160 && pooled.positives == 0)
    for name in ["mae", "rmse", "mape", "r2", "pinball"] { try check(pooled, name, as: name) }
    #expect(pooled.metric("observed_rate") == nil)
  }

  @Test("an outcome that is no number is refused, and constant outcomes have their reason")
  func noNumber() throws {
    let bench = try bench(
      column: "prediction", rows.predicted.map { .real($0) }, rows.actual.map { _ in .real(2) })
    let plan = bench.plan(metrics: [.mae, .r2])
    let outcome = try bench.evaluate("1998-06-28", plan: plan)
    #expect(outcome.pooled.first?.reason(for: "r2") == "the variance is zero")
    try bench.actuals.execute("UPDATE actuals SET bought = 'many'")
    let told = problem { _ = try bench.evaluate("1998-06-28", plan: plan, now: "t2") }
    #expect(told?.identifier == .evaluationOutcomeValue && told?.expected == "a number")
  }

  @Test("accuracy, balanced accuracy, F1, MCC and kappa of labels equal scikit-learn's")
  func labels() throws {
    let bench = try labelsBench()
    let plan = bench.plan(metrics: [.accuracy, .balancedAccuracy, .f1, .mcc, .kappa])
    let outcome = try bench.evaluate("1998-06-28", plan: plan)
    let pooled = try #require(outcome.pooled.first)
    for name in ["accuracy", "balanced_accuracy", "mcc", "kappa"] { try check(pooled, name, as: name) }
    try check(pooled, "f1", as: "macro_f1")
    #expect(try bench.evaluate("1998-06-28", plan: plan, now: "t2").written == 0)
  }

  @Test("decisions beside a score, against 0 and 1")
  func decisions() throws {
    let bench = try bench(
      column: "class", rows.decided.map { .text($0 == 1 ? "1" : "0") },
      rows.labels.map { .integer($0 == 1 ? 1 : 0) }, score: rows.scores.map { .real($0) })
    let plan = bench.plan(metrics: [.averagePrecision, .f1])
    let pooled = try #require(try bench.evaluate("1998-06-28", plan: plan).pooled.first)
    try check(pooled, "f1", as: "f1")
    #expect(pooled.reason(for: "average_precision") == nil)
    let precision = try #require(rows.measures["average_precision"])
    expectNear(pooled.metric("average_precision")?.value, precision[0], "average precision")
    #expect(pooled.curves.map(\.name) == ["precision_recall"])
  }

  @Test("all scores tied: an area of a half without certainty, and no verdict")
  func tied() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let tied = (0..<10).map { EvaluationBench.Row(key: "c\($0)", score: 0.3) }
    try bench.writeShadow("1997-11-02", "rfm", 1, run: "r", tied)
    try bench.writeShadow("1997-11-02", "rfm", 2, run: "r", tied)
    let outcome = try bench.evaluate(
      "1998-01-01",
      plan: bench.plan(baseline: EvaluatedVersion(model: "rfm", number: 1), metrics: [.auc, .brier]))
    let record = try #require(outcome.pooled.last)
    #expect(record.metric("auc")?.value == 0.5 && record.metric("auc")?.lower == nil)
    #expect(record.reason(for: "auc_interval") == "the variance is zero")
    let verdicts = outcome.comparisons.filter { $0.model == "rfm" }
    #expect(verdicts.map(\.verdict) == [.undefined, .undefined])
    #expect(
      verdicts.first?.sentence == "No verdict on rfm@2 against rfm@1 by AUC: the two rank every pair alike.")
    #expect(
      verdicts.last?.sentence
        == "No verdict on rfm@2 against rfm@1 by Brier score: the two do alike on every row.")
  }

  /// Verdicts of rfm@2 against rfm@1 by a metric, on a night of the outcomes.
  private func verdicts(
    _ outcomes: [Int64], _ first: [Double], _ second: [Double],
    _ metrics: [Configuration.Evaluation.Metric]
  ) throws -> [ComparisonRecord] {
    let bench = try EvaluationBench()
    func rows(_ scores: [Double]) -> [EvaluationBench.Row] {
      scores.enumerated().map { .init(key: "c\($0)", score: $1) }
    }
    try bench.register("repurchase", digest: "a", bands: nil, trainedUntil: nil)
    try bench.write("1997-11-02", champion: "repurchase@1", run: "r", rows(first))
    try bench.writeShadow("1997-11-02", "rfm", 1, run: "r", rows(first))
    try bench.writeShadow("1997-11-02", "rfm", 2, run: "r", rows(second))
    try bench.writeOutcomes("1997-11-02", outcomes.enumerated().map { ("c\($0)", .integer($1)) })
    let plan = bench.plan(baseline: EvaluatedVersion(model: "rfm", number: 1), metrics: metrics)
    return try bench.evaluate("1998-01-01", plan: plan).comparisons.filter { $0.reference == "rfm@2" }
  }

  @Test(
    "areas are compared from twenty positives and twenty negatives on, average precision from fifty",
    arguments: [(Configuration.Evaluation.Metric.auc, 20), (.averagePrecision, 50)], [-1, 0])
  func handful(_ rule: (metric: Configuration.Evaluation.Metric, fewest: Int), _ step: Int) throws {
    let fewest = rule.fewest
    let count = fewest + step
    let spread = (0..<100).map { Double($0 * 37 % 100) / 100 }
    let other = (0..<100).map { Double($0 * 53 % 100) / 100 }
    for isRare in [Int64(1), 0] {
      let outcomes = (0..<100).map { $0 < count ? isRare : 1 - isRare }
      let found = try #require(try verdicts(outcomes, spread, other, [rule.metric]).first)
      #expect((found.pValue != nil) == (count == fewest) && (found.lower != nil) == (count == fewest))
      #expect(found.difference != nil)
      let reason =
        "too few \(isRare == 1 ? "positives" : "negatives") to tell: \(fewest - 1) keys have one, and it takes "
        + "\(fewest)"
      #expect(found.reason == (count == fewest ? nil : reason))
      #expect((found.verdict == .undefined) == (count < fewest))
    }
  }

  @Test("what rows would have shown is told from thirty keys on, and only what can be")
  func reach() throws {
    func found(_ keys: Int, _ apart: Double) throws -> ComparisonRecord {
      let outcomes = (0..<keys).map { Int64($0 % 2) }
      let first = (0..<keys).map { 0.5 + apart * ($0 / 2 % 2 == 0 ? 1 : -1) }
      let second = (0..<keys).map { 0.5 - apart * ($0 / 2 % 2 == 0 ? 1 : -1) }
      return try #require(try verdicts(outcomes, first, second, [.brier]).first)
    }
    let few = try found(28, 0.1)
    #expect(few.verdict == .noEvidence && few.detectable == nil && !few.sentence.contains("would have shown"))
    let enough = try found(32, 0.1)
    #expect(enough.detectable != nil && enough.sentence.contains("would have shown"))
  }

  @Test("a difference that is the same on every row is not called none")
  func constant() throws {
    let found = try verdicts(
      (0..<40).map { Int64($0 % 2) }, (0..<40).map { _ in 0.5 },
      (0..<40).map { $0 % 2 == 1 ? 0.75 : 0.25 }, [.brier])
    let reason = "the difference is the same on every row, so that nothing tells how sure it is"
    #expect(found.first?.difference == -0.1875 && found.first?.reason == reason)
    // Every row placed as well as any other: nothing spreads, although the areas are 1 and a half.
    let apart = try verdicts(
      (0..<40).map { Int64($0 % 2) }, (0..<40).map { _ in 0.5 }, (0..<40).map { $0 % 2 == 1 ? 1 : 0 }, [.auc])
    #expect(apart.first?.difference == 0.5 && apart.first?.reason == reason)
    // Other scores in the same order: the areas are alike, and the Brier scores are not.
    let shifted = try verdicts(
      (0..<40).map { Int64($0 % 2) }, (0..<40).map { $0 % 4 < 2 ? 0.25 : 0.75 },
      (0..<40).map { $0 % 4 < 2 ? 0.375 : 0.875 }, [.auc, .brier])
    #expect(shifted.first?.reason == "the two rank every pair alike")
    #expect(shifted.last?.pValue != nil)
  }

  @Test("predictions and outcomes that share no key are an error that shows none")
  func emptyJoin() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.writeOutcomes("1997-11-02", (0..<10).map { ("0c\($0)", .integer($0 % 2 == 0 ? 1 : 0)) })
    let told = problem { _ = try bench.evaluate("1998-01-01") }
    #expect(told?.identifier == .evaluationEmptyJoin)
    #expect(told?.found == "10 predictions and 10 outcomes")
    #expect(told?.description.contains("c1") == false)
  }
}
