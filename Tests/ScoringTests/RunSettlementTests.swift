import Book
import Datasets
import Diagnostics
import Foundation
import Glibc
import Scoring
import Testing
import Workspace

@Suite("Runs that are believed at work")
struct RunSettlementTests {
  private static let here = ProcessIdentity.current()
  /// No process has such a number.
  private static let dead = ProcessIdentity(host: here.host, pid: .max, start: here.start)

  private func begin(
    _ bench: Bench, _ id: String, day: Int, process: ProcessIdentity = dead, job: String = "night",
    target: String? = nil
  ) throws {
    let configuration = try bench.configuration
    let known = configuration.jobs["night"].map { TargetName(configuration, $0).text }
    try bench.book.begin(
      RunStart(
        id: id, job: job, date: Bench.day(day), startedAt: "2026-02-01T01:00:00Z",
        versions: [.init(role: .champion, model: "welcome", number: 1, digest: "d")], planDigest: "p",
        target: target ?? known ?? "", threads: 2, process: process, program: "scorebook test"))
  }

  private func found(_ bench: Bench) throws -> [String: RunSettlement.Found] {
    let runs = try bench.book.unfinished()
    let found = RunSettlement(try bench.configuration, here: Self.here).ended(runs)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.run, $0) })
  }

  @Test(
    "a dead one is committed where the target holds it, and else interrupted",
    arguments: [
      Bench.dated, "every: 1d\nsince: 2026-01-01\noutputs: [probability]\noutput: {csv: _out/:date.csv}",
    ])
  func target(_ job: String) throws {
    let bench = try Bench(job)
    let commit = try #require(try bench.run(0...0)[0].commit)
    // The book as it was before the commit: the process died between the two.
    try bench.remove(".scorebook")
    try begin(bench, commit.runID, day: 0)
    try begin(bench, "other", day: 1)
    let found = try found(bench)
    #expect(found[commit.runID]?.ending == .committed(.init(of: commit)))
    #expect(found["other"]?.ending == .interrupted(RunRecord.unheardEnd))
    #expect(found.values.allSatisfy { $0.isCertain && $0.doubt == nil })
  }

  @Test("one that is alive, or of another host, is left; a number that was used again is not taken for it")
  func alive() throws {
    let bench = try Bench()
    try begin(bench, "alive", day: 0, process: Self.here)
    try begin(bench, "elsewhere", day: 1, process: .init(host: "elsewhere", pid: .max, start: "b/1"))
    try begin(bench, "again", day: 2, process: .init(host: Self.here.host, pid: getpid(), start: "b/1"))
    #expect(try found(bench).keys.sorted() == ["again"])
    // A container that was started anew, or a host that was renamed.
    try begin(
      bench, "renamed", day: 3, process: .init(host: "elsewhere", pid: .max, start: Self.here.start))
    try begin(
      bench, "alive there", day: 4, process: .init(host: "elsewhere", pid: getpid(), start: Self.here.start))
    #expect(try found(bench).keys.sorted() == ["again", "renamed"])
  }

  @Test("while a job's lock is held, its runs are left; looking at it takes it from nobody")
  func locked() throws {
    let bench = try Bench()
    try begin(bench, "r", day: 0)
    let folder = bench.path + "/.scorebook/locks"
    #expect(JobLock.isHeld(job: "night", folder: folder) == false)
    var lock: JobLock? = try JobLock(job: "night", folder: folder)
    #expect(JobLock.isHeld(job: "night", folder: folder) == true)
    #expect(try found(bench).isEmpty)
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(JobLock.isHeld(job: "night", folder: folder) == false)
    #expect(try found(bench).keys.sorted() == ["r"])
    // Who only looks is waited for.
    let looking = open(folder + "/night.lock", O_RDONLY)
    #expect(flock(looking, LOCK_SH | LOCK_NB) == 0)
    let thread = Thread {
      usleep(15_000)
      close(looking)
    }
    thread.start()
    #expect(throws: Never.self) { _ = try JobLock(job: "night", folder: folder) }
  }

  @Test("what the target can't tell is said to be unknown, and not entered for good")
  func unknown() throws {
    let bench = try Bench()
    try begin(bench, "overlay", day: 0, target: "_out/other.db#scores")
    try begin(bench, "removed", day: 0, job: "gone", target: "_out/other.db#scores")
    try begin(bench, "damaged", day: 1)
    try bench.write("_out/s.db", String(repeating: "no database ", count: 100))
    let found = try found(bench)
    for id in ["overlay", "removed", "damaged"] {
      guard case .interrupted(let reason)? = found[id]?.ending else {
        Issue.record("\(id) is \(String(describing: found[id]))")
        continue
      }
      #expect(reason.hasPrefix(RunRecord.unknownEnd), "\(reason)")
    }
    #expect(found["overlay"]?.isCertain == false && found["overlay"]?.doubt == nil)
    // An overlay may have the job.
    #expect(found["removed"]?.isCertain == false && found["removed"]?.doubt == nil)
    #expect(found["damaged"]?.isCertain == false && found["damaged"]?.doubt != nil)
  }

  @Test("the next run corrects what a reader had to enter without knowing")
  func corrected() throws {
    let bench = try Bench()
    let commit = try #require(try bench.run(0...0)[0].commit)
    try bench.remove(".scorebook")
    try begin(bench, commit.runID, day: 0)
    _ = try bench.book.end([(commit.runID, .interrupted(RunRecord.unknownEnd))], now: "x")
    #expect(try bench.run(0...0)[0].isSame)
    let run = try #require(try bench.book.run(commit.runID))
    #expect(run.state == .committed && run.isStanding && run.problems == nil)
  }
}

extension StandingCommit {
  fileprivate init(of commit: CommitRecord) {
    self.init(
      job: commit.job, date: commit.date, runID: commit.runID, model: commit.model,
      modelDigest: commit.modelDigest, planDigest: commit.planDigest, inputDigest: commit.inputDigest,
      sourceStamp: commit.sourceStamp, rowsIn: commit.rowsIn, rowsOut: commit.rowsOut,
      rejects: commit.rejects, committedAt: commit.committedAt)
  }
}
