import Book
import Datasets
import Diagnostics
import Foundation
import Scoring
import Synchronization
import Testing
import Workspace

@Suite("Book and target")
struct BookTests {
  @Test("a deleted book is made again from the target; nothing is scored twice")
  func deleted() throws {
    let bench = try Bench()
    let runs = try bench.run(0...2).compactMap(\.commit?.runID)
    let bytes = bench.read("_out/s.db")
    try bench.remove(".scorebook")
    #expect(try bench.run(0...2).allSatisfy { $0.isSame })
    #expect(bench.read("_out/s.db") == bytes)
    let known = try bench.book.runs(.init(standingOnly: true))
    #expect(Set(known.map(\.id)) == Set(runs))
    #expect(
      known.allSatisfy { $0.rowsIn == 5 && $0.rowsOut == 5 && $0.rejects == 0 && $0.state == .committed })
    #expect(bench.told.withLock { $0.filter { $0.contains("the book now knows it") }.count } == 3)
  }

  @Test("an older copy of the book learns what happened since")
  func older() throws {
    let bench = try Bench(Bench.dated + "\nlookback: 5d")
    try bench.run(0...0)
    let files = try FileManager.default.contentsOfDirectory(atPath: bench.path + "/.scorebook")
      .filter { $0.hasPrefix("book.db") }
    let old = files.map { ($0, bench.read(".scorebook/" + $0) ?? []) }
    try bench.write("data/2026-01-01.csv", Bench.customers(9))
    let later = try bench.run(0...1)
    #expect(later[0].replaced != nil && later[1].commit != nil)
    for (name, bytes) in old {
      try Data(bytes).write(to: URL(filePath: bench.path + "/.scorebook/" + name))
    }
    #expect(try bench.run(0...1).allSatisfy { $0.isSame })
    let standing = try bench.book.runs(.init(standingOnly: true)).map(\.id)
    #expect(Set(standing) == Set(later.compactMap(\.commit?.runID)))
  }

  @Test("a target that is gone is scored again, and the book says that the old run has fallen")
  func targetGone() throws {
    let bench = try Bench()
    let first = try #require(try bench.run(0...0)[0].commit)
    try bench.remove("_out/s.db")
    let second = try #require(try bench.run(0...0)[0].commit)
    #expect(try bench.book.runs(.init(standingOnly: true)).map(\.id) == [second.runID])
    #expect(
      bench.told.withLock { $0.contains { $0.contains(first.runID) && $0.contains("no longer stands") } })
  }

  @Test("a CSV file that was deleted is written again; one that was edited is not touched")
  func csv() throws {
    let bench = try Bench(
      "every: 1d\nsince: 2026-01-01\noutputs: [probability]\noutput: {csv: _out/:date.csv}")
    try bench.run(0...1)
    let other = bench.read("_out/2026-01-02.csv")
    try bench.remove("_out/2026-01-01.csv")
    #expect(try bench.run(0...1).map { $0.commit != nil } == [true, false])
    #expect(bench.read("_out/2026-01-02.csv") == other)
    try bench.write("_out/2026-01-01.csv", "mine\n")
    #expect(try bench.run(0...0)[0].failure?.identifier == .outputForeignFile)
    #expect(bench.text("_out/2026-01-01.csv") == "mine\n")
  }

  @Test("CSV and table hold the same predictions, rows in = rows out + rejects in both")
  func bothOutputs() throws {
    let more = """
        files:
          input: customers
          model: welcome@champion
          every: 1d
          since: 2026-01-01
          outputs: [margin, probability]
          max_rejects: 1
          output: {csv: _out/:date.csv}
      """
    let bench = try Bench("", yaml: Bench.workspace(Bench.dated + "\nmax_rejects: 1", more: more))
    try bench.write("data/2026-01-01.csv", Bench.customers(0) + "0009,x,1\n")
    let commits = try ["night", "files"].map { try #require(try bench.run(0...0, job: $0)[0].commit) }
    for commit in commits { #expect(commit.rowsIn == 6 && commit.rowsOut == 5 && commit.rejects == 1) }
    let lines = bench.text("_out/2026-01-01.csv").split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(lines[0] == ["id", "date", "margin", "probability", "run_id"])
    let rows = try bench.rows("SELECT id, date, margin, probability FROM scores ORDER BY id")
    #expect(rows.count == 5)
    for (line, row) in zip(lines.dropFirst(), rows) {
      #expect(line[0] == row[0].text && line[1] == row[1].text)
      #expect(Double(line[2]) == row[2].number && Double(line[3]) == row[3].number)
    }
    #expect(bench.text("_out/2026-01-01.rejects.csv").contains("0009,x,1"))
  }

  private let other = """
      other:
        question: Who else?
        objective: To compare.
        owner: {team: crm, email: crm@example.com}
        versions: [{artefact: models/other.yaml}]
    """

  @Test("shadows are written beside the champion, with what each of them gives")
  func shadows() throws {
    let bench = try Bench("", yaml: Bench.workspace(Bench.dated + "\nshadow: [other@1]", models: other))
    try bench.write("models/other.yaml", Bench.scorecard(recent: 0))
    #expect(try bench.run(0...0)[0].commit?.rowsOut == 5)
    #expect(try bench.count("scores_shadow") == 5)
    let rows = try bench.rows("SELECT model, version, probability FROM scores_shadow WHERE id = '0001'")
    // 20 + 0 + 0 points: odds 0.1 * 2^((20 - 100) / 20).
    #expect(rows[0][0] == .text("other") && rows[0][1] == .integer(1))
    #expect(abs((rows[0][2].number ?? 0) - 0.00625 / 1.00625) < 1e-12)
    let run = try #require(try bench.book.runs().first)
    #expect(run.champion?.reference == "welcome@1" && run.shadows.map(\.reference) == ["other@1"])
  }

  @Test("what programs complained of goes after 30 days, and the oldest beyond a hundred files")
  func complaints() throws {
    let bench = try Bench()
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: bench.path + "/.scorebook/complaints").sorted()
    }
    // The bench's clock says 2026-02-01.
    let (old, young) = ("20260101T235959Z-00000001.log", "20260102T000000Z-00000001.log")
    for name in [old, young, "notes.log"] { try bench.write(".scorebook/complaints/\(name)", "row\n") }
    try bench.run(0...0)
    #expect(try names() == [young, "notes.log"])
    let many = (100...199).map { "20260131T000000Z-00000\($0).log" }
    for name in many { try bench.write(".scorebook/complaints/\(name)", "row\n") }
    try bench.run(0...0)
    #expect(try names() == many + ["notes.log"])
  }

  @Test("trace finds a key's rows with the run that wrote them", arguments: ["sqlite", "csv"])
  func trace(_ kind: String) throws {
    let output = kind == "csv" ? "{csv: _out/:date.csv}" : "{sqlite: _out/s.db, table: scores}"
    let job = "every: 1d\nsince: 2026-01-01\noutputs: [probability]\nshadow: [other@1]\noutput: \(output)"
    let bench = try Bench("", yaml: Bench.workspace(job, models: other))
    try bench.write("models/other.yaml", Bench.scorecard(recent: 0))
    let commits = try bench.run(0...1).compactMap(\.commit)
    let configuration = try bench.configuration
    let night = try #require(configuration.jobs["night"])
    let tracer = Tracer(configuration)
    let all = try tracer.rows(of: night, key: ["0002"], date: nil)
    #expect(all.map(\.date) == ["2026-01-01", "2026-01-01", "2026-01-02", "2026-01-02"])
    #expect(all.map(\.isShadow) == [false, true, false, true])
    #expect(all.map(\.commit?.runID) == [0, 0, 1, 1].map { commits[$0].runID })
    let one = try tracer.rows(of: night, key: ["0002"], date: CalendarDate(Bench.day(1)))
    #expect(one.count == 2 && one[0].cells.contains { $0.name == "run_id" && $0.value == commits[1].runID })
    #expect(try tracer.rows(of: night, key: ["none"], date: nil).isEmpty)
    let failure = try #require(throws: Diagnostic.self) {
      try tracer.rows(of: night, key: ["1", "2"], date: nil)
    }
    #expect(failure.identifier == .traceKey)
  }

  @Test("a book that fails after the commit does not make the run a failure")
  func unsettled() throws {
    let bench = try Bench()
    let watch = Watch(progress: { _ in
      // A book nobody can write to any more, between the start of the run and its end.
      let database = try? SQLiteDatabase(bench.path + "/.scorebook/book.db", .readWrite)
      try? database?.execute("CREATE TRIGGER no BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'no'); END")
    })
    let result = try bench.run(0...0, watch: watch)[0]
    let commit = try #require(result.commit, "\(result.outcome)")
    #expect(result.warnings.map(\.identifier) == [.runUnsettled])
    let database = try SQLiteDatabase(bench.path + "/.scorebook/book.db", .readWrite)
    try database.execute("DROP TRIGGER no")
    #expect(try bench.run(0...0)[0].isSame)
    #expect(try bench.book.run(commit.runID)?.state == .committed)
  }
}
