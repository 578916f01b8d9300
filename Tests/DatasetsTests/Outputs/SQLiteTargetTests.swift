import Datasets
import Diagnostics
import Foundation
import Models
import Synchronization
import Tabular
import Testing

@Suite("SQLite target")
struct SQLiteTargetTests {
  private typealias Row = OutputFixture.Row
  private let folder: ScratchFolder
  private let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("out.db")
  }

  private func target(
    _ mode: WriteMode = .byDate, table: String = "scores", busyTimeout: Int32 = 50,
    fault: @escaping FaultPoint.Hook = { _ in }
  ) -> SQLiteTarget {
    SQLiteTarget(
      path: path, table: table, mode: mode, stagingFolder: folder.file("staging"), busyTimeout: busyTimeout,
      fault: fault)
  }

  private func rows(_ sql: String) throws -> [[SQLValue]] { try SQLiteDatabase(path, .readOnly).rows(sql) }

  @Test("writes rows, shadows, rejects and the commit, and joins them in a view")
  func write() throws {
    let plan = OutputFixture.plan()
    try OutputFixture.write(
      target(), plan,
      [
        Row(key: "00001"), Row(key: "00002", kept: .nan, probability: 0.75, shadow: nil),
        Row(key: "00003", status: .missingInput), Row(key: "", probability: .nan),
      ], rejects: [OutputFixture.reject])
    #expect(
      try rows("SELECT * FROM scores") == [
        [.text(""), .text("1998-01-04"), .null, .null, .null, .real(1.5), .text("run-1")],
        [
          .text("00001"), .text("1998-01-04"), .real(0.25), .text("no"), .integer(3), .real(1.5),
          .text("run-1"),
        ],
        [.text("00002"), .text("1998-01-04"), .real(0.75), .text("yes"), .integer(4), .null, .text("run-1")],
      ])
    #expect(
      try rows("SELECT * FROM scores_shadow WHERE id <> ''") == [
        [.text("00001"), .text("1998-01-04"), .text("challenger"), .integer(2), .real(0.5), .text("run-1")]
      ])
    #expect(
      try rows("SELECT * FROM scorebook_rejects") == [
        [
          .text("nightly"), .text("1998-01-04"), .text("run-1"), .text("customers.csv"), .integer(7),
          .integer(8),
          .text("age"), .text("'n/a' is not a number"), .text("7,n/a,\"x\""),
        ]
      ])
    #expect(
      try rows(
        "SELECT id, job, model, model_digest, committed_at FROM scores_with_commits WHERE id = '00001'") == [
          [
            .text("00001"), .text("nightly"), .text("repurchase@1"), .text("md"),
            .text("1998-01-04T02:00:00Z"),
          ]
        ])
    #expect(
      try target().standing(job: "nightly", date: "1998-01-04")
        == OutputFixture.record(plan, rows: 4, rejects: 1))
    #expect(try target().standing(job: "other", date: "1998-01-04") == nil)
    #expect(try target().standing(job: "nightly", date: "1998-01-11") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("staging")).isEmpty)
  }

  @Test("makes strict tables without rowid, keyed by date and key")
  func schema() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    #expect(
      try rows("SELECT name, strict, wr FROM pragma_table_list WHERE name LIKE 'scores%' ORDER BY name") == [
        [.text("scores"), .integer(1), .integer(1)], [.text("scores_shadow"), .integer(1), .integer(1)],
        [.text("scores_with_commits"), .integer(0), .integer(0)],
      ])
    #expect(
      try rows("SELECT name FROM pragma_table_info('scores') WHERE pk > 0 ORDER BY pk") == [
        [.text("date")], [.text("id")],
      ])
    #expect(
      try rows("SELECT name FROM pragma_table_info('scores_shadow') WHERE pk > 0 ORDER BY pk")
        == [[.text("date")], [.text("id")], [.text("model")], [.text("version")]])
  }

  @Test("replaces one date whole and leaves the others")
  func byDate() throws {
    try OutputFixture.write(
      target(), OutputFixture.plan(), [Row(key: "a"), Row(key: "b")], rejects: [OutputFixture.reject])
    try OutputFixture.write(target(), OutputFixture.plan(date: "1998-01-11", run: "run-2"), [Row(key: "a")])
    try OutputFixture.write(target(), OutputFixture.plan(run: "run-3"), [Row(key: "c")])
    #expect(
      try rows("SELECT date, id, run_id FROM scores ORDER BY date, id") == [
        [.text("1998-01-04"), .text("c"), .text("run-3")], [.text("1998-01-11"), .text("a"), .text("run-2")],
      ])
    #expect(try rows("SELECT count(*) FROM scores_shadow") == [[.integer(2)]])
    #expect(try rows("SELECT count(*) FROM scorebook_rejects") == [[.integer(0)]])
    #expect(try target().commits(job: "nightly").map(\.runID) == ["run-3", "run-2"])
  }

  @Test("keeps the latest only")
  func latest() throws {
    try OutputFixture.write(target(.latest), OutputFixture.plan(), [Row(key: "a"), Row(key: "b")])
    try OutputFixture.write(
      target(.latest), OutputFixture.plan(date: "1998-01-11", run: "run-2"), [Row(key: "b")])
    #expect(try rows("SELECT date, id FROM scores") == [[.text("1998-01-11"), .text("b")]])
    #expect(try rows("SELECT count(*) FROM scores_shadow") == [[.integer(1)]])
    #expect(try target(.latest).commits(job: "nightly").map(\.date) == ["1998-01-11"])
  }

  @Test("a job without dates has no date column and one commit")
  func withoutDate() throws {
    for run in ["run-1", "run-2"] {
      try OutputFixture.write(target(.latest), OutputFixture.plan(date: nil, run: run), [Row(key: "a")])
    }
    #expect(try rows("SELECT id, run_id FROM scores") == [[.text("a"), .text("run-2")]])
    #expect(try target(.latest).standing(job: "nightly", date: nil)?.runID == "run-2")
    #expect(try rows("SELECT run_id, committed_at FROM scores_with_commits").count == 1)
  }

  @Test("an output without rows has a commit")
  func empty() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [])
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
    #expect(try rows("SELECT count(*) FROM scores") == [[.integer(0)]])
  }

  @Test("adds columns for new outputs and refuses another type")
  func evolution() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    let wider = OutputFixture.plan(
      date: "1998-01-11", run: "run-2",
      extra: [OutputColumn(name: "model", kind: .text, value: .constant("m"))])
    try OutputFixture.write(target(), wider, [Row(key: "a")])
    #expect(
      try rows("SELECT model, commit_model FROM scores_with_commits ORDER BY date") == [
        [.null, .text("repurchase@1")], [.text("m"), .text("repurchase@1")],
      ])
    let clash = OutputFixture.plan(extra: [OutputColumn(name: "model", kind: .real, value: .null)])
    let problem = #expect(throws: Diagnostic.self) { try target().stage(clash) }
    #expect(problem?.identifier.name == "output-column-type")
  }

  @Test(
    "refuses a table that is not ours before a row is scored",
    arguments: [
      "CREATE TABLE scores (id TEXT PRIMARY KEY, run_id TEXT)", "CREATE VIEW scores AS SELECT 1 AS id",
      "CREATE TABLE scores (date TEXT, id TEXT, x TEXT, PRIMARY KEY (date, id)) STRICT, WITHOUT ROWID",
      "CREATE TABLE scores (id TEXT, run_id TEXT, PRIMARY KEY (id)) STRICT, WITHOUT ROWID",
      "CREATE TABLE scores_with_commits (x)",
    ])
  func foreign(_ sql: String) throws {
    try SQLiteDatabase(path, .readWrite).execute(sql)
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan()) }
    #expect(problem?.identifier.name == "output-foreign-table")
    #expect(try rows("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'scorebook%'") == [[.integer(0)]])
  }

  @Test("refuses the table of another job")
  func taken() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan(job: "other")) }
    #expect(problem?.identifier.name == "output-table-taken")
  }

  @Test("refuses a key that stands twice, naming both records, and leaves the old rows")
  func duplicate() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "old")])
    let stage = try OutputFixture.stage(
      target(), OutputFixture.plan(run: "run-2"),
      [Row(key: "a"), Row(key: "b"), Row(key: "a"), Row(key: "b")])
    let problem = #expect(throws: Diagnostic.self) {
      try stage.commit(OutputFixture.record(OutputFixture.plan()))
    }
    #expect(problem?.identifier.name == "output-duplicate-key")
    #expect(problem?.summary == "records 1 and 3 have the same key")
    stage.discard()
    #expect(try rows("SELECT id, run_id FROM scores") == [[.text("old"), .text("run-1")]])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("staging")).isEmpty)
  }

  @Test("rejects a row whose key has no value")
  func missingKey() throws {
    let stage = try target().stage(OutputFixture.plan())
    var encoded = EncodedRows()
    OutputFixture.encode(
      [Row(key: nil), Row(key: "a")], firstRecord: 41, stage.makeEncoder(), into: &encoded)
    #expect(encoded.rowCount == 1)
    #expect(encoded.shadowCount == 1)
    #expect(encoded.rejects.list.map(\.record) == [41])
    #expect(encoded.rejects.list.first?.column == "id")
  }

  @Test("stages chunks in their order, however early a worker is")
  func order() async throws {
    let stage = try target().stage(OutputFixture.plan(shadow: false))
    await withTaskGroup(of: Void.self) { group in
      for chunk in [3, 2, 1, 0] {
        group.addTask {
          await withCheckedContinuation { done in
            Thread.detachNewThread {
              var encoded = EncodedRows()
              let rows = (0..<100).map { Row(key: String(1_000 + chunk * 100 + $0)) }
              OutputFixture.encode(rows, firstRecord: chunk * 100 + 1, stage.makeEncoder(), into: &encoded)
              try? stage.append(chunk, encoded)
              done.resume()
            }
          }
        }
      }
    }
    try stage.commit(OutputFixture.record(OutputFixture.plan(), rows: 400))
    #expect(
      try rows("SELECT count(*), min(id), max(id) FROM scores") == [
        [.integer(400), .text("1000"), .text("1399")]
      ])
  }

  @Test("says not now where another program holds the file, and writes nothing")
  func locked() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    let other = try SQLiteDatabase(path, .readWrite)
    try other.execute("BEGIN IMMEDIATE")
    let early = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan(run: "run-2")) }
    #expect(early?.kind == .notNow)
    try other.execute("ROLLBACK")
    let stage = try OutputFixture.stage(target(), OutputFixture.plan(run: "run-2"), [Row(key: "b")])
    try other.execute("BEGIN IMMEDIATE")
    let late = #expect(throws: Diagnostic.self) {
      try stage.commit(OutputFixture.record(OutputFixture.plan(run: "run-2")))
    }
    #expect(late?.kind == .notNow)
    try other.execute("ROLLBACK")
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
  }

  @Test(
    "a crash at any instant leaves the old rows of the date or the new ones", arguments: FaultPoint.allCases)
  func crash(_ point: FaultPoint) throws {
    let old = OutputFixture.plan()
    try OutputFixture.write(target(), old, [Row(key: "a"), Row(key: "b")])
    // What a killed process leaves: the files as they are at that instant.
    let snapshot = folder.file("crashed.db")
    let source = path
    let reached = Atomic(false)
    let crashing = target { at throws(Diagnostic) in
      guard at == point else { return }
      reached.store(true, ordering: .relaxed)
      for ending in ["", "-journal"] where FileManager.default.fileExists(atPath: source + ending) {
        try? FileManager.default.copyItem(atPath: source + ending, toPath: snapshot + ending)
      }
      throw Diagnostic(.testCrash, .failure, "crash")
    }
    // Enough rows that SQLite writes into the file before the transaction ends.
    let many = (0..<20_000).map { Row(key: "key-\($0)") }
    let plan = OutputFixture.plan(run: "run-2")
    let stage = try crashing.stage(plan)
    for (chunk, start) in stride(from: 0, to: many.count, by: 200).enumerated() {
      var encoded = EncodedRows()
      OutputFixture.encode(
        Array(many[start..<start + 200]), firstRecord: start + 1, stage.makeEncoder(), into: &encoded)
      try stage.append(chunk, encoded)
    }
    do {
      try stage.commit(OutputFixture.record(plan, rows: many.count))
      let wasReached = reached.load(ordering: .relaxed)
      #expect(!wasReached)
      return
    } catch {
      #expect(error.identifier == .testCrash)
    }
    let after = SQLiteTarget(
      path: snapshot, table: "scores", mode: .byDate, stagingFolder: folder.file("staging"))
    try after.recover(job: "nightly")
    let standing = try #require(try after.standing(job: "nightly", date: "1998-01-04"))
    #expect(standing.runID == (point == .transactionEnded ? "run-2" : "run-1"))
    let database = try SQLiteDatabase(snapshot, .readOnly)
    #expect(
      try database.rows("SELECT run_id, count(*) FROM scores GROUP BY 1")
        == [point == .transactionEnded ? [.text("run-2"), .integer(20_000)] : [.text("run-1"), .integer(2)]])
    #expect(try database.rows("PRAGMA integrity_check") == [[.text("ok")]])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("staging")).isEmpty)
  }

  @Test("refuses an output without a key")
  func noKey() {
    let plan = OutputFixture.plan()
    let keyless = OutputPlan(
      job: plan.job, date: plan.date, runID: plan.runID, columns: plan.columns, keyCount: 0, shadows: [])
    #expect(throws: Diagnostic.self) { try target().stage(keyless) }
  }

  @Test("says which folder can't be written, before a row is scored")
  func unwritable() throws {
    try folder.write("a file", to: "folder")
    let inside = SQLiteTarget(
      path: folder.file("folder/out.db"), table: "scores", mode: .byDate,
      stagingFolder: folder.file("staging"))
    let open = #expect(throws: Diagnostic.self) { try inside.stage(OutputFixture.plan()) }
    #expect(open?.identifier.name == "sql-open")
    let unstaged = SQLiteTarget(
      path: path, table: "scores", mode: .byDate, stagingFolder: folder.file("folder/staging"))
    let staging = #expect(throws: Diagnostic.self) { try unstaged.stage(OutputFixture.plan()) }
    #expect(staging?.identifier.name == "output-folder")
  }
}
