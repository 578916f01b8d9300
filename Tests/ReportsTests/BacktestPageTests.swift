import Book
import Reports
import Testing

@Suite("Versions that an evaluation scored itself, on a card")
struct BacktestPageTests {
  private func record(_ date: String?, late: Int?) -> EvaluationRecord {
    EvaluationRecord(
      name: "backtest", job: "", model: "again", number: 1, role: .scored, date: date, dates: 1, rows: 400,
      positives: 28, immature: 0, isFlagged: false, metrics: [.init(name: "auc", value: 0.78)],
      calibration: [], curves: [], dataDigest: Samples.digest("e"), computedAt: "2026-02-01T02:00:00Z",
      detail: .init(
        runID: nil, withoutOutcome: 0, withoutPrediction: 0, notANumber: 0, flaggedDates: 0, baseline: nil,
        undefined: [], planDigest: Samples.digest("f"), outcomesDigest: nil, sourceStamp: nil,
        scoring: date.map { _ in
          .init(planDigest: Samples.digest("1"), inputDigest: Samples.digest("2"), inputStamp: "s")
        }, lateOutcomes: late))
  }

  @Test("no job is named and no run is linked; what was left out is told")
  func card() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    _ = try book.save([record(nil, late: 3), record("2026-01-05", late: 3)])
    let text = try scratch.output(book: book).text("models/again.md")
    #expect(text.contains("Versions scored for this evaluation, over dates of the past, held against"))
    let night = try #require(
      text.split(separator: "\n").first {
        $0.contains("2026-01-05") && $0.contains("scored by the evaluation")
      })
    #expect(!night.contains("runs/"))
    #expect(text.contains("again@1: 3 outcomes came after the window and count as 0."))
    #expect(!text.contains("job ``"))
  }
}
