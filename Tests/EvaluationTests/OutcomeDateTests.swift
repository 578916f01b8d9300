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

  @Test("from the morning to the last day of the window it counts; behind that it is 0, and counted")
  func window() throws {
    let bench = try bench([
      "c2": .text("1997-11-02"), "c5": .text("1997-11-29 23:59:59"), "c8": .text("1997-11-30T00:00:00Z"),
    ])
    let outcome = try bench.evaluate("1998-01-01", plan: plan())
    let night = try #require(outcome.records.last)
    #expect(night.rows == 10 && night.positives == 2)
    #expect(night.detail?.lateOutcomes == 1 && night.detail?.withoutOutcome == 0)
    #expect(outcome.pooled.first?.detail?.lateOutcomes == 1)
    #expect(outcome.table().rows[0].last?.contains("1 outcome came after the window and counts as 0") == true)
    #expect(try bench.evaluate("1998-01-01", plan: plan(), now: "t2").written == 0)
    // Without the column all three count.
    #expect(try bench.evaluate("1998-01-01", plan: plan(nil)).records.last?.positives == 3)
    #expect(plan().digest != plan(nil).digest)
  }

  @Test("the same night gives the same figures whenever it is asked: what happens later does not touch them")
  func whenever() throws {
    func figures(_ later: [String: SQLValue]) throws -> [EvaluationRecord.Metric] {
      let bench = try bench(["c5": .text("1997-11-20")])
      // On the day on which the night is complete nobody else has bought.
      _ = try bench.actuals.rows("UPDATE actuals SET bought = 0 WHERE bought_on IS NULL", [])
      let first = try bench.evaluate("1997-12-01", plan: plan()).records
      for (key, day) in later {
        _ = try bench.actuals.rows(
          "UPDATE actuals SET bought = 1, bought_on = ? WHERE customer_id = ?", [day, .text(key)])
      }
      let second = try bench.evaluate("1998-01-01", plan: plan(), now: "t2").records
      #expect(first.last?.rows == 10 && second.last?.rows == 10)
      #expect(first.map(\.metrics) == second.map(\.metrics) && !second.isEmpty)
      #expect(second.last?.detail?.lateOutcomes == (later.isEmpty ? nil : later.count))
      return second.last?.metrics ?? []
    }
    let alone = try figures([:])
    let later = try figures(["c2": .text("1997-12-04"), "c8": .text("1997-12-24"), "c9": .text("1997-11-30")])
    #expect(alone == later && !alone.isEmpty)
  }

  @Test("a number that came after the window is refused: what it was before is not known")
  func lateNumber() throws {
    let bench = try bench(["c2": .text("1997-11-30"), "c5": .text("1997-11-29")])
    let plan = EvaluationPlan(
      name: "repurchase", job: "nightly", actuals: "repurchases", keys: ["customer_id"], outcome: "bought",
      maturesAfter: 28, metrics: [.mae], baseline: nil, outcomeDate: "bought_on")
    let told = try #require(problem { _ = try bench.evaluate("1998-01-01", plan: plan) })
    #expect(told.identifier == .evaluationLateOutcome)
    #expect(
      told.summary
        == "1 of 10 outcomes of 1997-11-02 in dataset 'repurchases' came after the 28 days in which they count, and "
        + "what 'bought' was before is not known")
    #expect(told.expected == "days before 1997-11-30 in column 'bought_on'")
    #expect(!told.description.contains("c2"))
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
