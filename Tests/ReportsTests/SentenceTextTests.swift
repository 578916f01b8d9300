import Markdown
import Testing

@testable import Reports

@Suite("Sentences of the book on pages")
struct SentenceTextTests {
  @Test(
    "sets minus signs, percentages and counts, and leaves names and dates alone",
    arguments: [
      (
        "a difference of -0.21 points (95 % interval -1.25 to 0.83)",
        "a difference of −0.21 points (95% interval −1.25 to 0.83)"
      ),
      ("these 23570 keys, 2026 keys and 999 rows", "these 23,570 keys, 2,026 keys and 999 rows"),
      ("cohort 1997-01 of run-5 in 1998", "cohort 1997-01 of run-5 in 1998"),
      ("20261129 rowsets; a % b; 12345 of 7.5 %", "20261129 rowsets; a % b; 12345 of 7.5%"),
      ("(-3) and - 3, é-5 %", "(−3) and - 3, é-5%"), ("", ""),
    ])
  func set(_ sentence: String, _ page: String) {
    #expect(SentenceText.set(sentence) == page)
  }

  @Test("what stands before the first colon or full stop is strong")
  func headed() {
    #expect(
      SentenceText.headed("deep is better: auc higher by 0.1. More.").markdown
        == "**deep is better:** auc higher by 0.1. More.")
    #expect(SentenceText.headed("Nothing is known. So be it.").markdown == "**Nothing is known.** So be it.")
    #expect(SentenceText.headed("Nothing *at* all").markdown == "**Nothing \\*at\\* all**")
  }
}
