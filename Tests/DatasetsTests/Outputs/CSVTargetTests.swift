import Datasets
import Diagnostics
import Foundation
import Models
import Tabular
import Testing

@Suite("CSV target")
struct CSVTargetTests {
  private typealias Row = OutputFixture.Row
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func target(_ name: String = "out/:date.csv", fault: @escaping FaultPoint.Hook = { _ in })
    -> CSVTarget
  {
    CSVTarget(path: folder.file(name), stagingFolder: folder.file("staging"), fault: fault)
  }

  /// A target that is killed at one instant.
  private func crashing(at point: FaultPoint) -> CSVTarget {
    target { at throws(Diagnostic) in if at == point { throw Diagnostic(.testCrash, .failure, "crash") } }
  }

  @Test("writes exact bytes, side files and the record")
  func bytes() throws {
    let plan = OutputFixture.plan()
    try OutputFixture.write(
      target(), plan,
      [
        Row(key: "00001"), Row(key: "a,\"b\"", kept: .nan, probability: 0.1 + 0.2, shadow: nil),
        Row(key: "=1+1", kept: 3, probability: 1e-7),
        Row(key: "line\nend", kept: -2.5e300, probability: .nan),
      ], rejects: [OutputFixture.reject])
    #expect(
      try folder.read("out/1998-01-04.csv") == #"""
        id,date,probability,class,band,kept,run_id
        00001,1998-01-04,0.25,no,3,1.5,run-1
        "a,""b""",1998-01-04,0.30000000000000004,no,3,,run-1
        =1+1,1998-01-04,1e-07,no,1,3.0,run-1
        "line
        end",1998-01-04,,,,-2.5e+300,run-1

        """#)
    #expect(
      try folder.read("out/1998-01-04.shadow.csv") == #"""
        id,date,model,version,probability,run_id
        00001,1998-01-04,challenger,2,0.5,run-1
        =1+1,1998-01-04,challenger,2,0.5,run-1
        "line
        end",1998-01-04,challenger,2,0.5,run-1

        """#)
    #expect(
      try folder.read("out/1998-01-04.rejects.csv") == #"""
        job,date,run_id,source,record,line,column,reason,row
        nightly,1998-01-04,run-1,customers.csv,7,8,age,'n/a' is not a number,"7,n/a,""x"""

        """#)
    #expect(
      try target().standing(job: "nightly", date: "1998-01-04")
        == OutputFixture.record(plan, rows: 4, rejects: 1))
    #expect(
      folder.names == [
        "out", "out/1998-01-04.commit.json", "out/1998-01-04.csv", "out/1998-01-04.rejects.csv",
        "out/1998-01-04.shadow.csv", "staging",
      ])
  }

  @Test("an output without rows has a header and a commit, told apart from the next such one")
  func empty() throws {
    try OutputFixture.write(target(), OutputFixture.plan(shadow: false), [])
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
    let next = OutputFixture.plan(run: "run-2", shadow: false)
    let stage = try OutputFixture.stage(crashing(at: .renamed), next, [])
    #expect(throws: Diagnostic.self) { try stage.commit(OutputFixture.record(next)) }
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-2")
  }

  @Test(
    "lists the commits of all dates, oldest first",
    arguments: ["out/:date.csv", "out/:date/scores.csv", "out/s_:date-x.csv", "out/:date2.csv"])
  func commits(_ pattern: String) throws {
    for date in ["1998-01-11", "1998-01-04"] {
      try OutputFixture.write(
        target(pattern), OutputFixture.plan(date: date, run: "run-\(date)"), [Row(key: "a")])
    }
    try folder.write("x", to: "out/1998-01-18.csv")
    #expect(try target(pattern).commits(job: "nightly").map(\.date) == ["1998-01-04", "1998-01-11"])
    #expect(try target(pattern).commits(job: "other").isEmpty)
  }

  @Test("what only begins like ':date' is a name of its own, as where files are read")
  func otherName() throws {
    try OutputFixture.write(
      target("out/:dates.csv"), OutputFixture.plan(shadow: false), [Row(key: "a")])
    #expect(folder.names.contains("out/:dates.csv"))
    #expect(
      try CSVFiles.expand(pattern: folder.file("out/:dates.csv"), date: nil) == [
        folder.file("out/:dates.csv")
      ])
  }

  @Test(
    "a side file of somebody else is neither overwritten nor removed",
    arguments: ["shadow.csv", "rejects.csv", "commit.json"], [false, true])
  func foreignSide(_ ending: String, _ hasRun: Bool) throws {
    if hasRun {
      try OutputFixture.write(target("s.csv"), OutputFixture.plan(date: nil, shadow: false), [Row(key: "a")])
    }
    try folder.write("mine", to: "s.\(ending)")
    let problem = #expect(throws: Diagnostic.self) {
      try OutputFixture.write(
        target("s.csv"), OutputFixture.plan(date: nil, run: "run-2", shadow: false), [Row(key: "a")])
    }
    #expect(problem?.identifier.name == "output-foreign-file")
    #expect(try folder.read("s.\(ending)") == "mine")
  }

  @Test("side files of the job's own runs are replaced, and removed where there is nothing to tell")
  func ownSides() throws {
    for (run, hasSides) in [("run-1", true), ("run-2", true), ("run-3", false), ("run-4", true)] {
      try OutputFixture.write(
        target("s.csv"), OutputFixture.plan(date: nil, run: run, shadow: hasSides), [Row(key: "a")],
        rejects: hasSides ? [OutputFixture.reject] : [])
      let names =
        ["s.commit.json", "s.csv"] + (hasSides ? ["s.rejects.csv", "s.shadow.csv"] : []) + ["staging"]
      #expect(folder.names == names)
    }
    // Without its main file, the record still says whose the side files are.
    try FileManager.default.removeItem(atPath: folder.file("s.csv"))
    try OutputFixture.write(target("s.csv"), OutputFixture.plan(date: nil, run: "run-5"), [Row(key: "a")])
    #expect(folder.names.contains("s.csv"))
  }

  @Test("staged files of an output whose name goes on after a dot are not swept")
  func longerName() throws {
    let plan = OutputFixture.plan(date: nil, shadow: false)
    let stage = try OutputFixture.stage(target("s.csv.b"), plan, [Row(key: "a")])
    try target("s.csv").recover(job: "other")
    try target("s").recover(job: "other")
    try stage.commit(OutputFixture.record(plan))
    #expect(folder.names.contains("s.csv.b"))
  }

  @Test("a job without dates has one file")
  func withoutDate() throws {
    for run in ["run-1", "run-2"] {
      try OutputFixture.write(
        target("scores.csv"), OutputFixture.plan(date: nil, run: run, shadow: false), [Row(key: "a")])
    }
    #expect(try target("scores.csv").standing(job: "nightly", date: nil)?.runID == "run-2")
    #expect(try target("scores.csv").commits(job: "nightly").count == 1)
  }

  static let points: [FaultPoint] = [
    .staged, .mainSynced, .sidesSynced, .recordSynced, .renamed, .renameSynced, .shadowRenamed,
    .rejectsRenamed,
    .recordRenamed,
  ]

  @Test(
    "after a crash at any instant the target tells the truth, and recovery completes it", arguments: points,
    [false, true])
  func crash(_ point: FaultPoint, _ isFirst: Bool) throws {
    if !isFirst {
      try OutputFixture.write(
        target(), OutputFixture.plan(), [Row(key: "old")], rejects: [OutputFixture.reject])
    }
    let before = folder.names
    let plan = OutputFixture.plan(run: "run-2", shadow: !isFirst)
    // The old side files differ in which there are: the new run has no rejects.
    let stage = try OutputFixture.stage(crashing(at: point), plan, [Row(key: "new"), Row(key: "more")])
    let problem = #expect(throws: Diagnostic.self) { try stage.commit(OutputFixture.record(plan)) }
    #expect(problem?.identifier == .testCrash)
    let isCommitted = try #require(Self.points.firstIndex(of: point)) >= 4
    let expected = isCommitted ? "run-2" : isFirst ? nil : "run-1"
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == expected)
    try target().recover(job: "nightly")
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == expected)
    let main = (try? folder.read("out/1998-01-04.csv")) ?? ""
    #expect(main.contains("run-2") == isCommitted)
    #expect(main.contains("run-1") == (!isCommitted && !isFirst))
    if isCommitted {
      let sides = isFirst ? [] : ["out/1998-01-04.shadow.csv"]
      #expect(
        folder.names == (["out", "out/1998-01-04.commit.json", "out/1998-01-04.csv"] + sides + ["staging"]))
      if !isFirst { #expect(try folder.read("out/1998-01-04.shadow.csv").contains("run-2")) }
    } else {
      #expect(folder.names == (isFirst ? ["out", "staging"] : before))
      if !isFirst { #expect(try folder.read("out/1998-01-04.shadow.csv").contains("run-1")) }
    }
    // The next run completes the date.
    try OutputFixture.write(target(), OutputFixture.plan(run: "run-3"), [Row(key: "x")])
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-3")
  }

  @Test("finds its record by the bytes where a file was copied or restored")
  func restored() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "a")])
    let path = folder.file("out/1998-01-04.csv")
    let text = try folder.read("out/1998-01-04.csv")
    try FileManager.default.removeItem(atPath: path)
    #expect(try target().standing(job: "nightly", date: "1998-01-04") == nil)
    try folder.write(text, to: "out/1998-01-04.csv")
    #expect(try target().standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
  }

  @Test("never writes over a file that it did not write, or that was changed")
  func foreign() throws {
    try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    try folder.write("my own notes", to: "out/1998-01-04.csv")
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan()) }
    #expect(problem?.identifier.name == "output-foreign-file")
    try OutputFixture.write(target(), OutputFixture.plan(date: "1998-01-11"), [Row(key: "a")])
    let changed = try folder.read("out/1998-01-11.csv").replacingOccurrences(of: "0.25", with: "0.99")
    try folder.write(changed, to: "out/1998-01-11.csv")
    #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan(date: "1998-01-11")) }
    #expect(throws: Diagnostic.self) {
      try target().stage(OutputFixture.plan(job: "other", date: "1998-01-11"))
    }
  }

  @Test("refuses a key that stands twice and leaves the old file")
  func duplicate() throws {
    try OutputFixture.write(target(), OutputFixture.plan(), [Row(key: "old")])
    let plan = OutputFixture.plan(run: "run-2")
    let stage = try OutputFixture.stage(target(), plan, [Row(key: "a"), Row(key: "a")])
    let problem = #expect(throws: Diagnostic.self) { try stage.commit(OutputFixture.record(plan)) }
    #expect(problem?.summary == "records 1 and 2 have the same key")
    stage.discard()
    #expect(try folder.read("out/1998-01-04.csv").contains("old"))
    #expect(!folder.names.contains { $0.contains("run-2") })
  }

  @Test("what a dead run of a date that never came about left is swept")
  func sweeps() throws {
    _ = try OutputFixture.stage(target(), OutputFixture.plan(date: "1998-02-01"), [Row(key: "a")])
    #expect(folder.names.contains { $0.contains("partial") })
    try target().recover(job: "nightly")
    #expect(folder.names == ["out", "staging"])
  }

  @Test("says which folder can't be written")
  func unwritable() throws {
    try folder.write("a file", to: "out")
    let problem = #expect(throws: Diagnostic.self) { try target().stage(OutputFixture.plan()) }
    #expect(problem?.identifier.name == "output-write")
    let deeper = #expect(throws: Diagnostic.self) {
      try target("out/deep/:date.csv").stage(OutputFixture.plan())
    }
    #expect(deeper?.identifier.name == "output-folder")
  }
}
