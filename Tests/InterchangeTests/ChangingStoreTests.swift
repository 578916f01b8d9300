import Book
import Diagnostics
import Foundation
import GRDB
import Interchange
import Synchronization
import Testing

@Suite("Stores that change")
struct ChangingStoreTests {
  private func store(_ bench: StoreBench, wal: Bool = false) throws -> ForeignDatabase {
    let foreign = try ForeignDatabase(bench.folder + "/mlruns.db", wal: wal)
    try foreign.execute(
      """
      INSERT INTO runs VALUES ('a', 1, 'RUNNING', 'active', 'first', 0), ('b', 1, 'FINISHED', 'active', 'second', 1);
      INSERT INTO metrics VALUES ('loss', 0.5, 1, 'a', 1, 0), ('loss', 0.4, 2, 'b', 1, 0);
      """)
    return foreign
  }

  @Test(
    "only the run that changed is entered again",
    arguments: [
      "UPDATE runs SET status = 'FINISHED' WHERE run_uuid = 'a'",
      "INSERT INTO metrics VALUES ('loss', 0.3, 3, 'a', 2, 0)",
      "INSERT INTO params VALUES ('depth', '6', 'a')",
      "INSERT INTO tags VALUES ('t', 'x', 'a')",
      "UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = 'a'",
      "UPDATE runs SET name = 'renamed' WHERE run_uuid = 'a'",
    ])
  func incremental(_ change: String) throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    let source = ImportSource.mlflow(path: foreign.path, experiment: nil)
    #expect(try bench.bring(source).new == 2)
    try foreign.execute(change)
    let outcome = try bench.bring(source)
    #expect(outcome.changed == 1 && outcome.unchanged == 1 && outcome.new == 0)
    #expect(try bench.bring(source).unchanged == 2)
  }

  @Test("a run that is deleted later becomes deleted here, and comes back")
  func deletion() throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    let source = ImportSource.mlflow(path: foreign.path, experiment: nil)
    try bench.bring(source)
    try foreign.execute("UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = 'a'")
    #expect(try bench.bring(source).deleted == 1)
    #expect(try bench.book().trials(of: "depth").map(\.name) == ["second"])
    #expect(try bench.book().trials(of: "depth", withDeleted: true).count == 2)
    try foreign.execute(
      """
      UPDATE runs SET lifecycle_stage = 'active' WHERE run_uuid = 'a';
      UPDATE experiments SET lifecycle_stage = 'deleted'
      """)
    try bench.bring(source)
    #expect(try bench.book().trials(of: "depth") == [])
    #expect(try bench.book().experiments().map(\.isDeleted) == [true])
    try foreign.execute("UPDATE experiments SET lifecycle_stage = 'active'")
    try bench.bring(source)
    #expect(try bench.book().trials(of: "depth").count == 2)
    #expect(try bench.book().experiments().map(\.isDeleted) == [false])
  }

  @Test(
    "a store that a writer keeps writing to is read, and the writer is not kept waiting",
    arguments: [false, true])
  func concurrentWriter(wal: Bool) throws {
    let bench = try StoreBench()
    let foreign = try store(bench, wal: wal)
    try foreign.queue.inDatabase { database in
      for run in 0..<300 {
        try database.execute(
          sql: "INSERT INTO runs VALUES (?, 1, 'FINISHED', 'active', 'many', 0)",
          arguments: ["r\(1000 + run)"])
        try database.execute(
          sql: """
            INSERT INTO metrics WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200)
            SELECT 'loss', 1.0 / x, x, ?, x, 0 FROM n
            """, arguments: ["r\(1000 + run)"])
      }
    }
    let isDone = Atomic<Bool>(false)
    let path = foreign.path
    let written = Mutex<(count: Int, worst: Double)>((0, 0))
    let thread = Thread {
      guard let queue = try? DatabaseQueue(path: path) else { return }
      while !isDone.load(ordering: .relaxed) {
        let started = Date()
        // As MLflow's driver: five seconds of patience.
        let inserted: Void? = try? queue.inDatabase { database in
          try database.execute(sql: "PRAGMA busy_timeout = 5000")
          try database.execute(
            sql:
              "INSERT INTO metrics SELECT 'live', 0.5, count(*), 'a', count(*), 0 FROM metrics WHERE key = 'live'"
          )
        }
        let took = Date().timeIntervalSince(started)
        written.withLock { $0 = ($0.count + (inserted == nil ? -1_000_000 : 1), max($0.worst, took)) }
        usleep(1000)
      }
    }
    thread.start()
    usleep(50_000)
    let outcome = try bench.bring(.mlflow(path: path, experiment: nil))
    isDone.store(true, ordering: .relaxed)
    #expect(outcome.new == 302)
    #expect(outcome.points > 60_000)
    let (count, worst) = written.withLock { $0 }
    #expect(count > 0, "the writer was refused")
    #expect(worst < 4, "the writer waited for \(worst) s")
    usleep(200_000)
    // What was written meanwhile comes with the next one; then all is here.
    try bench.bring(.mlflow(path: path, experiment: nil))
    let live = try bench.book().points(ofTrial: "a", origin: "mlflow", experiment: "depth", metric: "live")
    #expect(live.count >= count)
  }

  @Test("a store that stays locked is told as busy, and tried again later")
  func locked() throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    try foreign.execute("BEGIN EXCLUSIVE")
    let found = problem { try bench.bring(.mlflow(path: foreign.path, experiment: nil)) }
    #expect(found?.identifier.name == "interchange-store-busy")
    #expect(found?.kind == .notNow)
    try foreign.execute("ROLLBACK")
    #expect(try bench.bring(.mlflow(path: foreign.path, experiment: nil)).new == 2)
  }

  @Test("a run with very many points comes piece by piece, whole and in order")
  func largeRun() throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    try foreign.execute(
      """
      INSERT INTO metrics WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 120000)
      SELECT CASE x % 2 WHEN 0 THEN 'even' ELSE 'odd' END, x, 1000 + x, 'b', x, 0 FROM n
      """)
    let outcome = try bench.bring(.mlflow(path: foreign.path, experiment: nil))
    #expect(outcome.points == 120_003)
    let even = try bench.book().points(ofTrial: "b", origin: "mlflow", experiment: "depth", metric: "even")
    #expect(even.map(\.step) == Array(stride(from: 0, through: 120_000, by: 2)))
    let trial = try #require(try bench.book().trials(of: "depth").first { $0.originID == "b" })
    let odd = try #require(trial.metrics.first { $0.name == "odd" })
    #expect(odd.points == 60_000 && odd.value == 119_999 && odd.step == 119_999)
    #expect(try bench.bring(.mlflow(path: foreign.path, experiment: nil)).unchanged == 2)
  }

  @Test(
    "a run with very many points is not shown before it is whole, also after an import that was cut short")
  func largeRunCutShort() throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    try foreign.execute(
      """
      INSERT INTO metrics WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 120000)
      SELECT 'm', x, 1000 + x, 'b', x, 0 FROM n
      """)
    let looks = Atomic<Int>(0)
    let stop = Diagnostic(.interchangeStopped, .failure, "stopped")
    let target = ImportTarget(
      book: try bench.book(), experiment: nil, now: StoreBench.now,
      interruption: { looks.add(1, ordering: .relaxed).newValue > 4 ? stop : nil })
    let source = ImportSource.mlflow(path: foreign.path, experiment: nil)
    #expect(
      problem { _ = try source.bring(into: target, label: "store") }?.identifier.name == "interchange-stopped"
    )
    #expect(try bench.book().trials(of: "depth").map(\.originID) == ["a"])
    #expect(try bench.book().trialCounts()["depth"]?.trials == 1)
    let outcome = try bench.bring(source)
    #expect(outcome.new == 1 && outcome.unchanged == 1)
    #expect(
      try bench.book().points(ofTrial: "b", origin: "mlflow", experiment: "depth", metric: "m").count
        == 120_001)
  }

  @Test("an import that is stopped keeps what it entered, and the next one goes on")
  func stopped() throws {
    let bench = try StoreBench()
    let foreign = try store(bench)
    for run in 0..<600 {
      try foreign.execute("INSERT INTO runs VALUES ('r\(1000 + run)', 1, 'FINISHED', 'active', 'many', 0)")
    }
    let looks = Atomic<Int>(0)
    let stop = Diagnostic(.interchangeStopped, .failure, "stopped")
    let target = ImportTarget(
      book: try bench.book(), experiment: nil, now: StoreBench.now,
      interruption: { looks.add(1, ordering: .relaxed).newValue > 3 ? stop : nil })
    let source = ImportSource.mlflow(path: foreign.path, experiment: nil)
    #expect(
      problem { _ = try source.bring(into: target, label: "store") }?.identifier.name == "interchange-stopped"
    )
    let entered = try bench.book().trials(of: "depth").count
    #expect(entered > 0 && entered < 602)
    let outcome = try bench.bring(source)
    #expect(outcome.unchanged == entered && outcome.new == 602 - entered)
  }

  @Test("only one import enters trials at a time")
  func lock() throws {
    let bench = try StoreBench()
    let book = try bench.book()
    var first: ImportLock? = try ImportLock(book)
    let second = problem { _ = try ImportLock(book) }
    #expect(second?.identifier.name == "book-busy" && second?.kind == .notNow)
    withExtendedLifetime(first) {}
    first = nil
    _ = try ImportLock(book)
  }
}
