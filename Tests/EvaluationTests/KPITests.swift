import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

@Suite("KPI values")
struct KPITests {
  private struct Expected: Decodable {
    struct Value: Decodable {
      let period: String
      let value: Double
    }
    let kpis: [String: [Value]]
  }

  @Test("weekly revenue, orders and active customers of the demo equal pandas'")
  func demo() throws {
    let bench = try EvaluationBench()
    let root = EvaluationBench.root
    try FileManager.default.createSymbolicLink(
      atPath: bench.path + "/data", withDestinationPath: root + "/data")
    let kpis = ["revenue", "orders", "active"]
    let yaml =
      """
      name: demo
      timezone: UTC
      datasets:
        purchases:
          csv: data/cdnow/purchases.csv
          columns: {customer_id: text, date: date, cds: integer, dollars: number}
      kpis:

      """
      + kpis.map {
        "  \($0): {query: data/cdnow/kpis/\($0).sql, tables: {purchases: purchases}, period: week}\n"
      }
      .joined()
    let configuration = try ConfigurationLoader.decode(
      yaml: yaml, file: bench.path + "/scorebook.yaml", root: root)
    let catalogue = DatasetCatalogue(configuration)
    let queries = try kpis.map { try KPIQuery($0, catalogue) }
    let asOf = try #require(CalendarDate("1998-07-01"))
    let (outcomes, problems) = KPIUpdater(book: bench.book, now: "t1").updateAll(queries, asOf: asOf)
    #expect(problems.isEmpty, "\(problems.list)")
    #expect(outcomes.map(\.kpi) == ["active", "orders", "revenue"])
    #expect(outcomes.map(\.unfinished) == [1, 1, 1])
    #expect(outcomes.map(\.periods) == [78, 78, 78])
    let file = URL(fileURLWithPath: root + "/Tests/Fixtures/cdnow/expected_kpis.json")
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    for kpi in kpis {
      // The week that begins on 1998-06-29 is not over on 1998-07-01.
      let wanted = try #require(expected.kpis[kpi]).filter { $0.period < "1998-06-29" }
      let values = try bench.book.kpiValues(of: kpi)
      #expect(values.map(\.period) == wanted.map(\.period))
      for (value, other) in zip(values, wanted) { #expect(abs((value.value ?? .nan) - other.value) <= 1e-9) }
    }
    let again = KPIUpdater(book: bench.book, now: "t2").updateAll(queries, asOf: asOf)
    #expect(again.outcomes.map(\.written) == [0, 0, 0])
    #expect(again.outcomes.map(\.periods) == [1, 1, 1])
    #expect(KPIOutcome.table(outcomes).rows.count == 3)
  }

  private static let weekly = "SELECT period, value FROM numbers WHERE period >= :from AND period < :to"

  private func query(
    _ bench: EvaluationBench, _ sql: String, period: Configuration.KPI.Period = .week
  ) -> KPIQuery {
    KPIQuery(
      name: "k", period: period, sql: SQLQuery(text: sql, file: "k.sql"),
      runner: QueryRunner(.file(bench.path + "/numbers.db")))
  }

  private func numbers(_ rows: [(String, String)]) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    try fill(bench, rows)
    return bench
  }

  private func fill(_ bench: EvaluationBench, _ rows: [(String, String)]) throws {
    let database = try SQLiteDatabase(bench.path + "/numbers.db", .readWrite)
    try database.execute("DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (period, value)")
    for (period, value) in rows { try database.execute("INSERT INTO numbers VALUES (\(period), \(value))") }
  }

