import Book
import Diagnostics
import Foundation
import Testing

@Suite("Runs whose process ended without telling")
struct EndTests {
  private static let now = "2026-01-05T00:00:00Z"

  @Test("ends are entered once, and only for runs that are believed at work")
  func ends() throws {
    let book = try Scratch().book()
    for (id, date) in [("r1", "1997-11-02"), ("r2", "1997-11-09"), ("r3", "1997-11-16")] {
      try book.begin(Samples.start(id, date: date))
    }
    try book.finish("r3", RunEnd(state: .failed, finishedAt: "x", problems: "no disk"))
    #expect(try book.unfinished().map(\.id) == ["r1", "r2"])
    let endings: [(run: String, ending: Book.Ending)] = [
      ("r1", .committed(Samples.commit("r1"))), ("r2", .interrupted(RunRecord.unheardEnd)),
      ("r3", .interrupted(RunRecord.unheardEnd)), ("r4", .interrupted(RunRecord.unheardEnd)),
    ]
    #expect(try book.end(endings, now: Self.now) == ["r1", "r2"])
    #expect(try book.end(endings, now: Self.now) == [])
    #expect(try book.unfinished().isEmpty)
    let first = try #require(try book.run("r1"))
    #expect(first.state == .committed && first.isStanding && first.rowsOut == 98)
    let second = try #require(try book.run("r2"))
    #expect(second.state == .interrupted && !second.isStanding && second.finishedAt == Self.now)
    #expect(second.problems == RunRecord.unheardEnd && !second.isEndUnknown)
    #expect(try book.run("r3")?.problems == "no disk")
  }

  @Test("a private copy is told what the book is not; the book stays as it is, also read-only")
  func copy() throws {
    let scratch = try Scratch()
    try scratch.book().begin(Samples.start("r1"))
    let book = try scratch.book(.readOnly)
    let copy = try book.privateCopy()
    #expect(try copy.end([("r1", .interrupted(RunRecord.unknownEnd + ": gone"))], now: nil) == ["r1"])
    let seen = try #require(try copy.run("r1"))
    #expect(seen.state == .interrupted && seen.finishedAt == nil && seen.isEndUnknown)
    #expect(try copy.runs(.init(states: [.interrupted])).map(\.id) == ["r1"])
    #expect(try book.run("r1")?.state == .running)
    #expect(try scratch.book().run("r1")?.state == .running)
  }

  @Test("a process that ended is not alive, also before its parent has heard of it")
  func zombie() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    // The shell becomes a program that never asks what became of its child.
    process.arguments = ["-c", "/bin/true & echo $!; exec sleep 30"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    defer { process.terminate() }
    let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    let child = try #require(Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    let here = ProcessIdentity.current()
    var fields: [Substring] = []
    for _ in 0..<500 {
      let text = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ""
      fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst().split(separator: " ")
      if fields.first == "Z" { break }
      usleep(10_000)
    }
    try #require(fields.first == "Z" && fields.count > 19)
    let boot = here.start.prefix { $0 != "/" }
    let zombie = ProcessIdentity(host: here.host, pid: child, start: "\(boot)/\(fields[19])")
    #expect(zombie.isAlive(seenFrom: here) == false)
  }
}
