import Book
import Datasets
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("When an outcome happened")
struct OutcomeDateTests {
  /// A night of ten customers of whom c2, c5 and c8 bought, on days of their own.
  private func bench(_ days: [String: SQLValue]) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let actuals = try bench.actuals
    try actuals.execute("ALTER TABLE actuals ADD COLUMN bought_on TEXT")
    for (key, day) in days {
      _ = try actuals.rows("UPDATE actuals SET bought_on = ? WHERE customer_id = ?", [day, .text(key)])
    }
    return bench
  }

  private func plan(_ column: String? = "bought_on") -> EvaluationPlan {
    EvaluationPlan(
      name: "repurchase", job: "nightly", actuals: "repurchases", keys: ["customer_id"], outcome: "bought",
      maturesAfter: 28, metrics: [.auc], baseline: nil, outcomeDate: column)
  }

  @Test("from the morning to the last day of the window it counts; behind that it is left out and counted")
  func window() throws {
    let bench = try bench([
      "c2": .text("1997-11-02"), "c5": .text("1997-11-29 23:59:59"), "c8": .text("1997-11-30T00:00:00Z"),
    ])
    let outcome = try bench.evaluate("1998-01-01", plan: plan())
    let night = try #require(outcome.records.last)
    #expect(night.rows == 9 && night.positives == 2)
    #expect(night.detail?.lateOutcomes == 1 && night.detail?.withoutOutcome == 1)
    #expect(outcome.pooled.first?.detail?.lateOutcomes == 1)
    #expect(outcome.table().rows[0].last?.contains("1 late outcome left out") == true)
    #expect(try bench.evaluate("1998-01-01", plan: plan(), now: "t2").written == 0)
    // Without the column all three count.
    #expect(try bench.evaluate("1998-01-01", plan: plan(nil)).records.last?.positives == 3)
    #expect(plan().digest != plan(nil).digest)
  }

  @Test("before the morning it is an error with its count, and without a key")
  func early() throws {
    let bench = try bench(["c2": .text("1997-11-01"), "c5": .text("1997-10-05"), "c8": .text("1997-11-09")])
    let told = try #require(problem { _ = try bench.evaluate("1998-01-01", plan: plan()) })
    #expect(told.identifier == .evaluationEarlyOutcome)
    #expect(
      told.summary
        == "2 of 10 outcomes of 1997-11-02 in dataset 'repurchases' happened before that morning, when the "
        + "predictions could know them")
    #expect(told.expected == "days from 1997-11-02 on in column 'bought_on'")
    #expect(!told.description.contains("c2") && !told.description.contains("1997-10-05"))
    #expect(try bench.book.evaluations().isEmpty)
  }

  @Test(
    "what is no day is refused, and a column that is not there",
    arguments: ["02.11.1997", "1997-11-31", "1997-11-02x"])
  func noDay(_ text: String) throws {
    let bench = try bench(["c2": .text(text)])
    let told = try #require(problem { _ = try bench.evaluate("1998-01-01", plan: plan()) })
    #expect(told.identifier == .evaluationOutcomeDate)
    #expect(!told.description.contains(text))
    let missing = try #require(problem { _ = try bench.evaluate("1998-01-01", plan: plan("bougt_on")) })
    #expect(missing.identifier == .evaluationColumn && missing.next == "Did you mean 'bought_on'?")
  }
}
