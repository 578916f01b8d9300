import Book
import Datasets
import Diagnostics
import Foundation
import Scoring
import Synchronization
import Testing
import Workspace

@Suite("Promises of a run")
struct PromisesTests {
  @Test("scores what is absent, and a second run changes no byte")
  func same() throws {
    let bench = try Bench()
    let first = try bench.run(0...2)
    #expect(first.allSatisfy { $0.commit?.rowsOut == 5 && $0.commit?.rowsIn == 5 })
    // 20 + 60 + 0 points of 0001 on the first day: odds 0.1 * 2^((80 - 100) / 20).
    let rows = try bench.rows("SELECT probability FROM scores WHERE id = '0001' AND date = '2026-01-01'")
    #expect(abs((rows.first?.first?.number ?? 0) - 0.05 / 1.05) < 1e-12)
    let bytes = bench.read("_out/s.db")
    let again = try bench.run(0...2)
    #expect(again.allSatisfy { $0.isSame })
    #expect(bench.read("_out/s.db") == bytes)
    #expect(try bench.book.runs().count == 3)
  }

  @Test("a touched file whose rows are the same is no change")
  func touched() throws {
    let bench = try Bench()
    try bench.run(0...0)
    let bytes = bench.read("_out/s.db")
    try bench.write("data/2026-01-01.csv", Bench.customers(0))
    #expect(try bench.run(0...0)[0].isSame)
    #expect(bench.read("_out/s.db") == bytes)
  }

