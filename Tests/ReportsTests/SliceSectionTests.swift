import Book
import Testing

@testable import Reports

@Suite("Slices on a page")
struct SliceSectionTests {
  private func slice(
    _ label: String, auc: Double? = 0.61, undefined: [EvaluationRecord.Detail.UndefinedMetric]
  ) -> SliceRecord {
    SliceRecord(
      name: "again", model: "again", number: 1, dimension: "country", kind: label.isEmpty ? .other : .value,
      label: label, rows: 20, keys: 20, positives: 8,
      metrics: auc.map { [.init(name: "auc", value: $0, lower: 0.4, upper: 0.8)] } ?? [],
      undefined: undefined, againstRest: nil, computedAt: "2026-02-01T02:00:00Z")
  }

  private func page(_ slices: [SliceRecord]) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    _ = try book.replaceEvaluations(
      of: "again", with: [Samples.evaluation("again", nil, auc: 0.8012, role: .champion)],
      comparisons: Samples.comparisons, slices: slices)
    return try scratch.output(book: book).text("evaluations/again.md")
  }

  @Test("slices that have their figure and can't be held against the rest are told together, by reason")
  func notCompared() throws {
    let few = "fewer than 20 keys have positives"
    let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].map { letter in
      slice("place \(letter)", undefined: [.init(name: "against_rest", reason: few)])
    }
    let page = try page(
      many + [
        slice("far", undefined: [.init(name: "against_rest", reason: "fewer than 20 keys have negatives")]),
        slice("", auc: nil, undefined: [.init(name: "auc", reason: "it has fewer than 5 keys")]),
      ])
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"].map { "country place \($0)" }.joined(separator: ", ")
    #expect(page.contains("- Not compared with the rest, since \(few): \(names) and 4 others.\n"))
    #expect(
      page.contains("- country far: not compared with the rest, since fewer than 20 keys have negatives.\n"))
    #expect(page.contains("- country other: no AUC, since it has fewer than 5 keys.\n"))
    #expect(!page.contains("country place a: no AUC"))
  }

  @Test("what a comparison's intervals allow for is told beside p values that are corrected")
  func intervals() throws {
    let page = try page(Samples.slices)
    #expect(
      page.contains(
        "p values are corrected for the number of slices, and the intervals are each slice's own, so that one may "
          + "leave zero out where p says that chance can explain it."))
    #expect(
      page.contains(
        "p values are corrected by Holm's method for 2 comparisons, and the intervals are each comparison's own, "
          + "so that one may leave zero out where there is no evidence."))
  }
}