  private func update(
    _ bench: EvaluationBench, _ query: KPIQuery, _ asOf: String, from: String? = nil, now: String = "t"
  ) throws -> KPIOutcome {
    try KPIUpdater(book: bench.book, now: now).update(
      query, asOf: try #require(CalendarDate(asOf)), from: from.flatMap { CalendarDate($0) })
  }

  @Test("NULL is no value; whole numbers are numbers")
  func null() throws {
    let bench = try numbers([("'1997-11-03'", "NULL"), ("'1997-11-10'", "7"), ("'1997-11-17'", "0.5")])
    let outcome = try update(bench, query(bench, Self.weekly), "1997-12-01")
    #expect(outcome.periods == 3)
    #expect(try bench.book.kpiValues(of: "k").map(\.value) == [nil, 7, 0.5])
  }

  @Test(
    "a query that gives something else is refused",
    arguments: [
      ("SELECT period, value AS amount FROM numbers", Diagnostic.Identifier.kpiColumns),
      ("SELECT period, value, 1 AS more FROM numbers", .kpiColumns),
      ("SELECT period, value, 1 AS dimension, 2 AS more FROM numbers", .kpiColumns),
      ("SELECT period, value, '' AS dimension FROM numbers", .kpiDimension),
      ("SELECT period, value, 0.5 AS dimension FROM numbers", .kpiDimension),
      ("SELECT period, value, hex(zeroblob(101)) AS dimension FROM numbers", .kpiDimension),
      (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 201) "
          + "SELECT period, value, i AS dimension FROM numbers, n", .kpiDimension
      ),
      (
        "SELECT period, value, 'a' AS dimension FROM numbers UNION ALL SELECT period, value, 'a' FROM numbers",
        .kpiDuplicatePeriod
      ),
      ("SELECT '1997-11-04' AS period, value FROM numbers", .kpiPeriod),
      ("SELECT 'yesterday' AS period, value FROM numbers", .kpiPeriod),
      ("SELECT NULL AS period, value FROM numbers", .kpiPeriod),
      ("SELECT 5 AS period, value FROM numbers", .kpiPeriod),
      ("SELECT period, 'many' AS value FROM numbers", .kpiValue),
      ("SELECT period, 9e999 AS value FROM numbers", .kpiValue),
      ("SELECT period, value FROM numbers UNION ALL SELECT period, value FROM numbers", .kpiDuplicatePeriod),
      ("SELECT period, value FROM nowhere", .sqlSyntax),
      ("DELETE FROM numbers", .sqlNotOneSelect),
    ])
  func refused(_ sql: String, _ identifier: Diagnostic.Identifier) throws {
    let bench = try numbers([("'1997-11-03'", "1")])
    let told = problem { _ = try update(bench, query(bench, sql), "1997-12-01") }
    // The guard has names of its own for SQL that does not compile or does not read.
    if sql.contains("nowhere") || sql.hasPrefix("DELETE") {
      #expect(told?.identifier.name.hasPrefix("sql-") == true, "\(String(describing: told))")
    } else {
      #expect(told?.identifier == identifier, "\(String(describing: told))")
    }
    if sql.contains("9e999") { #expect(told?.found == "an infinite number") }
    #expect(try bench.book.kpiValues().isEmpty)
  }

  @Test("an unchanged query is asked from the newest period on; a day may be named to ask again from")
  func incremental() throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2"), ("'1997-11-17'", "3")])
    let query = query(bench, Self.weekly)
    #expect(try update(bench, query, "1997-11-20").unfinished == 1)
    #expect(try bench.book.kpiValues().map(\.period) == ["1997-11-03", "1997-11-10"])
    try fill(
      bench, [("'1997-11-03'", "9"), ("'1997-11-10'", "8"), ("'1997-11-17'", "7"), ("'1997-11-24'", "6")])
    let outcome = try update(bench, query, "1997-11-24", now: "t2")
    #expect(outcome.periods == 2)
    #expect(outcome.unfinished == 0)
    #expect(try bench.book.kpiValues().map(\.value) == [1, 8, 7])
    _ = try update(bench, query, "1997-11-24", from: "1997-11-05", now: "t3")
    #expect(try bench.book.kpiValues().map(\.value) == [9, 8, 7])
  }

