import Book
import Datasets
import Testing
import Workspace

@testable import Evaluation

/// Of a column with two values, each slice is the rest of the other: the difference is that of the figures of the two.
@Suite("Slices against the rest, by other metrics than the area")
struct SliceRestTests {
  typealias Metric = Configuration.Evaluation.Metric

  private static let halves = "CAST(substr(customer_id, 2) AS INTEGER) % 2"

  private func check(_ outcome: EvaluationOutcome, _ metric: Metric, model: String) throws {
    let own = outcome.slices.filter { $0.model == model }
    try #require(own.count == 2)
    let values = try own.map { try #require($0.metric(metric.rawValue)?.value, "\(metric)") }
    for (slice, difference) in zip(own, [values[0] - values[1], values[1] - values[0]]) {
      let rest = try #require(slice.againstRest, "\(metric) \(slice.undefined)")
      #expect(rest.metric == metric.rawValue)
      #expect(abs(rest.difference - difference) <= 1e-12 * abs(values[0]))
      #expect(rest.isWorse == ((difference < 0) == metric.isHigherBetter))
    }
    let errors = own.compactMap { $0.againstRest?.standardError }
    #expect(abs(errors[0] - errors[1]) <= 1e-12 * errors[0])
  }

  @Test("average precision, which takes fifty positives in each part")
  func averagePrecision() throws {
    let bench = try EvaluationBench()
    let keys = (0..<400).map { "c\($0)" }
    try bench.write(
      "1997-11-02", champion: "rfm@1", run: "r0",
      keys.enumerated().map { .init(key: $1, score: Double($0 * 7919 % 1009) / 1009) })
    try bench.writeOutcomes(
      "1997-11-02", keys.enumerated().map { ($1, .integer($0 * 7919 % 1009 + $0 * 31 % 500 > 800 ? 1 : 0)) })
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(Self.halves)")
    let plan = bench.plan(metrics: [.averagePrecision], by: ["segment"], worstSlices: 1)
    try check(try bench.evaluate("1998-06-28", plan: plan), .averagePrecision, model: "rfm")
  }

  @Test("scores", arguments: [Metric.logLoss, .brier])
  func scores(_ metric: Metric) throws {
    let bench = try FiguresTests.bench(try ExpectedNights.load())
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(Self.halves)")
    let plan = bench.plan(metrics: [metric], by: ["segment"], worstSlices: 1)
    try check(try bench.evaluate("1998-06-28", plan: plan), metric, model: "rfm")
  }

  @Test("numbers", arguments: [Metric.mae, .rmse, .r2, .pinball])
  func numbers(_ metric: Metric) throws {
    let bench = try KindTests().numbersBench()
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(Self.halves)")
    let plan = bench.plan(metrics: [metric], by: ["segment"], quantile: 0.9)
    try check(try bench.evaluate("1998-06-28", plan: plan), metric, model: "other")
    #expect(try bench.evaluate("1998-06-28", plan: plan, now: "t2", memory: 0).written == 0)
  }

  @Test("classes", arguments: [Metric.accuracy, .f1, .kappa])
  func classes(_ metric: Metric) throws {
    let bench = try KindTests().labelsBench()
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(Self.halves)")
    let plan = bench.plan(metrics: [metric], by: ["segment"])
    try check(try bench.evaluate("1998-06-28", plan: plan, memory: 0), metric, model: "other")
  }
}
