import Book
import Diagnostics
import Foundation
import Testing

@Suite("Runs in the book")
struct RunTests {
  @Test("holds a run from its beginning to its end")
  func life() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    try book.begin(Samples.start("r1"))
    let running = try #require(try book.run("r1"))
    #expect(running.state == .running)
    #expect(!running.isStanding)
    #expect(running.champion?.reference == "repurchase@1")
    #expect(running.shadows.map(\.reference) == ["rfm@1"])
    #expect(running.rowsIn == nil)
    try book.finish("r1", Samples.committed, profiles: [Samples.profile])
    let run = try #require(try book.run("r1"))
    #expect(run.state == .committed)
    #expect(run.isStanding)
    #expect(run.rowsIn == 100)
    #expect(run.rowsOut == 98)
    #expect(run.rejects == 2)
    #expect(run.stages.total == 0.875)
    #expect(run.process == Samples.process)
    #expect(try book.profile(ofRun: "r1") == Samples.profile)
    #expect(try book.profile(ofRun: "r1", position: 1) == nil)
    #expect(try book.run("r2") == nil)
    #expect(try book.runIDs(beginning: "r") == ["r1"])
    #expect(try book.runIDs(beginning: "%") == [])
  }

  @Test("a forced run replaces the one before and says which")
  func replaced() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    for id in ["r1", "r2"] {
      try book.begin(Samples.start(id))
      try book.finish(id, Samples.committed)
    }
    try book.begin(Samples.start("r3", date: "1997-11-09"))
    try book.finish("r3", RunEnd(state: .refused, finishedAt: "later", problems: "too many rejects"))
    #expect(try book.run("r1")?.isStanding == false)
    #expect(try book.run("r2")?.replaces == "r1")
    #expect(try book.runs(.init(standingOnly: true)).map(\.id) == ["r2"])
    #expect(try book.runs(.init(states: [.refused, .failed])).map(\.id) == ["r3"])
    #expect(try book.runs(.init(job: "nightly", date: "1997-11-02")).map(\.id) == ["r2", "r1"])
    #expect(try book.runs(.init(limit: 1)).map(\.id) == ["r3"])
    #expect(try book.runs(.init(job: "other")).isEmpty)
  }

  @Test("what a run replaced is known where the clock went back, and where two runs are of one second")
  func clock() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    for id in ["20260102T030405Z-99999999", "20260102T030405Z-11111111", "20260101T030405Z-55555555"] {
      try book.begin(Samples.start(id))
      try book.finish(id, Samples.committed)
    }
    #expect(try book.run("20260102T030405Z-99999999")?.replaces == nil)
    #expect(try book.run("20260102T030405Z-11111111")?.replaces == "20260102T030405Z-99999999")
    #expect(try book.run("20260101T030405Z-55555555")?.replaces == "20260102T030405Z-11111111")
    #expect(try book.runs(.init(standingOnly: true)).map(\.id) == ["20260101T030405Z-55555555"])
    // The one that stood before stands again, as after a target put back from a copy: it replaces nothing else.
    _ = try book.reconcile(
      job: "nightly", commits: [Samples.commit("20260102T030405Z-99999999")], target: "t",
      isTarget: { _ in true }, now: "n", program: "p", process: Samples.process)
    #expect(try book.run("20260102T030405Z-99999999")?.replaces == nil)
  }

  @Test("an earlier run that is taken over from the target has replaced nothing, a later one the run before")
  func adopted() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    try book.begin(Samples.start("20260102T000000Z-22222222"))
    try book.finish("20260102T000000Z-22222222", Samples.committed)
    for (id, replaced) in [
      ("20260101T000000Z-11111111", nil), ("20260103T000000Z-33333333", "20260101T000000Z-11111111"),
    ] {
      let found = try book.reconcile(
        job: "nightly", commits: [Samples.commit(id)], target: "t", isTarget: { _ in true }, now: "n",
        program: "p", process: Samples.process)
      #expect(found.adopted == [id])
      #expect(try book.run(id)?.replaces == replaced)
    }
  }

  @Test("holds how many rows the fallback answered, and why")
  func fallbacks() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    for (id, end) in [("r1", Samples.committed), ("r2", Samples.committedWithFallbacks)] {
      try book.begin(Samples.start(id))
      #expect(try book.run(id)?.fallbacks == nil)
      try book.finish(id, end)
    }
    #expect(try book.run("r1")?.fallbacks == nil)
    #expect(try book.run("r2")?.fallbacks == Samples.fallbacks)
    #expect(try book.run("r1")?.versions.map(\.restarts) == [nil, nil])
    #expect(try book.run("r2")?.versions.map(\.restarts) == [nil, 2])
    #expect(try book.run("r1")?.versions.map(\.unanswered) == [nil, nil])
    #expect(try book.run("r2")?.versions.map(\.unanswered) == [nil, 5])
  }

  @Test("a run id is entered once")
  func duplicate() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    try book.begin(Samples.start("r1"))
    #expect(problem { try book.begin(Samples.start("r1")) }?.identifier == .bookFailed)
    #expect(problem { try book.finish("r2", Samples.committed) }?.identifier == .bookFailed)
  }

  @Test("the target corrects the book: committed, interrupted, adopted, fallen")
  func reconcile() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    try book.begin(Samples.start("r1"))
    try book.begin(Samples.start("r2", date: "1997-11-09"))
    try book.begin(Samples.start("r3", date: "1997-11-16"))
    try book.finish("r3", Samples.committed)
    try book.begin(Samples.start("other", job: "another"))
    try book.begin(Samples.start("elsewhere", date: "1997-11-30", target: "_out/overlay.db#scores"))
    try book.finish("elsewhere", Samples.committed)
    // Dead, too, and its rows may stand where it wrote.
    try book.begin(Samples.start("unseen", date: "1997-11-30", target: "_out/overlay.db#scores"))
    func reconcile() throws -> Book.Correction {
      try book.reconcile(
        job: "nightly", commits: [Samples.commit("r1"), Samples.commit("r9", date: "1997-11-23")],
        target: "_out/cdnow.db#scores", isTarget: { $0 == "_out/cdnow.db#scores" },
        now: "2026-01-05T00:00:00Z", program: "scorebook 0",
        process: Samples.process
      )
    }
    let correction = try reconcile()
    #expect(correction.committed == ["r1"])
    #expect(correction.interrupted == ["r2"])
    #expect(correction.adopted == ["r9"])
    #expect(correction.fallen == ["r3"])
    let first = try #require(try book.run("r1"))
    #expect(first.state == .committed)
    #expect(first.rowsOut == 98)
    #expect(first.finishedAt == "2026-01-02T03:04:06Z")
    #expect(try book.run("r2")?.state == .interrupted)
    #expect(try book.run("r2")?.finishedAt == "2026-01-05T00:00:00Z")
    #expect(try book.run("r3")?.isStanding == false)
    #expect(try book.run("r9")?.champion?.reference == "repurchase@1")
    #expect(try book.run("r9")?.isStanding == true)
    #expect(try book.run("other")?.state == .running)
    #expect(try book.run("elsewhere")?.isStanding == true)
    #expect(try book.run("unseen")?.state == .running)
    #expect(try reconcile().isEmpty)
  }

  @Test("the target wins over a book that says failed, and over another standing run")
  func targetWins() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    for id in ["r1", "r2"] {
      try book.begin(Samples.start(id))
      try book.finish(id, Samples.committed)
    }
    // The target was put back from a copy: r1 stands again.
    _ = try book.reconcile(
      job: "nightly", commits: [Samples.commit("r1")], target: "t", isTarget: { _ in true }, now: "n",
      program: "p", process: Samples.process)
    #expect(try book.runs(.init(standingOnly: true)).map(\.id) == ["r1"])
    #expect(try book.run("r1")?.replaces == nil)
    #expect(try book.run("r2")?.replaces == "r1")
    try book.begin(Samples.start("r4", date: "1997-11-09"))
    try book.finish("r4", RunEnd(state: .failed, finishedAt: "x", problems: "sync failed"))
    let correction = try book.reconcile(
      job: "nightly", commits: [Samples.commit("r1"), Samples.commit("r4", date: "1997-11-09")], target: "t",
      isTarget: { _ in true }, now: "n", program: "p", process: Samples.process)
    #expect(correction.committed == ["r4"])
    #expect(try book.run("r4")?.state == .committed)
  }

  @Test("knows whether a run's process is alive")
  func processes() {
    let here = ProcessIdentity.current()
    #expect(here.isAlive(seenFrom: here) == true)
    let recycled = ProcessIdentity(host: here.host, pid: here.pid, start: "another boot/1")
    #expect(recycled.isAlive(seenFrom: here) == false)
    let gone = ProcessIdentity(host: here.host, pid: Int32.max, start: "x")
    #expect(gone.isAlive(seenFrom: here) == false)
    #expect(ProcessIdentity(host: "elsewhere", pid: 1, start: "").isAlive(seenFrom: here) == nil)
  }
}
