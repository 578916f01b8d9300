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
      input: "customers", kept: table == "made" ? ["before"] : [], variants: oracle.variants)
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

  private func record(_ name: String) throws -> ReadoutRecord {
    let oracle = try #require(try OracleCase.load("made").first { $0.name == name })
    return try look(bench(oracle), oracle, table: "made")
  }

  @Test("outcomes lost in one variant are told by their number, also where the counts can't show it")
  func lost() throws {
    let record = try record("few outcomes lost in one variant")
    #expect((record.sampleRatio?.countedPValue ?? 0) > 0.1)
    let counts = "control lacks 24 of 427, letter lacks 53 of 259, call lacks 10 of 176"
    #expect(record.sentence.contains("lost in one variant more than in another: \(counts) (p < 0.000001)"))
  }

  @Test("says why nothing is adjusted after a variant had keys, and why a loss has no share")
  func reasons() throws {
    let later = try record("from a date, not adjusted by what came later")
    #expect(later.notes.contains { $0.hasPrefix("Nothing is adjusted by before: keys were in") })
    let margin = try record("negative values")
    for effect in margin.effects {
      #expect(effect.liftReason?.hasPrefix("control's value is not above zero") == true)
    }
  }
}
