import Book
import Foundation
import Reports
import Testing

@Suite("Numbers of reports")
struct NumberTests {
  private func filled() throws -> ReportOutput {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    return try scratch.output(book: book)
  }

  /// By hand: mean of the ten weeks 1116.55, mean moving range 190.0556 (1710.5 / 9), limits
  /// 1116.55 ± 2.66 · 190.0556 = 611.00 to 1622.10, range limit 3.268 · 190.0556 = 621.10.
  @Test("a week beyond its limits is told in words, against target and the week before")
  func signal() throws {
    let page = try filled().text("reports/weekly.md")
    #expect(page.contains("**€2,401** in the week from 2026-02-09"))
    #expect(page.contains("It is €1,381 (135.3%) above the week before."))
    #expect(page.contains("It meets the target of €1,000, by €1,401 (140.1%)."))
    #expect(page.contains("the value lies above its upper natural limit"))
    #expect(page.contains("the change from the week before is larger than changes usually are"))
    #expect(page.contains("€611.00 to €1,622"))
    #expect(page.contains("for the better"))
    #expect(page.contains("There is no value yet."))
  }

  /// By hand, cells 100/100/100/96 and 4 missing of 400: with 95 rows moved from the first cell to the last,
  /// (0.0125 − 0.25)·ln(0.0125 / 0.25) + (0.4775 − 0.24)·ln(0.4775 / 0.24) = 0.7115 + 0.1634 = 0.8749.
  @Test("the population stability index of an input")
  func drift() throws {
    let output = try filled()
    let rows = output.asset("models/figures/again-drift-inputs.csv").split(separator: "\n")
    #expect(rows.first == "series,date,PSI")
    let last = try #require(rows.first { $0.hasPrefix("recency,2026-01-26,") }).split(separator: ",")
    #expect(abs((Double(last.last ?? "") ?? 0) - 0.8749) < 0.0002)
    #expect(output.text("index.md").contains("1 of 2 inputs have shifted"))
  }

  @Test("a query that changed since its values were computed is said to have")
  func query() throws {
    var files = Samples.files
    files["sql/revenue.sql"] = "SELECT 1\n"
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    #expect(try scratch.output(book: book).text("reports/weekly.md").contains("**The query has changed**"))
  }

  @Test("a replaced run leads to what replaced it, and back")
  func replacement() throws {
    let output = try filled()
    #expect(
      output.text("runs/20260201T020000Z-26.md").contains(
        "Its rows were replaced by run [`20260202T020000Z-26`](20260202T020000Z-26.md)."))
    #expect(
      output.text("runs/20260202T020000Z-26.md").contains("[`20260201T020000Z-26`](20260201T020000Z-26.md)"))
    #expect(output.text("runs/20260202T020000Z-26.md").contains("400 rows in = 400 out + 0 rejects."))
  }

  @Test("a period without a value is a gap, not a neighbour")
  func gap() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    // Mondays, the second of January left out.
    let days = ["2025-12-29", "2026-01-12", "2026-01-19"]
    _ = try book.save(
      days.map {
        KPIValueRecord(
          kpi: "weekly_revenue", period: $0, value: 5, sqlDigest: "s", dataDigest: nil,
          computedAt: "2026-02-01T00:00:00Z")
      })
    let output = try scratch.output(book: book)
    #expect(
      output.asset("reports/figures/weekly-kpi-weekly_revenue.csv")
        == "date,Weekly revenue\n2025-12-29,5.0\n2026-01-05,\n2026-01-12,5.0\n2026-01-19,5.0\n")
    #expect(
      output.text("reports/weekly.md").contains(
        "too few values to tell usual variation from a change: 3 of 6"))
  }

  @Test("a CSV cell that a spreadsheet would run begins with an apostrophe")
  func formulas() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let record = Samples.version("again", digest: Samples.digest("7"))
    _ = try book.addVersion(
      VersionRecord(
        model: "again", number: 0, digest: Samples.digest("7"), format: "lightgbm", size: 1, fileName: "m",
        signature: record.signature, labels: nil, parameters: [], metrics: [:], framework: nil, training: nil,
        sourceCommit: nil, trainedUntil: nil, bands: nil, facts: [],
        importance: [
          .init(input: "=cmd|' /C calc'!A0", gain: 3, splits: 1),
          .init(input: "-x,\"y\"", gain: 2, splits: 1),
          .init(input: "plain", gain: -1, splits: 1),
        ], verification: record.verification, registeredAt: "t", registeredBy: "b", note: nil), profile: nil,
      numbering: .next)
    _ = try book.setAlias(
      AliasRecord(
        model: "again", alias: "champion", number: 2, since: "2026-02-04T00:00:00Z", by: "b", reason: nil,
        evidence: nil))
    let csv = try scratch.output(book: book).asset("models/figures/again-gain.csv")
    #expect(csv.contains("\n'=cmd|' /C calc'!A0,3.0\n"))
    #expect(csv.contains("\n\"'-x,\"\"y\"\"\",2.0\n"))
    #expect(csv.contains("\nplain,-1.0\n"))
  }

  @Test("a run id that is no sound file name gets another one")
  func paths() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.run(book, "../../etc/x", date: "2026-01-05", at: "2026-02-01T02:00:00Z")
    let output = try scratch.output(book: book)
    #expect(output.documents.allSatisfy { !$0.path.contains("..") })
    #expect(output.documents.contains { $0.path.hasPrefix("runs/name-") })
  }
}
