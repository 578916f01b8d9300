import Book
import Charts
import Markdown
import Testing

@testable import Reports

@Suite("Tables beside figures")
struct FigureTableTests {
  /// A page with a figure of so many series, each of so many nights; series 0 is at 0, 1, 2, …
  private func page(series: Int, nights: Int, step: Int) -> [String] {
    var page = PageWriter(path: "jobs/nightly.md", title: "Nightly", FrontMatter())
    page.figure(
      SmallMultiples(
        title: "Inputs that moved", axis: "PSI", across: .days,
        panels: (0..<series).map { panel in
          .init("s\(panel)", (0..<nights).map { .init(Double(20_000 + $0), Double($0) / 100) })
        }), "moved", caption: "Inputs.", step: step)
    return page.fragment().markdown.split(separator: "\n").map(String.init)
  }

  private func rows(_ lines: [String], of series: Int) -> [String] {
    lines.filter { $0.hasPrefix("| s\(series) ") }
  }

  @Test("of several series hold all rows while they are some hundreds")
  func all() {
    let lines = page(series: 7, nights: 14, step: 50)
    for series in 0..<7 { #expect(rows(lines, of: series).count == 14) }
    #expect(!lines.contains { $0.contains("The table has") })
  }

  @Test("of many rows are thinned series by series, each with its first and last row")
  func thinned() {
    let lines = page(series: 9, nights: 102, step: 50)
    #expect(lines.contains { $0.contains("The table has every 50th point of each series, the CSV all.") })
    for series in 0..<9 {
      let found = rows(lines, of: series)
      #expect(found.count == 4)
      #expect(found.first?.contains("2024-10-04") == true && found.last?.contains("2025-01-13") == true)
    }
  }

  @Test("the parts of a KPI are a table of their own, which no chart takes for its data")
  func parts() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    for (count, words) in [
      (1, "Its only part:"), (3, "Its parts, the largest first:"), (9, "Its 8 largest parts:"),
    ] {
      _ = try book.save(
        (0..<count).map { part in
          KPIValueRecord(
            kpi: "weekly_revenue", dimension: "p\(part)", period: "2026-02-09", value: Double(100 - part),
            sqlDigest: "s", dataDigest: nil, computedAt: "2026-02-03T03:00:00Z")
        })
      let text = try scratch.output(book: book).text("reports/weekly.md")
      #expect(text.contains("\n\n\(words)\n\n| part "), "\(text)")
    }
  }

  @Test("a histogram needs 100 rows: of fewer a sentence stands in its place, and no file")
  func histogram() throws {
    func page(rows: Int) throws -> (text: String, files: [String]) {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      _ = try book.addVersion(
        Samples.version("again", digest: Samples.digest("a")), profile: Samples.profile(), numbering: .next)
      let id = "20260105T020000Z-a"
      try Samples.run(
        book, id, date: "2026-01-05", at: "2026-01-05T02:00:00Z", profile: Samples.profile(rows: rows))
      let output = try scratch.output(book: book)
      return (
        output.text("runs/\(id).md"), output.assets.map(\.path).filter { $0.contains("runs/figures/\(id)") }
      )
    }
    let small = try page(rows: 12)
    #expect(
      small.text.contains(
        "The run has 12 rows with a value of `probability`. A histogram is drawn of 100 and more: with fewer, its cells "
          + "would tell of single rows."), "\(small.text)")
    #expect(!small.text.contains("Distribution of") && small.files.isEmpty)
    let large = try page(rows: 100)
    #expect(large.text.contains("Share of rows by probability") && !large.files.isEmpty)
  }
}
