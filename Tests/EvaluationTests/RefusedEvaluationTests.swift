import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Testing
import Workspace

@Suite("Outcomes and predictions that can't be joined")
struct RefusedEvaluationTests {
  @Test(
    "an outcome that is neither 0 nor 1 names the column and the key's column, and no value",
    arguments: [SQLValue.integer(2), .real(0.5), .text("perhaps"), .text(""), .null])
  func outcome(_ value: SQLValue) throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.writeOutcomes("1997-11-02", [("secret-key", value)])
    let told = try #require(problem { _ = try bench.evaluate("1998-01-01") })
    #expect(told.identifier == .evaluationOutcomeValue)
    #expect(told.description.contains("bought") && told.description.contains("customer_id"))
    #expect(!told.description.contains("secret-key") && !told.description.contains("perhaps"))
    #expect(try bench.book.evaluations().isEmpty)
  }

  @Test("two outcomes for one key")
  func duplicateOutcome() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.writeOutcomes("1997-11-02", [("a", .integer(1)), ("b", .integer(0)), ("a", .integer(1))])
    let told = problem { _ = try bench.evaluate("1998-01-01") }
    #expect(told?.identifier == .evaluationDuplicateOutcome)
    #expect(told?.found == "the second in record 3")
  }

  @Test("two predictions for one key")
  func duplicatePrediction() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.write(
      "1997-11-02", champion: "m@1", run: "r", [.init(key: "c1", score: 0.1), .init(key: "c1", score: nil)])
    #expect(problem { _ = try bench.evaluate("1998-01-01") }?.identifier == .evaluationDuplicatePrediction)
  }

  @Test("a key that is missing, on either side")
  func missingKey() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.actuals.execute("INSERT INTO actuals VALUES ('1997-11-02', NULL, 1)")
    #expect(problem { _ = try bench.evaluate("1998-01-01") }?.identifier == .evaluationMissingKey)
    try bench.actuals.execute("DELETE FROM actuals WHERE customer_id IS NULL")
    try bench.target.execute("UPDATE scores SET customer_id = NULL WHERE customer_id = 'c1'")
    #expect(problem { _ = try bench.evaluate("1998-01-01") }?.identifier == .evaluationMissingKey)
  }

  @Test("a column that is not there, with the nearest")
  func column() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let plan = EvaluationPlan(
      name: "e", job: "nightly", actuals: "repurchases", keys: ["customer_id"], outcome: "bougt",
      maturesAfter: 28, metrics: [.auc], baseline: nil)
    let told = problem { _ = try bench.evaluate("1998-01-01", plan: plan) }
    #expect(told?.identifier == .evaluationColumn)
    #expect(told?.next == "Did you mean 'bought'?")
  }

  @Test("a job that writes no score")
  func noScore() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    try bench.target.execute("ALTER TABLE scores RENAME COLUMN probability TO class")
    #expect(problem { _ = try bench.evaluate("1998-01-01") }?.identifier == .evaluationNoScore)
  }

  @Test("rows of another run than the one that stands")
  func changed() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    bench.note("1997-11-02", champion: "repurchase@1", run: "r2")
    let told = problem { _ = try bench.evaluate("1998-01-01") }
    #expect(told?.identifier == .evaluationChanged)
    #expect(told?.kind == .notNow)
  }

  @Test("a target whose rows carry no date")
  func undated() throws {
    let bench = try EvaluationBench()
    bench.note("", champion: "repurchase@1", run: "r")
    #expect(problem { _ = try bench.evaluate("1998-01-01") }?.identifier == .evaluationUndated)
  }

  @Test("an interruption leaves the book as it was")
  func interrupted() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let stop = Diagnostic(.evaluationChanged, .notNow, "stopped")
    let evaluator = Evaluator(
      bench.plan(), sources: bench.sources, book: bench.book, now: "t", interruption: { stop })
    #expect(problem { _ = try evaluator.evaluate(asOf: CalendarDate(daysSinceEpoch: 20_000)) } == stop)
    #expect(try bench.book.evaluations().isEmpty)
  }
}
