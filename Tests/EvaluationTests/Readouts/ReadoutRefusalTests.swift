import Book
import Datasets
import Diagnostics
import Evaluation
import Scoring
import Testing
import Workspace

@Suite("What a readout refuses")
struct ReadoutRefusalTests {
  private func refusal(
    _ bench: ReadoutBench, _ plan: ReadoutPlan = ReadoutBench.plan()
  ) -> Diagnostic? {
    problem { _ = try bench.take("1998-06-28", plan) }
  }

  /// A hundred keys of each variant without outcomes.
  private func bench() throws -> ReadoutBench {
    let bench = try ReadoutBench()
    try bench.night(
      "1998-01-04",
      (0..<200).map { .init(name: "k\($0)", variant: $0 % 2 == 0 ? "control" : "treatment") })
    return bench
  }

  @Test(
    "an outcome that is no 0 or 1, no number, infinite or missing",
    arguments: [
      (SQLValue.integer(2), SQLValue.real(1), "'bought'", "something else"),
      (.null, .real(1), "'bought'", "nothing"),
      (.integer(1), .real(.infinity), "'spent'", "something else"),
      (.integer(1), .null, "'spent'", "nothing"),
    ])
  func value(_ bought: SQLValue, _ spent: SQLValue, _ column: String, _ found: String) throws {
    let bench = try bench()
    try bench.outcomes("1998-01-04", [("k1", bought, spent, .integer(1))])
    let refusal = try #require(
      self.refusal(bench, ReadoutBench.plan(metrics: [ReadoutBench.conversion, ReadoutBench.revenue])))
    #expect(refusal.identifier == .readoutOutcome && refusal.found == found)
    #expect(refusal.description.contains("has no outcome in column \(column)"))
    // Nobody's key is told.
    #expect(!refusal.description.contains("k1"))
    #expect(try bench.bench.book.readouts() == [])
  }

  @Test("outcomes that are not there yet: a look can't be taken back")
  func beyond() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 100)
    // 28 days from the 4th end with the 31st.
    func reach(_ day: String) -> DataReach {
      DataReach(dataset: "done", newest: CalendarDate(day), quiet: 1)
    }
    let told = try #require(problem { _ = try bench.take("1998-06-28", reach: reach("1998-01-29")) })
    #expect(told.identifier == .readoutBeyondData && told.kind == .notNow)
    #expect(told.expected == "data up to 1998-01-31" && told.found == "dataset 'done' reaches 1998-01-29")
    #expect(told.next?.contains("--as-of 1998-01-31") == true)
    #expect(try bench.bench.book.readouts() == [])
    // On that morning the date is too young, so that nothing is looked at which is not there.
    #expect(try bench.take("1998-01-31", reach: reach("1998-01-29")).record.waitingDates == 1)
    #expect(try bench.take("1998-06-28", reach: reach("1998-01-30")).record.counted == 200)
    #expect(
      try bench.take("1998-06-28", reach: reach("1998-01-29"), takesBeyond: true).record.counted == 200)
  }

  @Test("a text where a number should be")
  func text() throws {
    let bench = try bench()
    try bench.outcomes("1998-01-04", [("k1", .integer(1), .text("much"), .integer(1))])
    #expect(
      refusal(bench, ReadoutBench.plan(metrics: [ReadoutBench.revenue]))?.identifier == .evaluationUnreadable)
  }

  @Test("two rows for one key, whatever the second says")
  func duplicate() throws {
    let bench = try bench()
    try bench.outcomes(
      "1998-01-04", [("k1", .integer(1), .real(1), .null), ("k1", .integer(1), .real(1), .null)])
    let refusal = try #require(self.refusal(bench))
    #expect(refusal.identifier == .evaluationDuplicateOutcome)
    #expect(refusal.found == "the second in record 2")
  }

  @Test("outcomes of other customers")
  func join() throws {
    let bench = try bench()
    #expect(refusal(bench)?.identifier == .readoutEmptyJoin)
    // Where who is missing did nothing, nobody may have done anything yet.
    let nothing = try bench.take("1998-06-28", ReadoutBench.plan(withoutOutcome: .zero)).record
    #expect(nothing.status == .told && nothing.variants.map(\.counted) == [100, 100])
    #expect(nothing.effects.map(\.verdict) == [.undefined])
    try bench.outcomes("1998-01-04", [("0k1", .integer(1), .real(1), .null)])
    #expect(refusal(bench)?.identifier == .readoutEmptyJoin)
    #expect(refusal(bench, ReadoutBench.plan(withoutOutcome: .zero))?.identifier == .readoutEmptyJoin)
  }

  @Test("a variant that the split does not have, and none at all", arguments: ["gold", nil])
  func variant(_ name: String?) throws {
    let bench = try bench()
    try bench.bench.target.execute(
      "UPDATE scores SET variant = \(name.map { "'\($0)'" } ?? "NULL") WHERE customer_id = 'k7'")
    let refusal = try #require(self.refusal(bench))
    #expect(refusal.identifier == .readoutVariant)
    #expect(refusal.expected == "control or treatment")
    try bench.bench.target.execute("ALTER TABLE scores DROP COLUMN variant")
    #expect(
      problem { _ = try bench.take() }?.description.contains("on 1998-01-04 tell no variant") == true)
  }

  @Test("rows of another run than the one that stands")
  func changed() throws {
    let bench = try bench()
    try bench.bench.target.execute("UPDATE scores SET run_id = 'other' WHERE customer_id = 'k7'")
    #expect(refusal(bench)?.identifier == .evaluationChanged)
  }

  @Test("columns that are not there", arguments: ["bogus", "spentt"])
  func column(_ name: String) throws {
    let bench = try bench()
    let metric = Configuration.Readout.Metric(name: "m", measure: .mean(name))
    let refusal = try #require(self.refusal(bench, ReadoutBench.plan(metrics: [metric])))
    #expect(refusal.identifier == .readoutColumn)
    #expect(refusal.description.contains("has no column '\(name)'"))
  }
}
