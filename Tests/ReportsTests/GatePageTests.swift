import Book
import Reports
import Testing

@Suite("Attempts at the gate on a model's card")
struct GatePageTests {
  private func attempt(_ time: String, _ lower: Double, _ outcome: GateAttempt.Outcome) -> GateAttempt {
    GateAttempt(
      model: "again", number: 1, alias: "champion", against: "rule@1", evaluation: "again", confidence: 0.99,
      findings: [
        .init(
          metric: "auc", demand: "higher by more than 0.0", difference: 0.0011, lower: lower, upper: 0.0025,
          isMet: outcome == .opened, evidence: "a sentence"),
        .init(
          metric: "brier", demand: "held against rule@1", difference: nil, lower: nil, upper: nil,
          isMet: false, evidence: "Not compared."),
      ], outcome: outcome, reason: nil, attemptedAt: time, attemptedBy: "ada <b>")
  }

  private func card(_ attempts: [GateAttempt]) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    for attempt in attempts { try book.enter(attempt) }
    return try scratch.output(book: book).text("models/again.md")
  }

  @Test("tells who was refused when and why, the same refusal once")
  func told() throws {
    let text = try card([
      attempt("2026-02-03T10:00:00Z", -0.0003, .refused), attempt("2026-02-04T10:00:00Z", -0.0003, .refused),
      attempt("2026-02-05T10:00:00Z", 0.0002, .opened),
    ])
    #expect(text.contains("### At the gate\n"))
    let refused = text.split(separator: "\n").filter { $0.contains("refused on") }
    #expect(refused.count == 1)
    #expect(
      refused.first?.contains("refused on 2026-02-04 10:00 UTC, 2 times since 2026-02-03 10:00 UTC") == true)
    #expect(
      refused.first?.contains(
        "auc higher by more than 0.0: not met, 99% interval −0.00030 to +0.00250; brier held against rule@1: not met, "
          + "not compared") == true, "\(refused)")
    #expect(refused.first?.contains("ada \\<b>") == true, "\(refused)")
    #expect(text.contains("opened on 2026-02-05 10:00 UTC"))
  }

  @Test("says nothing of a gate that nobody asked")
  func silent() throws { #expect(try !card([]).contains("At the gate")) }
}
