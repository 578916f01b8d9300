import Book
import Datasets
import Evaluation
import Testing
import Workspace

@Suite("How far rows move between two versions")
struct MovementTests {
  private static let version = EvaluatedVersion(model: "repurchase", number: 1)
  private static let rule = EvaluatedVersion(model: "rfm", number: 1)

  /// A night of a hundred customers, c0 to c99, in two regions: the first ten, and all others.
  ///
  /// - Parameters:
  ///   - rule: scores of the shadow, by customer.
  ///   - own: those of the champion.
  private func outcome(rule: (Int) -> Double, own: (Int) -> Double, by: [String] = ["region"]) throws
    -> EvaluationOutcome
  {
    let bench = try EvaluationBench()
    let date = "1997-11-02"
    try bench.write(
      date, champion: "repurchase@1", run: "r", (0..<100).map { .init(key: "c\($0)", score: own($0)) })
    try bench.writeShadow(
      date, "rfm", 1, run: "r", (0..<100).map { .init(key: "c\($0)", score: rule($0)) })
    try bench.writeOutcomes(date, (0..<100).map { ("c\($0)", .integer($0 % 3 == 0 ? 1 : 0)) })
    try bench.target.execute(
      """
      ALTER TABLE scores ADD COLUMN region TEXT;
      UPDATE scores SET region = iif(length(customer_id) = 2, 'small', 'large')
      """)
    let plan = bench.plan(baseline: Self.rule, champion: Self.version, metrics: [.auc, .brier], by: by)
    let outcome = try bench.evaluate("1998-01-01", plan: plan)
    #expect(
      try bench.book.comparisons(name: "repurchase").map(\.movement) == outcome.comparisons.map(\.movement))
    #expect(try bench.evaluate("1998-01-01", plan: plan, now: "t2").written == 0)
    return outcome
  }

  private func movement(of outcome: EvaluationOutcome) throws -> ComparisonRecord.Movement {
    #expect(Set(outcome.comparisons.map(\.movement)).count == 1)
    return try #require(outcome.comparisons.first?.movement)
  }

  @Test("the first and the last change places: two of a hundred, both from end to end")
  func swap() throws {
    let outcome = try outcome(
      rule: { Double($0) / 100 }, own: { Double($0 == 0 ? 99 : $0 == 99 ? 0 : $0) / 100 })
    let found = try movement(of: outcome)
    #expect(found.otherTenth == 2)
    #expect(abs(found.places - 2 * 0.99 / 100) < 1e-12)
    // Five rows or more lie beyond nine tenths of a hundred, and one beyond ninety-nine hundredths, which is nobody's.
    #expect(found.quantiles.map(\.share) == [0.5, 0.9])
    #expect(found.quantiles.map(\.places) == [0, 0] && found.quantiles.map(\.score) == [0, 0])
    #expect(found.slices.map(\.title) == ["region small", "region large"])
    #expect(found.slices.map(\.rows) == [10, 90])
    #expect(zip(found.slices, [0.099, 0.011]).allSatisfy { abs($0.places - $1) < 1e-12 })
    #expect(
      outcome.movements == [
        "From rfm@1 to repurchase@1, 2 of 100 rows (2.0 %) move to another tenth of the ranking. Places move for 50 % "
          + "of the rows by no more than 0.0 % and 90 % of the rows by no more than 0.0 % of the ranking. Scores differ "
          + "for 50 % of the rows by no more than 0 and for 90 % of the rows by no more than 0. Furthest move, on "
          + "average: region small by 9.9 % and region large by 1.1 %; all rows by 2.0 %."
      ])
  }

  @Test("the ranking turned round, on another scale: places move by the distance from the middle")
  func reversed() throws {
    let found = try movement(
      of: outcome(rule: { Double($0) / 100 }, own: { Double(99 - $0) / 1_000 }, by: []))
    // |99 − 2i| / 100 over i: fifty odd numbers twice, whose mean is 0.5.
    #expect(abs(found.places - 0.5) < 1e-12)
    #expect(found.otherTenth == 100)
    // Sorted, each twice: the 50th is 0.49, the 90th 0.89.
    #expect(zip(found.quantiles, [0.49, 0.89]).allSatisfy { abs($0.places - $1) < 1e-12 })
    #expect(found.slices.isEmpty)
  }

  @Test("a share is told only where rows of five keys lie beyond: five rows may be one customer's nights")
  func fewKeys() throws {
    // Five nights of twenty customers, of whom the first and the last change places.
    let bench = try EvaluationBench()
    let dates = ["1997-11-02", "1997-11-03", "1997-11-04", "1997-11-05", "1997-11-06"]
    for (night, date) in dates.enumerated() {
      let own = (0..<20).map { EvaluationBench.Row(key: "c\($0)", score: Double($0) / 20) }
      let its = (0..<20).map { key in
        EvaluationBench.Row(key: "c\(key)", score: Double(key == 0 ? 19 : key == 19 ? 0 : key) / 20)
      }
      try bench.write(date, champion: "repurchase@1", run: "r\(night)", own)
      try bench.writeShadow(date, "rfm", 1, run: "r\(night)", its)
      try bench.writeOutcomes(date, (0..<20).map { ("c\($0)", .integer($0 % 3 == 0 ? 1 : 0)) })
    }
    let plan = bench.plan(baseline: Self.rule, champion: Self.version, metrics: [.auc, .brier])
    let found = try movement(of: bench.evaluate("1998-01-01", plan: plan))
    // A hundred rows: fifty lie beyond the half, of more than five customers; the ten beyond nine tenths are those of c0
    // and c19.
    #expect(found.quantiles.map(\.share) == [0.5])
  }

  @Test("equal scores share a place, and a rule that scores all alike moves everybody to the middle")
  func ties() throws {
    let found = try movement(of: outcome(rule: { Double($0) / 100 }, own: { _ in 0.5 }, by: []))
    // |i + 0.5 − 50| / 100 over i: 0.005, 0.015 … 0.495, each twice.
    #expect(abs(found.places - 0.25) < 1e-12)
    #expect(found.otherTenth == 90)
  }
}
