import Book
import Datasets
import Testing
import Workspace

@testable import Evaluation

@Suite("Shares and small counts")
struct ReadoutSampleRatioTests {
  private func check(_ counts: [(name: String, keys: Int)], cells: [Int]) throws -> ReadoutSampleRatio {
    let variants = counts.map { name, keys in
      var variant = ReadoutRecord.Variant(name: name, share: "")
      variant.keys = keys
      variant.counted = keys
      return variant
    }
    return try #require(
      ReadoutSampleRatio(variants, shares: cells.map { .init(cells: $0) }, among: Array(cells.indices)))
  }

  private static let small: [(Int, Int, Double, Bool)] = [
    (4, 1, 0.049009950100000046, false), (388, 12, 0.0008492846916503846, true),
    (450, 0, 0.027432890669254084, false), (391, 9, 0.02076855965843683, false),
  ]

  /// Expected: `scipy.stats.binomtest`. χ² of four and one has a p of 0.00002.
  @Test("where the shares give fewer than five keys, the test of two variants is exact", arguments: small)
  func exact(_ control: Int, _ treated: Int, _ p: Double, _ isMismatched: Bool) throws {
    let check = try check([("control", control), ("letter", treated)], cells: [99, 1])
    #expect(check.record.statistic == nil && check.record.isMismatched == isMismatched)
    #expect(abs((check.record.pValue ?? 0) / p - 1) < 1e-10)
    #expect(check.record.countedPValue == (treated > 0 ? check.record.pValue : nil) && check.notes.isEmpty)
    #expect((check.reason != nil) == isMismatched)
    if isMismatched {
      #expect(check.reason?.contains("letter has 12 where its share gives 4.00 (p = 0.000849)") == true)
    }
  }

  @Test("more than two variants are then not tested, and it is told")
  func untested() throws {
    let check = try check([("control", 60), ("letter", 37), ("call", 3)], cells: [49, 49, 2])
    #expect(check.record.pValue == nil && check.record.statistic == nil && check.reason == nil)
    #expect(!check.record.isMismatched)
    #expect(
      check.notes == [
        "The counts are not tested against the shares: these give fewer than five keys to call."
      ])
  }

  @Test("keys without a row are told with what to do, unless they count as nothing")
  func lost() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    try bench.bench.actuals.execute("DELETE FROM done WHERE customer_id IN ('control140', 'treatment141')")
    let note =
      "2 keys have no row in the outcomes and are left out; if that means that nothing was done, say without_outcome: zero."
    #expect(try bench.take().record.notes == [note])
    let zero = try bench.take("1998-06-28", ReadoutBench.plan(withoutOutcome: .zero)).record.notes
    #expect(zero.count == 1 && zero[0].hasPrefix("The plan was another one"))
  }
}
