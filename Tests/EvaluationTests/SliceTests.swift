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

  private static let thirds = "CAST(substr(customer_id, 2) AS INTEGER) % 3"

  @Test("equal the area of the slice less that of the rest, by numpy, for champions and shadows")
  func against() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.thirds)
    let plan = bench.plan(baseline: FiguresTests.rule, by: ["segment"], worstSlices: 1)
    let outcome = try bench.evaluate("1998-06-28", plan: plan)
    #expect(outcome.slices.count == 9)
    for slice in outcome.slices {
      let name = "\(slice.reference) \(slice.title)"
      let other = try #require(expected.slices[slice.reference]?[slice.label])
      #expect(slice.kind == .value && slice.dimension == "segment" && slice.rows == other.rows)
      expectNear(slice.metric("auc")?.value, other.auc, name)
      let rest = try #require(slice.againstRest)
      expectNear(rest.difference, other.difference, name)
      expectNear(rest.standardError, other.error, name)
      expectNear(rest.lower, other.lower, name)
      expectNear(rest.upper, other.upper, name)
      expectNear(rest.pValue, other.p, name)
      #expect((rest.adjustedPValue ?? 0) >= rest.pValue)
    }
    let worst = outcome.slices.filter { $0.againstRest?.rank != nil }
    #expect(worst.map(\.reference) == ["repurchase@1", "repurchase@2", "rfm@1"])
    #expect(worst.map(\.label) == ["0", "0", "1"])
    #expect(
      outcome.worstSlices.last?.hasPrefix("rfm@1, segment 1 (81 rows): AUC differs from the rest by -0.183 ")
        == true)
    #expect(outcome.sliceTable().rows.count == 9)
    #expect(try Set(bench.book.slices(name: "repurchase")) == Set(outcome.slices))
    let again = try bench.evaluate("1998-06-28", plan: plan, now: "t2")
    #expect(again.written == 0 && again.slices == outcome.slices)
  }

  @Test(
    "values of fewer than five customers are one slice, however many rows each has, and get no figures alone")
  func small() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(
      expected,
      segment: "CASE customer_id WHEN 'c1' THEN 'secret' WHEN 'c2' THEN NULL ELSE 'many' END")
    let outcome = try bench.evaluate("1998-06-28", plan: bench.plan(by: ["segment"], worstSlices: 3))
    let own = outcome.slices.filter { $0.model == "rfm" }
    #expect(own.map(\.title) == ["segment many", "segment other"])
    #expect(own[1].rows == 6 && own[1].keys == 2)
    #expect(own[1].metrics.isEmpty && own[1].positives == nil)
    #expect(own[1].undefined.first?.reason == "it has fewer than 5 keys")
    #expect(own[0].metric("auc") != nil)
    #expect(!(try outcome.json().contains("secret")))
  }

  @Test("a predicted column, such as the band of the champion, slices the shadows too")
  func band() throws {
    let expected = try ExpectedNights.load()
    let bench = try FiguresTests.bench(expected)
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN band INTEGER; UPDATE scores SET band = 1 + (probability > 0.15)")
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
    let bench = try bench(expected, segment: Self.thirds)
    let plan = bench.plan(by: ["segment"], worstSlices: 1)
    let before = try bench.evaluate("1998-06-28", plan: plan)
    let last = try #require(expected.nights.last)
    try bench.target.execute(
      "UPDATE scores SET segment = '2', run_id = 'new' WHERE date = '\(last.date)'; "
        + "UPDATE scores_shadow SET run_id = 'new' WHERE date = '\(last.date)'")
    bench.note(last.date, champion: last.champion, run: "new")
    let after = try bench.evaluate("1998-06-28", plan: plan, now: "t2")
    #expect(after.computed == 1)
    #expect(before.slices.map(\.rows) != after.slices.map(\.rows))
  }
}
