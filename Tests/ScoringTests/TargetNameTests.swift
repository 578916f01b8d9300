import Book
import Datasets
import Foundation
import Scoring
import Synchronization
import Testing
import Workspace

@Suite("What the book calls a target")
struct TargetNameTests {
  private func name(_ bench: Bench, file: String? = nil) throws -> TargetName {
    let yaml = bench.text("scorebook.yaml")
    let configuration = try ConfigurationLoader.decode(
      yaml: file.map { yaml.replacing("_out/s.db", with: $0) } ?? yaml, file: bench.path + "/scorebook.yaml",
      root: WorkspaceLocator.absolute(bench.path))
    return TargetName(configuration, try #require(configuration.jobs["night"]))
  }

  @Test("is relative to the workspace where it lies inside it")
  func text() throws {
    let bench = try Bench()
    let root = WorkspaceLocator.absolute(bench.path)
    #expect(try name(bench).text == "_out/s.db#scores")
    #expect(try name(bench, file: "./_out//s.db").text == "_out/s.db#scores")
    #expect(try name(bench, file: root + "/_out/s.db").text == "_out/s.db#scores")
    #expect(try name(bench, file: "data/../_out/s.db").text == "_out/s.db#scores")
    #expect(try name(bench, file: "/nowhere/s.db").text == "/nowhere/s.db#scores")
    #expect(try name(bench, file: "../s.db").text == "../s.db#scores")
  }

  @Test("is what a run is entered with")
  func entered() throws {
    let bench = try Bench()
    try bench.run(0...0)
    #expect(try bench.book.runs(.init()).map(\.target) == ["_out/s.db#scores"])
  }

  @Test("names that an earlier command was given mean the same place, whatever it called the workspace")
  func spelled() throws {
    let bench = try Bench()
    let root = WorkspaceLocator.absolute(bench.path)
    let folder = URL(filePath: root).lastPathComponent
    let link = bench.path + "-link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: root)
    defer { try? FileManager.default.removeItem(atPath: link) }
    for rows in [false, true] {
      if rows { try bench.run(0...0) }
      let name = try name(bench)
      for prefix in [
        "", "./", "ws/", "../ws/", "../", "../../", "./a/../ws/", "\(folder)/", root + "/", link + "/",
        "/moved/ws/",
      ] {
        #expect(name.isMeant(by: prefix + "_out/s.db#scores"), "\(prefix), \(rows)")
      }
      for other in [
        "_out/s.db#others", "_out/other.db#scores", "_out/s.db", "ws/other/s.db#scores", "x_out/s.db#scores",
      ] {
        #expect(!name.isMeant(by: other), "\(other), \(rows)")
      }
    }
  }

  @Test("a name that could mean another place, where rows of the job stand, is not taken for this one")
  func ambiguous() throws {
    let bench = try Bench()
    try bench.run(0...0)
    try FileManager.default.moveItem(atPath: bench.path + "/_out", toPath: bench.path + "/dev")
    try FileManager.default.createDirectory(
      atPath: bench.path + "/dev/_out", withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: bench.path + "/dev/s.db", toPath: bench.path + "/dev/_out/s.db")
    let name = try name(bench)
    let absolute = bench.path + "/dev/_out/s.db#scores"
    for other in ["dev/_out/s.db#scores", "ws/dev/_out/s.db#scores", absolute] {
      #expect(!name.isMeant(by: other), "\(other)")
    }
    #expect(name.isMeant(by: "ws/_out/s.db#scores"))
    // What can't be read may hold them.
    try bench.write("dev/_out/s.db", String(repeating: "no database ", count: 100))
    #expect(!name.isMeant(by: "dev/_out/s.db#scores"))
  }

  @Test("a book with names as they were typed is corrected by the target they mean")
  func reconciled() throws {
    let bench = try Bench()
    try bench.run(0...0)
    let database = try SQLiteDatabase(bench.path + "/.scorebook/book.db", .readWrite)
    try database.execute("UPDATE run SET target = 'ws/_out/s.db#scores'")
    try bench.remove("_out")
    #expect(try bench.run(0...0)[0].commit != nil)
    let runs = try bench.book.runs(.init())
    #expect(runs.count == 2 && runs.count { $0.isStanding } == 1)
    #expect(bench.told.withLock { $0.contains { $0.contains("no longer stands in the target") } })
  }
}
