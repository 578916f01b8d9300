import Testing

@Suite("The first page")
struct HomePageTests {
  private func home(_ yaml: String = Samples.yaml) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    return try scratch.output(yaml, book: book).text("index.md")
  }

  @Test("the tiles name whose night and whose measure they tell")
  func tiles() throws {
    let page = try home()
    #expect(page.contains("| Last night of nightly "))
    #expect(page.contains("*400 rows, 0 rejects*"))
    #expect(page.contains("| AUC of again@1 "))
    #expect(page.contains("| [€2,401](reports/weekly.md) *✓ target €1,000 met*"), "\(page.prefix(3000))")
    #expect(page.contains("| [€2,401](reports/weekly.md) | €1,000 "), "\(page.prefix(3000))")
  }

  @Test("of several jobs it tells for how many the last night stands, and for which not")
  func jobs() throws {
    let idle = "  idle: {input: customers, model: rule@1, output: {csv: \"_out/idle-:date.csv\"}}\n"
    let page = try home(Samples.yaml.replacing("jobs:\n", with: "jobs:\n" + idle))
    #expect(page.contains("| Jobs whose last night stands "))
    #expect(page.contains("[0 of 2](jobs/index.md) *not: idle, nightly*"), "\(page.prefix(2000))")
  }

  /// By hand: of the 29 days from 2026-01-05 to 2026-02-02 five have a run.
  @Test("nights without a run need attention, on the page of their job and of all jobs, too")
  func missing() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(Samples.yaml.replacing("every: 7d", with: "every: 1d"), book: book)
    let words = "24 nights since 2026-01-03 are missing, the last one 2026-02-01."
    #expect(output.text("index.md").contains("[nightly](jobs/nightly.md): \(words)"))
    #expect(output.text("jobs/nightly.md").contains(words))
    #expect(
      output.text("jobs/index.md").contains("1 job; nights of [nightly](nightly.md) wait to be mended."))
    #expect(try !home().contains("are missing"))
  }

  @Test("a target that is missed needs attention, beside a signal")
  func target() throws {
    let met = try home()
    #expect(!met.contains("misses its target"))
    let page = try home(Samples.yaml.replacing("target: 1000", with: "target: 9000"))
    #expect(
      page.contains(
        "the week from 2026-02-09: €2,401 misses its target of €9,000 by €6,600; above the upper limit."),
      "\(page.prefix(3000))")
    #expect(page.contains("*✗ target €9,000 missed*"))
    #expect(page.contains("| €9,000 | ✗ missed |"))
  }
}