  @Test("another order of the rows is the same input")
  func reordered() throws {
    let bench = try Bench()
    try bench.run(0...0)
    let lines = Bench.customers(0).split(separator: "\n").map(String.init)
    try bench.write(
      "data/2026-01-01.csv", ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n")
    #expect(try bench.run(0...0)[0].isSame)
  }

  @Test("a new champion leaves a past date as it is; --force replaces it whole")
  func otherPlan() throws {
    let bench = try Bench()
    try bench.run(0...1)
    let old = try bench.standing(0)
    try bench.write("models/welcome_2.yaml", Bench.scorecard(recent: 10))
    try bench.write(
      "scorebook.yaml",
      Bench.workspace(Bench.dated).replacingOccurrences(
        of: "[{artefact: models/welcome.yaml}]",
        with: "[{artefact: models/welcome.yaml}, {artefact: models/welcome_2.yaml}]"
      ).replacingOccurrences(of: "model: welcome@champion", with: "model: welcome@2"))
    let left = try bench.run(0...2)
    #expect(left.map(\.left) == [.otherPlan, .otherPlan, nil])
    #expect(left[2].commit?.model == "welcome@2")
    #expect(try bench.standing(0) == old)
    let forced = try bench.run(0...0, options: .init(force: true))
    #expect(forced[0].replaced?.model == "welcome@1")
    #expect(try bench.rows("SELECT DISTINCT run_id FROM scores WHERE date = '2026-01-01'").count == 1)
    #expect(try bench.count("scores", 0) == 5)
    let runs = try bench.book.runs(.init(date: "2026-01-01"))
    #expect(runs.filter(\.isStanding).map(\.id) == [forced[0].commit?.runID])
    #expect(runs.first { $0.isStanding }?.replaces == forced[0].replaced?.runID)
  }

  @Test("--model pins a version for one command")
  func pinned() throws {
    let bench = try Bench()
    try bench.write("models/welcome_2.yaml", Bench.scorecard(recent: 10))
    try bench.write(
      "scorebook.yaml",
      Bench.workspace(Bench.dated).replacingOccurrences(
        of: "[{artefact: models/welcome.yaml}]",
        with: "[{artefact: models/welcome.yaml}, {artefact: models/welcome_2.yaml}]"))
    let reference = ModelReference(name: "welcome", pointer: .number(2))
    #expect(try bench.run(0...0, options: .init(model: reference))[0].commit?.model == "welcome@2")
    #expect(try bench.run(0...0)[0].left == .otherPlan)
  }

  @Test("changed input is replaced inside lookback and left outside")
  func lookback() throws {
    let bench = try Bench(Bench.dated + "\nlookback: 1d")
    try bench.run(0...2)
    for day in 0...1 { try bench.write("data/\(Bench.day(day)).csv", Bench.customers(day + 10)) }
    let old = try bench.standing(0)
    let results = try bench.run(0...2)
    #expect(results[0].left == .otherInput)
    #expect(results[1].replaced != nil)
    #expect(results[2].isSame)
    #expect(try bench.standing(0) == old)
    // Named alone it is as old as in a span.
    #expect(try bench.run(0...0)[0].left == .otherInput)
    #expect(try bench.standing(0) == old)
  }

  @Test("a date that stands is left when its file is gone, and the others go on")
  func inputGone() throws {
    let bench = try Bench()
    try bench.run(0...1)
    let old = try bench.standing(0)
    try bench.remove("data/2026-01-01.csv")
    let results = try bench.run(0...2)
    #expect(results[0].left == .inputGone)
    #expect(results[1].isSame)
    #expect(results[2].commit?.rowsOut == 5)
    #expect(try bench.standing(0) == old)
  }

  @Test("dates run in order; the first failure stops the rest unless told to go on")
  func order() throws {
    let bench = try Bench()
    try bench.write("data/2026-01-02.csv", "id,days,orders\n0001,x,1\n")
    let stopped = try bench.run(0...2)
    #expect(stopped.map { $0.date?.description } == ["2026-01-01", "2026-01-02"])
    #expect(stopped[1].failure?.identifier == .runTooManyRejects)
    #expect(try bench.count("scores", 2) == 0)
    let old = try bench.standing(0)
    let on = try bench.run(0...2, options: .init(keepGoing: true))
    #expect(on[0].isSame && on[1].failure != nil && on[2].commit != nil)
    #expect(try bench.standing(0) == old)
    #expect(try bench.count("scores", 1) == 0)
  }

  @Test("rejects within the limit are kept with their place", arguments: ["1", "20%"])
  func withinLimit(_ limit: String) throws {
    let bench = try Bench(Bench.dated + "\nmax_rejects: \(limit)")
    try bench.write(
      "data/2026-01-01.csv", Bench.customers(0).replacingOccurrences(of: "0003,39", with: "0003,n/a"))
    let commit = try #require(try bench.run(0...0)[0].commit)
    #expect(commit.rowsIn == 5 && commit.rowsOut == 4 && commit.rejects == 1)
    let rejects = try bench.rows("SELECT record, line, \"column\", row FROM scorebook_rejects")
    #expect(rejects == [[.integer(3), .integer(4), .text("days"), .text("0003,n/a,0")]])
    let run = try #require(try bench.book.runs().first)
    #expect(run.rowsIn == 5 && run.rowsOut == 4 && run.rejects == 1)
  }

  @Test("a share is counted as people count", arguments: [(29, 100, true), (30, 100, false), (7, 25, true)])
  func share(_ rejects: Int, _ rows: Int, _ isAllowed: Bool) throws {
    var outcome = Engine.Outcome()
    outcome.rowsIn = rows
    outcome.rejects = rejects
    let limit = Configuration.Limit.share(rows == 25 ? 0.28 : 0.29)
    if isAllowed {
      try outcome.judge(limit, what: "it", advice: "", showsValues: true)
    } else {
      #expect(throws: Diagnostic.self) { try outcome.judge(limit, what: "it", advice: "", showsValues: true) }
    }
  }

  @Test("a dry run writes nothing and says what it would")
  func dryRun() throws {
    let bench = try Bench()
    let results = try bench.run(0...0, options: .init(dryRun: true))
    guard case .wouldCommit(5, 5, 0) = results[0].outcome else {
      Issue.record("\(results[0].outcome)")
      return
    }
    #expect(try bench.rows("SELECT 1 FROM sqlite_master WHERE name = 'scores'").isEmpty)
    #expect(try bench.run(0...0)[0].commit != nil)
  }

  @Test("a job without dates keeps one result: the latest input, by the current plan")
  func latest() throws {
    let job = "outputs: [probability]\noutput: {sqlite: _out/s.db, table: scores, write: latest}"
    let bench = try Bench("", yaml: Bench.workspace(job, dataset: "csv: data/now.csv"), days: 0)
    try bench.write("data/now.csv", Bench.customers(0))
    #expect(try bench.run(nil)[0].commit?.rowsOut == 5)
    #expect(try bench.run(nil)[0].isSame)
    try bench.write("data/now.csv", "id,days,orders\n0007,1,1\n")
    #expect(try bench.run(nil)[0].replaced != nil)
    #expect(try bench.rows("SELECT id FROM scores") == [[.text("0007")]])
    #expect(try bench.rows("SELECT * FROM scorebook_commits").count == 1)
    try bench.remove("data/now.csv")
    #expect(throws: (any Error).self) { try bench.run(nil) }
    #expect(try bench.count() == 1)
  }

  @Test(
    "where one date is kept, a later one replaces it and an earlier one does not",
    arguments: ["sqlite", "csv"])
  func latestDate(_ kind: String) throws {
    let output =
      kind == "csv" ? "{csv: _out/s.csv, write: latest}" : "{sqlite: _out/s.db, table: scores, write: latest}"
    let bench = try Bench("every: 1d\nsince: 2026-01-01\noutputs: [probability]\noutput: \(output)")
    #expect(try bench.run(0...0)[0].commit != nil)
    #expect(try bench.run(1...1)[0].commit?.date == "2026-01-02")
    #expect(try bench.run(1...1)[0].isSame)
    let file = kind == "csv" ? "_out/s.csv" : "_out/s.db"
    let bytes = bench.read(file)
    #expect(try bench.run(0...0)[0].left == .laterDate)
    #expect(bench.read(file) == bytes)
  }

  @Test("a job waits for those it depends on")
  func dependencies() throws {
    let more = """
        after:
          input: customers
          model: welcome@champion
          every: 1d
          since: 2026-01-01
          outputs: [probability]
          depends_on: [night]
          output: {csv: _out/:date.csv}
      """
    let bench = try Bench("", yaml: Bench.workspace(Bench.dated, more: more))
    let early = try bench.run(0...0, job: "after")
    #expect(early[0].failure?.identifier == .runDependency)
    #expect(early[0].failure?.kind == .notNow)
    try bench.run(0...0)
    #expect(try bench.run(0...0, job: "after")[0].commit != nil)
  }

  @Test("a run that takes longer than time_limit ends, and nothing is written")
  func timeLimit() throws {
    let bench = try Bench(Bench.dated + "\ntime_limit: 1m")
    let clock = Ticks(step: 100)
    let results = try bench.run(0...0, seconds: { clock.next() })
    #expect(results[0].failure?.identifier == .runTimeLimit)
    #expect(try bench.count() == 0)
    #expect(try bench.book.runs().map(\.state) == [.failed])
    #expect(try bench.run(0...0)[0].commit != nil)
  }

  @Test("an interruption ends the run at the next chunk; what stood stands")
  func interrupted() throws {
    let bench = try Bench()
    try bench.run(0...0)
    let old = try bench.standing(0)
    let asked = Ticks(step: 1)
    let watch = Watch(interruption: {
      asked.next() < 1 ? nil : Diagnostic(.runInterrupted, .failure, "stopped by Ctrl-C")
    })
    let results = try bench.run(1...2, options: .init(keepGoing: true), watch: watch)
    #expect(results.count == 1)
    #expect(results[0].failure?.identifier == .runInterrupted)
    #expect(try bench.book.runs().first?.state == .interrupted)
    #expect(try bench.standing(0) == old)
    #expect(try bench.count() == 5)
    #expect(try bench.run(1...2).allSatisfy { $0.commit != nil })
  }

  @Test("one job runs once at a time")
  func locked() throws {
    let bench = try Bench()
    let lock = try JobLock(job: "night", folder: bench.path + "/.scorebook/locks")
    let failure = try #require(throws: Diagnostic.self) { try bench.run(0...0) }
    #expect(failure.identifier == .jobLocked && failure.kind == .notNow)
    withExtendedLifetime(lock) {}
  }

  @Test("input that changes while it is read is not committed")
  func changedWhileRead() throws {
    let bench = try Bench()
    let watch = Watch(progress: { _ in try? bench.write("data/2026-01-01.csv", Bench.customers(7)) })
    let failure = try bench.run(0...0, watch: watch)[0].failure
    #expect(failure?.identifier == .runSourceChanged && failure?.kind == .notNow)
    #expect(try bench.count() == 0)
    #expect(try bench.run(0...0)[0].commit != nil)
  }
}

/// A clock that goes on by a step whenever it is asked.
final class Ticks: Sendable {
  private let count = Mutex(0.0)
  private let step: Double

  init(step: Double) { self.step = step }

  func next() -> Double {
    count.withLock { count in
      defer { count += step }
      return count
    }
  }
}
