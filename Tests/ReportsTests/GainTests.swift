import Book
import Testing

@testable import Reports

@Suite("Gain and lift")
struct GainTests {
  /// By hand: of 800 rows 56 are positive, so that at (0.25, 0.75) 42 positives and 186 negatives are taken: 228 of 800
  /// rows, a share of 0.285. A tenth of the rows lies at 0.1 / 0.285 of the way there: 0.2632 of the positives.
  @Test("the share of rows is that of positives and negatives together")
  func shares() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let view = try #require(EvaluationView("again", BookSnapshot(scratch.configuration(), book)))
    let first = try #require(view.versions.first)
    let gain = try #require(GainSection.Gain(first))
    #expect(abs(gain.shares[1] - 0.285) < 1e-12)
    #expect(gain.found == [0, 0.75, 1])
    #expect(abs((gain.found(at: 0.1) ?? 0) - 0.75 * 0.1 / 0.285) < 1e-12)
    let page = try scratch.output(book: book).text("models/again.md")
    #expect(page.contains("holds 26.3% of all positives: 2.6 times as many"))
  }
}