  @Test("a table shows as many decimals as leave something of a value")
  func digits() {
    func text(_ value: Double) -> String { ResultTable.rounded(value, digits: KPIOutcome.digits(value)) }
    #expect(
      text(12) == "12" && text(1234.567) == "1234.57" && text(0.5) == "0.50" && text(-0.031) == "-0.0310")
    #expect(text(1.985e-6) == "0.00000199" && text(-1.985e-6) == "-0.00000199" && text(0) == "0")
    #expect(text(1.5e-30) == "1.5e-30" && text(8e303) == "8e+303")
  }

  @Test("a changed query replaces the whole series, and what it no longer gives goes")
  func changed() throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2"), ("'1997-11-17'", "3")])
    _ = try update(bench, query(bench, Self.weekly), "1997-12-01")
    let doubled = query(bench, "SELECT period, 2 * value AS value FROM numbers WHERE period > '1997-11-03'")
    let outcome = try update(bench, doubled, "1997-12-01", now: "t2")
    #expect(outcome.queryChanged)
    #expect(outcome.written == 3)
    #expect(try bench.book.kpiValues().map(\.value) == [4, 6])
    // From an earlier day: still all of the series, in one definition.
    let tripled = query(bench, "SELECT period, 3 * value AS value FROM numbers")
    _ = try update(bench, tripled, "1997-11-12", now: "t3")
    #expect(try bench.book.kpiValues().map(\.value) == [3, 6, 9])
  }

  @Test("parts come beside the whole, which is a row without a name")
  func parts() throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2")])
    let query = query(
      bench,
      "SELECT period, 10 * value AS value, 'b' AS dimension FROM numbers UNION ALL SELECT period, value, 7 FROM numbers"
        + " UNION ALL SELECT period, 11 * value, NULL FROM numbers")
    let outcome = try update(bench, query, "1997-12-01")
    #expect(outcome.periods == 2 && outcome.written == 6)
    #expect(outcome.latest == "1997-11-10" && outcome.value == 22)
    let values = try bench.book.kpiValues(of: "k")
    #expect(values.map(\.dimension) == [nil, nil, "7", "7", "b", "b"])
    #expect(values.map(\.value) == [11, 22, 1, 2, 10, 20])
    #expect(try update(bench, query, "1997-12-01").written == 0)
  }

  @Test(
    "rows without a part are not taken for the whole where the query does not say NULL",
    arguments: [
      ("SELECT period, sum(value) AS value, shop AS dimension FROM k GROUP BY 1, 3", false),
      ("SELECT period, sum(value) AS value, nullif(shop, '') AS dimension FROM k GROUP BY 1, 3", false),
      (
        "SELECT period, value, shop AS dimension FROM k -- NULL is 'nobody''s' NULL\n"
          + "/* NULL */ WHERE 'NULL' <> \"period\" AND value IS NOT NULL", false
      ),
      ("SELECT period, value, nullable AS dimension FROM (SELECT *, shop AS nullable FROM k)", false),
      ("SELECT period, value, shop AS dimension FROM k WHERE shop IS NOT NULL", true),
      ("SELECT period, value, coalesce(shop, 'unknown') AS dimension FROM k", true),
      (
        "SELECT period, value, coalesce(shop, 'x') AS dimension FROM k UNION ALL "
          + "SELECT period, sum(value), null FROM k GROUP BY 1", true
      ),
    ])
  func unnamed(sql: String, isTaken: Bool) throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2")])
    let shops = "WITH k AS (SELECT period, value, CASE value WHEN 1 THEN 'a' END AS shop FROM numbers) "
    let query = query(bench, shops + sql)
    do {
      _ = try update(bench, query, "1997-12-01")
      #expect(isTaken)
    } catch let error as Diagnostic {
      #expect(!isTaken && error.identifier == .kpiDimension, "\(error)")
      #expect(error.description.contains("KPI 'k'") && error.description.contains("period '1997-11-10'"))
      #expect(error.description.contains("coalesce(…, 'unknown')"))
      #expect(error.description.contains("NULL AS dimension"))
    }
  }

  @Test("without a whole there is no newest value, and a part's name stands in no message")
  func onlyParts() throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2")])
    let parts = query(bench, "SELECT period, value, 'ada@example.com' AS dimension FROM numbers")
    let outcome = try update(bench, parts, "1997-12-01")
    #expect(outcome.periods == 2 && outcome.written == 2 && outcome.value == nil && outcome.latest == nil)
    #expect(try update(bench, parts, "1997-12-01").periods == 1)
    for sql in [
      "SELECT period, value, 'ada@example.com' AS dimension FROM numbers UNION ALL SELECT period, value, 'ada@example.com' FROM numbers",
      "SELECT period, value, replace(hex(zeroblob(99)), '0', 'ada@example.com') AS dimension FROM numbers",
      "SELECT period, 'ada@example.com' AS value FROM numbers",
      "SELECT 'ada@example.com' AS period, value FROM numbers",
    ] {
      let told = problem { _ = try update(bench, query(bench, sql), "1997-12-01") }
      #expect(told.map { !$0.description.contains("ada") } == true, "\(String(describing: told))")
    }
  }

  @Test("looking back from an earlier day takes no period away")
  func backwards() throws {
    let bench = try numbers([("'1997-11-03'", "1"), ("'1997-11-10'", "2")])
    let query = query(bench, Self.weekly)
    _ = try update(bench, query, "1997-12-01")
    #expect(try update(bench, query, "1997-11-08").periods == 0)
    #expect(try bench.book.kpiValues().count == 2)
  }

  @Test("one KPI that fails does not stop the others")
  func others() throws {
    let bench = try numbers([("'1997-11-03'", "1")])
    let bad = KPIQuery(
      name: "a", period: .week, sql: SQLQuery(text: "SELECT 1", file: "a.sql"),
      runner: QueryRunner(.file(bench.path + "/numbers.db")))
    let (outcomes, problems) = KPIUpdater(book: bench.book, now: "t").updateAll(
      [query(bench, Self.weekly), bad], asOf: try #require(CalendarDate("1997-12-01")))
    #expect(outcomes.map(\.kpi) == ["k"])
    #expect(problems.list.map(\.identifier) == [.kpiColumns])
  }

  @Test(
    "spans begin and end where the calendar says",
    arguments: [
      ("1998-07-01", Configuration.KPI.Period.week, "1998-06-29", "1998-07-06"),
      ("1998-06-28", .week, "1998-06-22", "1998-06-29"), ("1998-06-29", .week, "1998-06-29", "1998-07-06"),
      ("1968-02-29", .week, "1968-02-26", "1968-03-04"), ("1998-01-31", .month, "1998-01-01", "1998-02-01"),
      ("1998-12-31", .month, "1998-12-01", "1999-01-01"), ("2000-02-29", .month, "2000-02-01", "2000-03-01"),
      ("1998-07-01", .day, "1998-07-01", "1998-07-02"),
    ])
  func spans(_ day: String, _ period: Configuration.KPI.Period, _ start: String, _ end: String) throws {
    let first = KPIPeriod.start(of: try #require(CalendarDate(day)), period)
    #expect(first.description == start)
    #expect(KPIPeriod.end(of: first, period).description == end)
    #expect(KPIUpdater.beginning.description == "0001-01-01")
  }
}
