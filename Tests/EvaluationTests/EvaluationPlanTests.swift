import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

@Suite("An evaluation as it is configured")
struct EvaluationPlanTests {
  private func configuration(
    _ bench: EvaluationBench, actuals: String = "query: o.sql\n    tables: {purchases: purchases}",
    output: String = "{sqlite: t.db, table: scores}", baseline: String = ""
  ) throws -> Configuration {
    let yaml = """
      name: demo
      timezone: UTC
      datasets:
        purchases:
          csv: p.csv
        customers:
          query: f.sql
          tables: {purchases: purchases}
          key: [customer_id]
        repurchases:
          \(actuals)
          key: [customer_id]
      models:
        repurchase: {question: Who buys?}
      jobs:
        nightly:
          input: customers
          model: repurchase@1
          every: 7d
          since: 1997-11-02
          output: \(output)
      evaluations:
        repurchase:
          predictions: nightly
          actuals: repurchases
          outcome: bought
          matures_after: 28d
          metrics: [auc]
      \(baseline.isEmpty ? "" : "    baseline: \(baseline)")
      """
    return try ConfigurationLoader.decode(yaml: yaml, file: bench.path + "/scorebook.yaml", root: bench.path)
  }

  @Test("keys, delay and baseline come from the configuration and the book")
  func plan() throws {
    let bench = try EvaluationBench()
    try bench.register("repurchase", digest: "a", bands: nil, trainedUntil: nil)
    let plan = try EvaluationPlan(
      "repurchase", of: configuration(bench, baseline: "repurchase@1"), book: bench.book)
    #expect(plan.keys == ["customer_id"])
    #expect(plan.maturesAfter == 28)
    #expect(plan.baseline?.description == "repurchase@1")
    #expect(plan.digest != bench.plan(metrics: [.auc]).digest)
  }

  @Test("a name that is not there, and a baseline that is not registered")
  func unknown() throws {
    let bench = try EvaluationBench()
    let plain = try configuration(bench)
    let told = problem { _ = try EvaluationPlan("repurchases", of: plain, book: bench.book) }
    #expect(told?.identifier == .evaluationUnknown)
    #expect(told?.next == "Did you mean 'repurchase'?")
    let based = try configuration(bench, baseline: "repurchase@1")
    #expect(
      problem { _ = try EvaluationPlan("repurchase", of: based, book: bench.book) }?.identifier
        == .evaluationBaseline)
  }

  @Test(
    "outcomes without dates are refused",
    arguments: ["csv: outcomes.csv", "sqlite: o.db\n    table: outcomes"])
  func sameOutcomes(_ actuals: String) throws {
    let bench = try EvaluationBench()
    let configuration = try configuration(bench, actuals: actuals)
    let plan = try EvaluationPlan("repurchase", of: configuration, book: bench.book)
    let told = problem {
      _ = try EvaluationSources(plan, DatasetCatalogue(configuration), target: StubTarget(bench: bench))
    }
    #expect(told?.identifier == .evaluationSameOutcomes)
  }

  @Test(
    "a path gets its date",
    arguments: [
      ("out/:date.csv", "out/1997-11-02.csv"), (":date/:date", "1997-11-02/1997-11-02"), ("a:dat", "a:dat"),
    ])
  func path(_ pattern: String, _ path: String) throws {
    #expect(EvaluationSources.path(pattern, try #require(CalendarDate("1997-11-02"))) == path)
  }

  @Test(
    "a version by its text",
    arguments: [
      ("repurchase@2", "repurchase@2"), ("a@b@3", "a@b@3"), ("@1", nil), ("x@0", nil), ("x@-1", nil),
      ("x", nil),
      ("x@champion", nil),
    ] as [(String, String?)])
  func version(_ text: String, _ told: String?) {
    #expect(EvaluatedVersion(text)?.description == told)
  }
}
