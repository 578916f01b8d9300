import Book
import Charts
import Statistics
import Testing
import Workspace

@testable import Reports

@Suite("Phases and parts of a KPI")
struct KPIPhaseTests {
  private let yaml = Samples.yaml.replacing(
    "    unit: EUR", with: "    unit: EUR\n    limits: {xmr: restart_at_release}")

  /// Mondays from 2025-11-03 on.
  private func monday(_ week: Int) -> String { Day(number: 20_395 + 7 * week).iso }

  private func record(_ week: Int, _ value: Double?, of dimension: String? = nil) -> KPIValueRecord {
    KPIValueRecord(
      kpi: "weekly_revenue", dimension: dimension, period: monday(week), value: value, sqlDigest: "s",
      dataDigest: nil, computedAt: "2026-02-03T00:00:00Z")
  }

  private func champion(_ number: Int, _ time: String) -> AliasRecord {
    AliasRecord(
      model: "again", alias: "champion", number: number, since: time, by: "a", reason: nil, evidence: nil)
  }

  /// Eight weeks around 11, a release on their last Wednesday, then weeks around 21.
  private func workspace(_ after: Int) throws -> (Scratch, Book) {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    for letter in ["a", "b"] {
      _ = try book.addVersion(
        Samples.version("again", digest: Samples.digest(letter), verification: Samples.verified),
        profile: nil,
        numbering: .next)
    }
    _ = try book.setAlias(champion(1, "2024-01-01T00:00:00Z"))
    _ = try book.setAlias(champion(2, monday(7).dropLast(2) + "24T09:00:00Z"))
    _ = try book.save(
      (0..<8).map { record($0, $0 % 2 == 0 ? 10 : 12) }
        + (8..<8 + after).map { record($0, $0 % 2 == 0 ? 20 : 22) })
    return (scratch, book)
  }

