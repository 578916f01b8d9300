import Book
import Datasets
import Evaluation
import Testing
import Workspace

@Suite("Versions within slices")
struct SliceComparisonTests {
  private static let halves = "CAST(substr(customer_id, 2) AS INTEGER) % 2"

  private func bench(_ expected: ExpectedNights, segment: String) throws -> EvaluationBench {
    let bench = try FiguresTests.bench(expected)
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN segment TEXT; UPDATE scores SET segment = \(segment)")
    return bench
  }

  private func plan(
    _ bench: EvaluationBench, _ metrics: [Configuration.Evaluation.Metric] = [.logLoss, .auc]
  ) -> EvaluationPlan {
    bench.plan(baseline: FiguresTests.rule, metrics: metrics, by: ["segment"])
  }

  @Test("differ as statsmodels says of the slice's rows, by the first metric that can be compared")
  func differences() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let outcome = try bench.evaluate("1998-06-28", plan: plan(bench))
    for slice in outcome.slices {
      let name = "\(slice.reference) \(slice.title)"
      guard let other = expected.slices[slice.reference]?[slice.label]?.against_rule else {
        #expect(slice.reference == "rfm@1" && slice.againstVersions == nil, "\(name)")
        continue
      }
      let found = try #require(slice.againstVersions)
      #expect(found.map(\.baseline) == ["rfm@1"] && found[0].metric == "log_loss", "\(name)")
      #expect(found[0].rows == slice.rows && found[0].keys == slice.keys && !found[0].isHigherBetter)
      #expect(
        found[0].method == "row losses, paired" + (slice.rows == slice.keys ? "" : ", by customer_id"))
      expectNear(found[0].difference, other.difference, name)
      expectNear(found[0].standardError, try #require(other.error), name)
      expectNear(found[0].lower, try #require(other.lower), name)
      expectNear(found[0].upper, try #require(other.upper), name)
      expectNear(found[0].pValue, try #require(other.p), name)
    }
    #expect(outcome.slices.count { $0.againstVersions != nil } == 4)
    #expect(try Set(bench.book.slices()) == Set(outcome.slices))
    let again = try bench.evaluate("1998-06-28", plan: plan(bench), now: "t2")
    #expect(again.written == 0 && again.slices == outcome.slices)
  }

  @Test("have no verdict by areas where positives are few, with the reason")
  func fewPositives() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let outcome = try bench.evaluate("1998-06-28", plan: plan(bench, [.auc, .logLoss]))
    for slice in outcome.slices where slice.model != "rfm" {
      let found = try #require(slice.againstVersions?.first)
      let positives = try #require(expected.slices[slice.reference]?[slice.label]?.found)
      #expect(found.metric == "auc" && found.pValue == nil)
      #expect(
        found.reason
          == "too few positives to tell: \(positives) key\(positives == 1 ? " has" : "s have") one, and it takes 20"
      )
    }
  }

  @Test("say nothing of fewer than five keys, nor let them be had by subtraction")
  func fewKeys() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let first = try #require(expected.nights.first?.date)
    // The rule leaves one customer of segment 1 unanswered on one night.
    try bench.target.execute(
      "UPDATE scores_shadow SET probability = NULL WHERE date = '\(first)' AND customer_id = 'c1'")
    let outcome = try bench.evaluate("1998-06-28", plan: plan(bench))
    func found(_ segment: String) throws -> SliceRecord.AgainstVersion {
      let slice = try #require(outcome.slices.first { $0.reference == "repurchase@1" && $0.label == segment })
      return try #require(slice.againstVersions?.first)
    }
    #expect(try found("1").difference == nil)
    #expect(try found("1").reason == "fewer than 5 keys have rows that only one of them has scored")
    #expect(try found("0").pValue != nil)
    // And here all but two of segment 0.
    let second = try self.bench(expected, segment: Self.halves)
    try second.target.execute(
      "UPDATE scores_shadow SET probability = NULL WHERE CAST(substr(customer_id, 2) AS INTEGER) % 2 = 0 "
        + "AND customer_id NOT IN ('c0', 'c2')")
    let few = try second.evaluate("1998-06-28", plan: plan(second))
    let own = few.slices.filter { $0.reference == "repurchase@1" }
    // Both have scored two keys of segment 0: they are other rows, and segment 1 joins them.
    #expect(own.map(\.label) == ["0", "1"] && own.allSatisfy { $0.againstVersions == [] })
  }

  @Test("are computed once more where an earlier program left them out")
  func older() throws {
    let expected = try ExpectedNights.load()
    let bench = try bench(expected, segment: Self.halves)
    let outcome = try bench.evaluate("1998-06-28", plan: plan(bench))
    var older = outcome.slices
    for place in older.indices { older[place].againstVersions = nil }
    _ = try bench.book.replaceEvaluations(
      of: "repurchase", with: bench.book.evaluations(name: "repurchase"),
      comparisons: bench.book.comparisons(), slices: older)
    let again = try bench.evaluate("1998-06-28", plan: plan(bench), now: "t2")
    #expect(again.slices.map(\.againstVersions) == outcome.slices.map(\.againstVersions))
    #expect(again.computed == 0)
  }
}
