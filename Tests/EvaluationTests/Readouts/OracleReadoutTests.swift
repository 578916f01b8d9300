import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Testing
import Workspace

/// Readouts of made-up nights, from tables to verdicts, against pandas, scipy and statsmodels.
@Suite("Readouts held against pandas, scipy and statsmodels")
struct OracleReadoutTests {
  private static let outcomes = """
    CREATE TABLE outcomes (date TEXT, customer_id TEXT, bought INTEGER, spent REAL, orders REAL, visits REAL,
      minutes REAL, complained REAL, margin REAL)
    """

  /// Lines of a fixture without its first, as fields.
  private func lines(_ file: String) throws -> [[String]] {
    let text = try String(contentsOfFile: OracleCase.folder + "/" + file, encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func bench(_ oracle: OracleCase) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    let target = try bench.target
    try target.execute(
      """
      CREATE TABLE made (date TEXT, customer_id TEXT, variant TEXT, before REAL, run_id TEXT);
      CREATE TABLE bare (date TEXT, customer_id TEXT, variant TEXT, run_id TEXT)
      """)
    let actuals = try bench.actuals
    try actuals.execute(Self.outcomes)
    let rows = try lines("made.csv")
    var variants: [String: String] = [:]
    try target.transaction { () throws(Diagnostic) in
      for row in rows {
        if variants[row[1]] == nil { variants[row[1]] = row[2] }
        let run = SQLValue.text("r\(row[0])")
        let known = Double(row[3]).map { SQLValue.real($0) } ?? .null
        _ = try target.rows(
          "INSERT INTO made VALUES (?, ?, ?, ?, ?)", row[..<3].map { SQLValue.text($0) } + [known, run])
      }
      _ = try target.rows("INSERT INTO bare SELECT date, customer_id, variant, run_id FROM made", [])
    }
    let outcomes = try lines("outcomes.csv")
    try actuals.transaction { () throws(Diagnostic) in
      for row in outcomes {
        if let lost = oracle.lost, variants[row[1]] == lost.variant, (Int(row[1]) ?? 0) % lost.every == 0 {
          continue
        }
        _ = try actuals.rows(
          "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row.map { SQLValue.text($0) })
      }
    }
    for date in Set(rows.map { $0[0] }) {
      bench.note(date, champion: "repurchase@1", run: "r\(date)")
      try bench.book.begin(
        RunStart(
          id: "r\(date)", job: "nightly", date: date, startedAt: "t0",
          versions: [.init(role: .champion, model: "repurchase", number: 1, digest: "a")], planDigest: "p",
          target: "stub", threads: 1, process: ProcessIdentity(host: "h", pid: 1, start: "s"),
          program: "test", split: oracle.split("mail")))
    }
    return bench
  }

  /// - Parameter table: `made` keeps the covariate; for `bare` it is read from the job's input.
  private func look(_ bench: EvaluationBench, _ oracle: OracleCase, table: String) throws -> ReadoutRecord {
    let plan = ReadoutPlan(
      try oracle.readout(job: "nightly", split: "mail", actuals: "repurchases"), keys: ["customer_id"],
      input: "customers", variants: oracle.variants)
    @Sendable func source(_ file: String, _ table: String, _ date: CalendarDate) -> SQLiteSource {
      SQLiteSource(
        name: table, database: .file(file),
        content: .table(table, dateColumn: "date", date: date.description))
    }
    let path = bench.path
    let rows = EvaluationSources.sqlite(
      StubTarget(bench: bench), job: "nightly", file: path + "/target.db", table: table,
      outcomes: { source(path + "/actuals.db", "outcomes", $0) })
    let sources = ReadoutSources(rows: rows, input: { source(path + "/target.db", "made", $0) })
    let day = try #require(CalendarDate(oracle.as_of))
    return try ReadoutTaker(plan, sources: sources, book: bench.book, now: "t1").take(asOf: day).record
  }

  @Test("every figure and verdict is theirs to 1e-9", arguments: try OracleCase.load("made"))
  func made(_ oracle: OracleCase) throws {
    let bench = try bench(oracle)
    oracle.check(try look(bench, oracle, table: "made"))
    if oracle.covariate != nil { oracle.check(try look(bench, oracle, table: "bare")) }
  }
}
