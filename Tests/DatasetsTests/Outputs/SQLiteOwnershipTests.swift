import Datasets
import Diagnostics
import Models
import Tabular
import Testing

@Suite("Whose tables a SQLite target touches")
struct SQLiteOwnershipTests {
  private typealias Row = OutputFixture.Row
  private let folder: ScratchFolder
  private let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("out.db")
  }

  private func target(_ table: String = "scores", _ mode: WriteMode = .byDate) -> SQLiteTarget {
    SQLiteTarget(path: path, table: table, mode: mode, stagingFolder: folder.file("staging"), busyTimeout: 50)
  }

  private func rows(_ sql: String) throws -> [[SQLValue]] { try SQLiteDatabase(path, .readOnly).rows(sql) }

  @Test(
    "a job without shadows leaves another job's table of that name alone",
    arguments: [WriteMode.byDate, .latest])
  func shadowOfAnotherJob(_ mode: WriteMode) throws {
    // Its key has model and version in it, so that only the commits tell that it is no shadow table of ours.
    let like = OutputPlan(
      job: "other", date: "1998-01-04", runID: "run-1",
      columns: ["id", "model", "version"].map { OutputColumn(name: $0, kind: .text, value: .input(0)) }
        + [
          OutputColumn(name: "date", kind: .text, value: .constant("1998-01-04")),
          OutputColumn(name: "run_id", kind: .text, value: .constant("run-1")),
        ], keyCount: 3, shadows: [])
    try OutputFixture.write(target("scores_shadow", mode), like, [Row(key: "a"), Row(key: "b")])
    try OutputFixture.write(
      target("scores", mode), OutputFixture.plan(run: "run-2", shadow: false), [Row(key: "a")])
    #expect(try rows("SELECT id FROM scores_shadow ORDER BY id") == [[.text("a")], [.text("b")]])
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan(run: "run-3")) }
    #expect(problem?.identifier.name == "output-table-taken")
  }

  @Test(
    "a job without shadows leaves a table alone that is not ours",
    arguments: [
      "CREATE TABLE scores_shadow (date TEXT, x TEXT)",
      "CREATE TABLE scores_shadow (date TEXT, x TEXT, PRIMARY KEY (date, x)) STRICT, WITHOUT ROWID",
      """
      CREATE TABLE Scores_Shadow (date TEXT, x TEXT, id TEXT, model TEXT, version INTEGER,
                                  PRIMARY KEY (date, id, model, version)) STRICT, WITHOUT ROWID
      """,
    ])
  func foreignShadow(_ create: String) throws {
    let database = try SQLiteDatabase(path, .readWrite)
    try database.execute(create)
    let full = create.contains("model")
    try database.execute(
      full
        ? "INSERT INTO scores_shadow VALUES ('1998-01-04', 'kept', 'a', 'm', 1)"
        : "INSERT INTO scores_shadow VALUES ('1998-01-04', 'kept')")
    try OutputFixture.write(target(), OutputFixture.plan(shadow: false), [Row(key: "a")])
    #expect(try rows("SELECT x FROM scores_shadow") == [[.text("kept")]])
  }

  @Test("a job that has no shadows any more replaces those it had")
  func ownShadows() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    try OutputFixture.write(target(), OutputFixture.plan(run: "run-2", shadow: false), [Row(key: "a")])
    #expect(try rows("SELECT count(*) FROM scores_shadow") == [[.integer(0)]])
  }

  @Test("refuses the shadow table of another job, and its table in other letters")
  func taken() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    for table in ["scores_shadow", "SCORES", "Scores_Shadow"] {
      let problem = #expect(throws: Diagnostic.self) {
        try target(table).stage(OutputFixture.plan(job: "other"))
      }
      #expect(problem?.identifier.name == "output-table-taken")
    }
  }

  @Test("a job that writes to another table keeps what stands in the first one")
  func renamed() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")], rejects: [OutputFixture.reject])
    try OutputFixture.write(
      target("scores_2"), OutputFixture.plan(run: "run-2"), [Row(key: "a")], rejects: [OutputFixture.reject])
    for (table, run) in [("scores", "run-1"), ("scores_2", "run-2")] {
      #expect(try target(table).standing(job: "nightly", date: "1998-01-04")?.runID == run)
      #expect(try target(table).commits(job: "nightly").map(\.runID) == [run])
      #expect(try rows("SELECT run_id FROM \(table)_with_commits") == [[.text(run)]])
    }
    #expect(
      try rows("SELECT run_id FROM scorebook_rejects ORDER BY 1") == [[.text("run-1")], [.text("run-2")]])
    try OutputFixture.write(target("scores_2", .latest), OutputFixture.plan(run: "run-3"), [Row(key: "a")])
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
    #expect(try rows("SELECT run_id FROM scorebook_rejects") == [[.text("run-1")]])
  }

  @Test("the view tells no run for a row that was not written by it")
  func view() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    try SQLiteDatabase(path, .existing).execute("UPDATE scores SET run_id = 'mine'")
    #expect(try rows("SELECT * FROM scores_with_commits").isEmpty)
  }

  @Test("keeps a view of somebody else")
  func foreignView() throws {
    try SQLiteDatabase(path, .readWrite).execute("CREATE VIEW scores_with_commits AS SELECT 1 AS one")
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan()) }
    #expect(problem?.identifier.name == "output-foreign-table")
    #expect(try rows("SELECT one FROM scores_with_commits") == [[.integer(1)]])
  }

  @Test(
    "refuses a table of commits that has another shape",
    arguments: [
      "CREATE TABLE scorebook_commits (x)",
      "CREATE VIEW scorebook_commits AS SELECT 'nightly' AS job",
      """
      CREATE TABLE scorebook_commits (
        job TEXT, date TEXT, run_id TEXT, model TEXT, model_digest TEXT, plan_digest TEXT, input_digest TEXT,
        source_stamp TEXT, rows_in INTEGER, rows_out INTEGER, rejects INTEGER, committed_at TEXT, output TEXT,
        PRIMARY KEY (job, date)) STRICT, WITHOUT ROWID
      """,
    ])
  func foreignCommits(_ create: String) throws {
    try SQLiteDatabase(path, .readWrite).execute(create)
    let staging = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan()) }
    #expect(staging?.identifier.name == "output-foreign-table")
    let reading = #expect(throws: Diagnostic.self) { try target().standing(job: "nightly", date: nil) }
    #expect(reading?.identifier.name == "output-foreign-table")
  }
}
