import Book
import Datasets
import Evaluation
import Foundation
import Testing

@Suite("Slices of an evaluation")
struct SliceTests {
  /// Customers of `nights.json` in three segments by their number.
  private func bench(_ expected: ExpectedNights, segment: String) throws -> EvaluationBench {
    let bench = try FiguresTests.bench(expected)
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(segment)")
    return bench
  }

  private static let halves = "CAST(substr(customer_id, 2) AS INTEGER) % 2"

  @Test("equal the area of the slice less that of the rest, by numpy, where positives are enough to tell")
  func against() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let plan = bench.plan(baseline: FiguresTests.rule, by: ["segment"], worstSlices: 1)
    let outcome = try bench.evaluate("1998-06-28", plan: plan)
    #expect(outcome.slices.count == 6)
    for slice in outcome.slices {
      let name = "\(slice.reference) \(slice.title)"
      let other = try #require(expected.slices[slice.reference]?[slice.label])
      #expect(slice.kind == .value && slice.dimension == "segment" && slice.rows == other.rows)
      expectNear(slice.metric("auc")?.value, other.auc, name)
      guard let figures = other.against_rest else {
        #expect(try #require(other.found) < 20)
        let reason = "fewer than 20 keys have positives"
        #expect(slice.againstRest == nil && slice.undefined.last?.reason == reason, "\(name)")
        continue
      }
      let rest = try #require(slice.againstRest)
      expectNear(rest.difference, figures.difference, name)
      expectNear(rest.standardError, try #require(figures.error), name)
      expectNear(rest.lower, try #require(figures.lower), name)
      expectNear(rest.upper, try #require(figures.upper), name)
      expectNear(rest.pValue, try #require(figures.p), name)
      #expect((rest.adjustedPValue ?? 0) >= rest.pValue)
    }
    #expect(outcome.slices.filter { $0.againstRest != nil }.map(\.reference) == ["rfm@1", "rfm@1"])
    let worst = outcome.slices.filter { $0.againstRest?.rank != nil }
    let halves = try #require(expected.slices["rfm@1"])
    let lower = halves.filter { ($0.value.against_rest?.difference ?? 0) < 0 }
    #expect(worst.map(\.reference) == ["rfm@1"] && worst.map(\.label) == Array(lower.keys))
    #expect(
      outcome.worstSlices.last?.hasPrefix(
        "rfm@1, segment \(worst[0].label) (120 rows): AUC differs from the rest by -")
        == true)
    #expect(outcome.sliceTable().rows.count == 6)
    #expect(try Set(bench.book.slices(name: "repurchase")) == Set(outcome.slices))
    let again = try bench.evaluate("1998-06-28", plan: plan, now: "t2")
    #expect(again.written == 0 && again.slices == outcome.slices)
  }

  /// Rows, keys and kind of a slice of rfm's, and whether it has figures.
  private func shown(_ segment: String) throws -> (outcome: EvaluationOutcome, slices: [String]) {
    let bench = try bench(try ExpectedNights.load(), segment: segment)
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(by: ["segment"], worstSlices: 3))
    let own = outcome.slices.filter { $0.model == "rfm" }
    return (
      outcome,
      own.map { "\($0.title) \($0.rows) \($0.keys)\($0.metrics.isEmpty ? "" : " figures")" }
    )
  }

  @Test("values of fewer than five customers are one slice, which is never left to subtraction")
  func small() throws {
    // Two customers beside the others: all rows less "many" would be their figures.
    let two = try shown(
      "CASE customer_id WHEN 'c1' THEN 'secret' WHEN 'c2' THEN 'other secret' ELSE 'many' END")
    #expect(two.slices == ["segment other 240 80 figures"])
    #expect(!(try two.outcome.json().contains("secret")))
    // The smallest slice joins them, not the larger ones.
    let number = "CAST(substr(customer_id, 2) AS INTEGER)"
    let three = try shown(
      "CASE WHEN \(number) < 2 THEN 'secret' || \(number) WHEN \(number) < 12 THEN 'ten' ELSE 'many' END")
    #expect(three.slices == ["segment many 204 68 figures", "segment other 36 12 figures"])
    // What is missing is a slice as well, and joins them where it is the smallest.
    let missing = try shown(
      "CASE WHEN \(number) < 2 THEN 'secret' WHEN \(number) < 12 THEN NULL ELSE 'many' END")
    #expect(missing.slices == ["segment many 204 68 figures", "segment other 36 12 figures"])
    // Five are enough to stand alone.
    let five = try shown("CASE WHEN \(number) < 5 THEN 'few' || \(number) ELSE 'many' END")
    #expect(five.slices == ["segment many 225 75 figures", "segment other 15 5 figures"])
  }

  @Test("rows of fewer than five customers stay hidden where the customers have other rows with figures")
  func fewOthers() throws {
    let expected = try ExpectedNights.load()
    let bench = try FiguresTests.bench(expected)
    // All customers have a segment, three of them not on one night.
    let date = try #require(expected.nights.first?.date)
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = 'a'; UPDATE scores SET segment = NULL "
        + "WHERE date = '\(date)' AND customer_id IN ('c1', 'c2', 'c3')")
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(by: ["segment"], worstSlices: 3))
    let own = outcome.slices.filter { $0.model == "rfm" }
    #expect(own.map(\.kind) == [.other] && own[0].rows == 240)
    #expect(own[0].undefined.last?.reason == "there are no other rows")
  }

  @Test("a predicted column, such as the band of the champion, slices the shadows too")
  func band() throws {
    let expected = try ExpectedNights.load()
    let bench = try FiguresTests.bench(expected)
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN band INTEGER; UPDATE scores SET band = 1 + (probability > 0.22)")
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(by: ["band"], worstSlices: 1))
    let own = outcome.slices.filter { $0.model == "rfm" }
    #expect(own.map(\.title) == ["band 1", "band 2"])
    #expect(own.map(\.rows).reduce(0, +) == 240)
    // A customer is in both bands on different nights: the two slices share customers, and so do their errors.
    #expect(own.map(\.keys).reduce(0, +) > 80)
    #expect(own.allSatisfy { $0.againstRest != nil })
    #expect(own[0].againstRest?.standardError == own[1].againstRest?.standardError)
  }

  @Test("a column in which every row has its own value is one slice, and one slice has no rest")
  func keys() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: "customer_id")
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(by: ["segment"], worstSlices: 3))
    let own = outcome.slices.filter { $0.model == "rfm" }
    #expect(own.map(\.kind) == [.other])
    #expect(own[0].rows == 240 && own[0].againstRest == nil)
    #expect(own[0].undefined.last?.reason == "there are no other rows")
  }

  @Test("a change of slices alone is a change of the evaluation")
  func changed() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let plan = bench.plan(by: ["segment"], worstSlices: 1)
    let before = try bench.evaluate("1998-06-28", plan: plan)
    let last = try #require(expected.nights.last)
    try bench.target.execute(
      "UPDATE scores SET segment = '1', run_id = 'new' WHERE date = '\(last.date)'; "
        + "UPDATE scores_shadow SET run_id = 'new' WHERE date = '\(last.date)'")
    bench.note(last.date, champion: last.champion, run: "new")
    let after = try bench.evaluate("1998-06-28", plan: plan, now: "t2")
    #expect(after.computed == 1)
    #expect(before.slices.map(\.rows) != after.slices.map(\.rows))
  }
}
