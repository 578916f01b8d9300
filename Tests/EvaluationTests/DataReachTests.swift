import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

@Suite("Data that do not reach as far as what is judged")
struct DataReachTests {
  /// Purchases from Monday, 1997-11-03, to Tuesday, 1997-11-18.
  private static let purchases =
    "customer,day,dollars\n" + (3...18).map { "a,1997-11-\($0 < 10 ? "0" : "")\($0),1\n" }.joined()

  private static func yaml(_ extra: String) -> String {
    """
    name: shop
    timezone: UTC
    datasets:
      purchases: {csv: purchases.csv, columns: {day: date, dollars: number}\(extra)}
      outcomes: {query: outcomes.sql, tables: {purchases: purchases}, key: [customer]}
    kpis:
      revenue: {query: revenue.sql, tables: {purchases: purchases}, period: week}

    """
  }

  private func bench(_ purchases: String = purchases) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    for (name, text) in [
      ("purchases.csv", purchases),
      (
        "revenue.sql",
        "SELECT date(day, '-6 days', 'weekday 1') AS period, sum(dollars) AS value FROM purchases "
          + "WHERE day >= :from AND day < :to GROUP BY period"
      ), ("outcomes.sql", "SELECT customer, day >= :date AS bought FROM purchases GROUP BY customer"),
    ] {
      try Data(text.utf8).write(to: URL(filePath: bench.path + "/" + name))
    }
    return bench
  }

  private func catalogue(
    _ bench: EvaluationBench, _ extra: String = ", reaches: day"
  ) throws -> DatasetCatalogue {
    DatasetCatalogue(
      try ConfigurationLoader.decode(
        yaml: Self.yaml(extra), file: bench.path + "/scorebook.yaml", root: bench.path))
  }

  private func update(
    _ bench: EvaluationBench, _ asOf: String, from: String? = nil, takesBeyond: Bool = false,
    _ extra: String = ", reaches: day"
  ) throws -> KPIOutcome {
    try KPIUpdater(book: bench.book, now: "t", takesBeyond: takesBeyond).update(
      KPIQuery("revenue", try catalogue(bench, extra)), asOf: try #require(CalendarDate(asOf)),
      from: from.flatMap { CalendarDate($0) })
  }

  @Test("a week to whose end the data don't reach is refused by name, and nothing is entered")
  func kpi() throws {
    let bench = try bench()
    let told = try #require(problem { _ = try update(bench, "1997-12-01") })
    #expect(told.identifier == .kpiBeyondData && told.kind == .notNow)
    #expect(
      told.description.hasSuffix(
        "revenue.sql: KPI 'revenue' would be of data that are not there yet: week '1997-11-17'; expected data up "
          + "to 1997-11-23, found dataset 'purchases' reaches 1997-11-18. Ask again when the data are there, or as "
          + "of a morning that they reach: --as-of 1997-11-19. Say --beyond-data where there is nothing to come."
      ),
      "\(told.description)")
    #expect(try bench.book.kpiValues().isEmpty)
    #expect(try update(bench, "1997-11-19").unfinished == 1)
    #expect(try bench.book.kpiValues(of: "revenue").map(\.period) == ["1997-11-03", "1997-11-10"])
    // Asked for again on any later morning, the week is still refused.
    #expect(problem { _ = try update(bench, "1998-05-01") }?.identifier == .kpiBeyondData)
    #expect(try bench.book.kpiValues(of: "revenue").count == 2)
  }

  @Test("days without rows that are usual, and a person's word, let it through")
  func quiet() throws {
    #expect(try update(bench(), "1997-12-01", ", reaches: day, quiet: 5d").periods == 3)
    #expect(problem { _ = try update(bench(), "1997-12-01", ", reaches: day, quiet: 4d") } != nil)
    #expect(try update(bench(), "1997-12-01", takesBeyond: true).periods == 3)
    #expect(try update(bench(), "1997-12-01", "").periods == 3)
  }

  @Test("what was entered too early goes where it is asked for again; data that are away take nothing along")
  func withdrawn() throws {
    let bench = try bench()
    _ = try update(bench, "1997-12-01", "")
    #expect(try update(bench, "1997-11-19").withdrawn == 0)
    #expect(try bench.book.kpiValues(of: "revenue").count == 3)
    let outcome = try update(bench, "1997-11-19", from: "1997-11-17")
    #expect(outcome.withdrawn == 1 && outcome.latest == "1997-11-10" && outcome.written == 1)
    #expect(KPIOutcome.table([outcome]).rows[0].last == "1 withdrawn")
    #expect(try bench.book.kpiValues(of: "revenue").map(\.period) == ["1997-11-03", "1997-11-10"])
    try Data("customer,day,dollars\n".utf8).write(to: URL(filePath: bench.path + "/purchases.csv"))
    #expect(try update(bench, "1997-11-19").withdrawn == 0)
  }

  @Test("a night whose last day the data don't reach is refused; one judged too early is no knowledge")
  func evaluation() throws {
    let bench = try bench()
    for date in ["1997-11-03", "1997-11-12"] { try bench.writeNight(date, run: date) }
    let plan = bench.plan(maturesAfter: 7)
    var sources = bench.sources
    // Judged before anything told how far the data reach.
    #expect(try bench.evaluate("1997-11-30", plan: plan, sources: sources).mature == 2)
    let catalogue = try catalogue(bench)
    sources.reach = { () throws(Diagnostic) in try catalogue.reach(of: "outcomes") }
    // The last day on which outcomes of the 12th count is the 18th, and that of the 13th would be the 19th.
    #expect(try bench.evaluate("1997-11-30", plan: plan, sources: sources).mature == 2)
    try bench.writeNight("1997-11-13", run: "early")
    let told = try #require(problem { _ = try bench.evaluate("1997-11-30", plan: plan, sources: sources) })
    #expect(told.identifier == .evaluationBeyondData && told.kind == .notNow)
    #expect(told.expected == "data up to 1997-11-19")
    #expect(told.found == "dataset 'purchases' reaches 1997-11-18")
    let day = try #require(CalendarDate("1997-11-30"))
    let evaluator = Evaluator(plan, sources: sources, book: bench.book, now: "t", takesBeyond: true)
    #expect(try evaluator.evaluate(asOf: day).mature == 3)
    #expect(try bench.book.evaluations(name: plan.name).contains { $0.date == "1997-11-13" })
    // What was judged too early is turned back by judging as of a morning that the data reach.
    let back = try bench.evaluate("1997-11-19", plan: plan, sources: sources)
    #expect(!back.isLookBack && back.mature == 2)
    #expect(try !bench.book.evaluations(name: plan.name).contains { $0.date == "1997-11-13" })
  }

  @Test("the newest day is that of the dataset that reaches least far; a column that is none is told")
  func reach() throws {
    let bench = try bench()
    let day = try #require(CalendarDate("1997-11-18"))
    let found = try catalogue(bench, ", reaches: day, quiet: 2d").reach(of: "outcomes")
    #expect(found == DataReach(dataset: "purchases", newest: day, quiet: 2))
    #expect(found?.holds(day.adding(days: 2)) == true && found?.holds(day.adding(days: 3)) == false)
    #expect(try catalogue(bench, "").reach(of: ["a": "outcomes", "b": "purchases"]) == nil)
    for column in ["dya", "customer"] {
      let told = problem { _ = try catalogue(bench, ", reaches: \(column)").reach(of: "purchases") }
      #expect(told?.identifier == .datasetReaches, "\(column)")
    }
    try Data("customer,day,dollars\n".utf8).write(to: URL(filePath: bench.path + "/purchases.csv"))
    let empty = try catalogue(bench).reach(of: "purchases")
    #expect(empty?.newest == nil && empty?.holds(day) == false)
  }

  @Test(
    "only what is there without a date can be asked",
    arguments: [
      "datasets: {a: {query: a.sql, tables: {}, reaches: day}}",
      "datasets: {a: {csv: 'a/:date.csv', reaches: day}}", "datasets: {a: {csv: a.csv, quiet: 2d}}",
      "datasets: {a: {csv: a.csv, reaches: day, quiet: 400d}}",
    ])
  func refused(datasets: String) throws {
    #expect(throws: (any Error).self) {
      try ConfigurationLoader.decode(
        yaml: "name: a\ntimezone: UTC\n\(datasets)\n", file: "/w/scorebook.yaml", root: "/w")
    }
  }
}