  @Test("limits start again with the first period after a release, and no signal reaches over it")
  func restart() throws {
    #expect(monday(0) == "2025-11-03" && monday(7) == "2025-12-22")
    let (scratch, book) = try workspace(6)
    let snapshot = try BookSnapshot(scratch.configuration(yaml), book)
    let kpi = try #require(snapshot.configuration.kpis["weekly_revenue"])
    let series = KPISeries(kpi, snapshot)
    #expect(series.phases.map(\.range) == [0..<8, 8..<14])
    // Mean ± 2.66 · 2, by hand.
    let limits = series.phases.compactMap(\.limits)
    #expect(limits.map(\.mean) == [11, 21])
    #expect(limits.map(\.lower) == [11 - 5.32, 21 - 5.32])
    #expect(limits.map(\.upper) == [11 + 5.32, 21 + 5.32])
    #expect(series.phases.map { $0.release?.reference } == ["again@1", "again@2"])
    #expect(series.releases.map(\.reference) == ["again@2"])
    #expect(series.signals.isEmpty)
    // In one window the same values signal: the limits know nothing of the release.
    let plain = try BookSnapshot(scratch.configuration(), book)
    #expect(!KPISeries(try #require(plain.configuration.kpis["weekly_revenue"]), plain).signals.isEmpty)
    let output = try scratch.output(yaml, book: book)
    let page = output.text("reports/weekly.md")
    #expect(page.contains("the present ones since again@2 became champion on 2025-12-24"), "\(page)")
    #expect(
      output.asset("reports/figures/weekly-kpi-weekly_revenue.csv").contains(
        "2025-12-22,12.0,2.0,11.0,5.68,16.32,,again@2\n2025-12-29,20.0,,21.0,15.68,26.32,,\n"))
  }

  @Test("a release on the first day of a period counts to that period; the day is the workspace's")
  func firstDay() throws {
    let (scratch, book) = try workspace(6)
    // 23:30 in UTC of a Sunday is Monday in Berlin.
    _ = try book.setAlias(champion(1, "2026-01-11T23:30:00Z"))
    for (zone, range) in [("UTC", 10..<14), ("Europe/Berlin", 11..<14)] {
      let zoned = yaml.replacing("timezone: UTC", with: "timezone: \(zone)")
      let snapshot = try BookSnapshot(scratch.configuration(zoned), book)
      let series = KPISeries(try #require(snapshot.configuration.kpis["weekly_revenue"]), snapshot)
      #expect(series.phases.last?.range == range, "\(zone)")
    }
  }

  @Test("a release in the newest period is drawn and told with it")
  func newest() throws {
    let (scratch, book) = try workspace(0)
    let output = try scratch.output(yaml, book: book)
    #expect(
      output.asset("reports/figures/weekly-kpi-weekly_revenue.csv").hasSuffix(
        "2025-12-22,12.0,2.0,11.0,5.68,16.32,,again@2\n"))
    #expect(output.text("reports/weekly.md").contains("Releases: again@2 at 2025-12-22."))
  }

  @Test("a phase with too few values has no limits yet, and the page says since when")
  func short() throws {
    let (scratch, book) = try workspace(3)
    let page = try scratch.output(yaml, book: book).text("reports/weekly.md")
    #expect(!page.contains("the present ones"))
    #expect(
      page.contains(
        "again@2 became champion on 2025-12-24, and limits start again there: 3 of 6 values that they need are there."
      ), "\(page)")
  }

  @Test("parts have a line each, the largest first; the whole is no sum of them")
  func parts() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    _ = try book.save(
      (0..<7).flatMap { week in
        [
          record(week, 9), record(week, 3, of: "a/b"), record(week, 5, of: "a b"),
          record(week, week < 3 ? 1 : nil, of: "<i>"),
        ]
      } + [record(7, 9)])
    let output = try scratch.output(book: book)
    let page = output.text("reports/weekly.md")
    let lines = page.split(separator: "\n").filter { $0.hasPrefix("| a") || $0.hasPrefix("| \\<i>") }
    #expect(lines.map { $0.prefix(6) } == ["| a b ", "| a/b ", "| \\<i>"], "\(page)")
    #expect(page.contains("in the week from 2025-11-17"))
    #expect(output.asset("reports/figures/weekly-kpi-weekly_revenue-part-2.svg").contains("svg"))
  }

  @Test("a part that signals stands in the summary, be there a whole or not")
  func signallingParts() throws {
    let calm = [10.0, 12, 10, 12, 10, 12, 10, 12, 10, 12]
    func page(_ more: [KPIValueRecord]) throws -> String {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      // Mean 11, mean change 2: limits 5.68 and 16.32 before the fall.
      let parts = (calm + [0.02]).enumerated().map { record($0, $1 * 100, of: "north") }
      _ = try book.save(parts + more)
      return try scratch.output(book: book).text("reports/weekly.md")
    }
    let alone = try page([])
    #expect(alone.contains("**What changed.** Weekly revenue “north”: "), "\(alone)")
    #expect(
      alone.contains(
        "**What needs attention.** Weekly revenue “north” shows a change in the unwanted direction"),
      "\(alone)")
    let whole = try page((0..<11).map { record($0, 2000) })
    #expect(whole.contains("**What changed.** Weekly revenue “north”: "), "\(whole)")
    #expect(whole.contains("Weekly revenue “north” shows a change in the unwanted direction"))
    #expect(whole.contains("**What is fine.** Weekly revenue meets its target"))
  }

  @Test("of parts alone one that lacks its newest value is missing once; one that ended is none")
  func endedParts() throws {
    func page(_ last: Int) throws -> String {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      _ = try book.save(
        (0..<9).map { record($0, 5, of: "north") } + (0..<last).map { record($0, 5, of: "spring") })
      return try scratch.output(book: book).text("reports/weekly.md")
    }
    #expect(
      try page(8).contains("**What needs attention.** Weekly revenue “spring” has no value for the week"))
    #expect(!(try page(7).contains("Weekly revenue “spring” has no value")))
  }

  @Test("two reports, and one report twice, may show the same KPI; many parts stand at the end once more")
  func shared() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    _ = try book.save(
      (0..<7).flatMap { week in (0..<10).map { record(week, Double($0), of: "part \($0)") } })
    let yaml = Samples.yaml.replacing(
      "reports:\n",
      with: """
        reports:
          other:
            title: Another
            period: week
            contents: [{kpi: weekly_revenue}, {kpi: weekly_revenue}]

        """)
    let output = try scratch.output(yaml, book: book)
    #expect(Set(output.assets.map(\.path)).count == output.assets.count)
    let page = output.text("reports/other.md")
    #expect(page.contains("2 smaller parts stand at the end"))
    #expect(page.split(separator: "\n").count { $0.hasPrefix("| part 9") || $0.hasPrefix("> | part 9") } == 2)
    #expect(page.split(separator: "\n").count { $0 == "## Weekly revenue" } == 1)
    // Parts alone are no missing number.
    #expect(page.contains("**What needs attention.** Nothing:"))
  }
}
