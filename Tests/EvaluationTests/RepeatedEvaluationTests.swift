import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Synchronization
import Testing
import Workspace

@Suite("Evaluations done again")
struct RepeatedEvaluationTests {
  private let nights = ["1997-11-02", "1997-11-09", "1997-11-16"]

  private func bench() throws -> EvaluationBench {
    let bench = try EvaluationBench()
    for (index, date) in nights.enumerated() { try bench.writeNight(date, run: "r\(index)") }
    #expect(try bench.evaluate("1998-01-01").computed == 3)
    bench.championReads.withLock { $0 = 0 }
    return bench
  }

  @Test("a second time reads no prediction and changes nothing")
  func second() throws {
    let bench = try bench()
    let before = try bench.book.evaluations()
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    #expect(outcome.computed == 0)
    #expect(outcome.unchanged == 3)
    #expect(outcome.written == 0)
    #expect(bench.championReads.withLock { $0 } == 0)
    #expect(try bench.book.evaluations() == before)
    #expect(outcome.records == before)
  }

  @Test("nothing is forgotten where the output is not there at all; a night that is gone alone is")
  func outputGone() throws {
    let bench = try bench()
    let before = try bench.book.evaluations()
    let commits = bench.commits.withLock { commits in
      defer { commits = [:] }
      return commits
    }
    #expect(problem { _ = try bench.evaluate("1998-01-01", now: "t2") }?.identifier == .evaluationOutputGone)
    #expect(try bench.book.evaluations() == before)
    bench.commits.withLock { $0 = commits.filter { $0.value.date != "1997-11-16" } }
    #expect(try bench.evaluate("1998-01-01", now: "t3").mature == 2)
    #expect(try bench.book.evaluations().compactMap(\.date) == ["1997-11-02", "1997-11-09"])
  }

  @Test("outcomes that changed are judged again, that night and the pool alone")
  func changedOutcomes() throws {
    let bench = try bench()
    let before = try bench.book.evaluations()
    try bench.actuals.execute(
      "UPDATE actuals SET bought = 1 WHERE date = '1997-11-09' AND customer_id = 'c0'")
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    #expect(outcome.computed == 1)
    #expect(outcome.pooled.first?.positives == 10)
    #expect(outcome.pooled.first?.computedAt == "t2")
    let after = try bench.book.evaluations()
    #expect(after.map { $0.detail?.sourceStamp == nil } == [true, false, false, false])
    #expect(after[1].metrics == before[1].metrics)
    #expect(after[2].metrics != before[2].metrics)
    #expect(try bench.evaluate("1998-01-01", now: "t3").written == 0)
  }

  @Test("a file that was only touched costs a look at the outcomes and changes no figure")
  func touched() throws {
    let bench = try bench()
    let before = try bench.book.evaluations()
    try bench.actuals.execute("CREATE TABLE other (a)")
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    #expect(outcome.computed == 0)
    #expect(bench.championReads.withLock { $0 } == 0)
    let after = try bench.book.evaluations()
    #expect(after.map(\.metrics) == before.map(\.metrics))
    #expect(after.map(\.computedAt) == before.map(\.computedAt))
    #expect(try bench.evaluate("1998-01-01", now: "t3").written == 0)
  }

  @Test("a date that another version scored again leaves the old version's figures")
  func replaced() throws {
    let bench = try bench()
    try bench.writeNight("1997-11-16", champion: "repurchase@2", run: "r9")
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    #expect(outcome.computed == 1)
    #expect(outcome.pooled.map(\.dates) == [2, 1])
    let stored = try bench.book.evaluations().filter { $0.date == "1997-11-16" }
    #expect(stored.map(\.number) == [2])
    #expect(stored.first?.detail?.runID == "r9")
  }

  @Test("a new night is pooled with the old ones as if all were judged at once")
  func incremental() throws {
    let bench = try bench()
    try bench.writeNight("1997-11-23", run: "r3")
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    #expect(outcome.computed == 1)
    let fresh = try EvaluationBench()
    for (index, date) in (nights + ["1997-11-23"]).enumerated() {
      try fresh.writeNight(date, run: "r\(index)")
    }
    let whole = try fresh.evaluate("1998-01-01", now: "t2")
    #expect(outcome.pooled == whole.pooled)
  }

  @Test("another question is asked of all nights")
  func changedPlan() throws {
    let bench = try bench()
    let outcome = try bench.evaluate("1998-01-01", plan: bench.plan(metrics: [.brier]), now: "t2")
    #expect(outcome.computed == 3)
    #expect(outcome.records.allSatisfy { $0.metric("auc") == nil })
  }

  @Test("a CSV target with shadows beside it gives the figures of a SQLite one")
  func csv() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r0")
    let rows = (0..<10).map { EvaluationBench.Row(key: "c\($0)", score: Double($0 % 4) / 10) }
    try bench.writeShadow("1997-11-02", "rfm", 1, run: "r0", rows)
    let sqlite = try bench.evaluate("1998-01-01")
    let folder = bench.path
    let main = (0..<10).map { "c\($0),1997-11-02,\(Double($0) / 10 + 0.05),r0" }
    let shadow = (0..<10).map { "c\($0),1997-11-02,rfm,1,\(Double($0 % 4) / 10),r0" }
    try write("customer_id,date,probability,run_id", main, to: folder + "/1997-11-02.csv")
    try write(
      "customer_id,date,model,version,probability,run_id", shadow, to: folder + "/1997-11-02.shadow.csv")
    let path: @Sendable (CalendarDate) -> String = { EvaluationSources.path(folder + "/:date.csv", $0) }
    let sources = EvaluationSources.csv(
      StubTarget(bench: bench), job: "nightly", path: path,
      shadowPath: { date, commit throws(Diagnostic) in
        EvaluationSources.shadowPath(of: path(date), run: commit.runID)
      }, outcomes: bench.sources.outcomes)
    _ = try bench.book.replaceEvaluations(of: "repurchase", with: [])
    let csv = try bench.evaluate("1998-01-01", sources: sources)
    #expect(csv.records == sqlite.records)
    #expect(csv.records.count == 4)
  }

  private func write(_ header: String, _ rows: [String], to path: String) throws {
    try (([header] + rows).joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("the staged shadows of a commit that was cut short come first")
  func staged() throws {
    let bench = try EvaluationBench()
    let path = bench.path + "/1997-11-02.csv"
    #expect(EvaluationSources.shadowPath(of: path, run: "r") == nil)
    try "x".write(toFile: bench.path + "/1997-11-02.shadow.csv", atomically: true, encoding: .utf8)
    #expect(EvaluationSources.shadowPath(of: path, run: "r") == bench.path + "/1997-11-02.shadow.csv")
    try "x".write(toFile: bench.path + "/.1997-11-02.csv.r.shadow.csv", atomically: true, encoding: .utf8)
    #expect(EvaluationSources.shadowPath(of: path, run: "r") == bench.path + "/.1997-11-02.csv.r.shadow.csv")
  }

  @Test("the export holds every digit")
  func export() throws {
    let bench = try bench()
    let outcome = try bench.evaluate("1998-01-01", now: "t2")
    let text = try outcome.json()
    #expect(text.contains("\"as_of\" : \"1998-01-01\""))
    #expect(try RecordJSON.value(EvaluationOutcome.self, from: text) == outcome)
  }
}
