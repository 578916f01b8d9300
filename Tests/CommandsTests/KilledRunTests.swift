import Datasets
import Foundation
import Glibc
import Testing

@Suite("A run that was killed", .serialized)
struct KilledRunTests {
  /// What the book itself says, asked without a command of ours.
  private func states(_ program: Program) throws -> [String] {
    let database = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readOnly)
    return try database.rows("SELECT state FROM run ORDER BY started_at, id").compactMap { $0[0].text }
  }

  /// A workspace whose first run is at work.
  private func workspace() throws -> (Program, Program.Running) {
    let program = try Program.workspace(days: 1, rows: 400_000)
    let running = try program.start(["run", "daily", "-q", "--date", "2026-01-01"])
    for _ in 0..<2_000 {
      usleep(5_000)
      if (try? states(program)) == ["running"] { return (program, running) }
    }
    throw Never.began
  }

  private enum Never: Error { case began }

  @Test("is running while it runs; afterwards every command that reads runs says that it has ended")
  func killed() throws {
    let (program, running) = try workspace()
    let alive = try program.run("runs")
    let built = try program.run("site", "build")
    #expect(built.status == 0, "\(built.problems)")
    let stamp = try FileManager.default.attributesOfItem(atPath: program.folder + "/.scorebook/book.db")
    try #require(try states(program) == ["running"])
    #expect(alive.output.contains("running"))
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    try #require(running.result().status == -SIGKILL)
    try #require(try states(program) == ["running"])
    #expect(
      try FileManager.default.attributesOfItem(atPath: program.folder + "/.scorebook/book.db")[.size]
        as? Int == stamp[.size] as? Int)

    // Nothing was written since: that it died is found by looking.
    let again = try program.run("site", "build")
    #expect(again.status == 0 && !again.output.contains("nothing has changed"), "\(again.output)")
    #expect(again.problems.contains("was interrupted and wrote nothing"), "\(again.problems)")
    #expect(program.text("_site/runs/index.html").contains("interrupted"))
    #expect(try states(program) == ["interrupted"])
    #expect(try program.run("site", "build").output.contains("nothing has changed"))

    let status = try program.run("status")
    #expect(
      status.output.contains("daily 2026-01-01 interrupted: its process ended without telling"),
      "\(status.output)")
    let list = try program.run("runs", "--json")
    #expect(list.output.contains("\"interrupted\"") && !list.output.contains("\"running\""))
    let next = try program.run("run", "daily", "-q", "--date", "2026-01-01")
    #expect(next.status == 0, "\(next.problems)")
    #expect(try states(program) == ["interrupted", "committed"])
  }

  @Test("two commands at once settle it once")
  func twice() throws {
    let (program, running) = try workspace()
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    _ = running.result()
    let all = try (0..<4).map { _ in try program.start(["runs"]) }.map { $0.result() }
    #expect(all.allSatisfy { $0.status == 0 && $0.output.contains("interrupted") })
    #expect(all.count { $0.problems.contains("was interrupted") } == 1)
  }

  @Test("is shown as ended where the book can't be written, and on another host as what can't be seen")
  func unwritable() throws {
    let (program, running) = try workspace()
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    _ = running.result()
    // Another target than the one it wrote to can't tell what became of it.
    try program.write("other.yaml", "jobs: {daily: {output: {sqlite: _out/other.db, table: daily_scores}}}\n")
    let other = try program.run("runs", "--config", "other.yaml")
    #expect(other.output.contains("interrupted"), "\(other.output)")
    #expect(other.problems.contains("whether it had committed is not known"), "\(other.problems)")
    #expect(try states(program) == ["running"])
    _ = try program.run("site", "build", "--config", "other.yaml")
    #expect(try program.run("site", "build", "--config", "other.yaml").output.contains("nothing has changed"))

    let database = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readWrite)
    let name = ProcessInfo.processInfo.hostName
    try database.execute(
      "UPDATE run SET process = json_set(process, '$.host', 'elsewhere.\(name.prefix(3))', "
        + "'$.start', 'another boot/1')")
    let list = try program.run("runs")
    #expect(list.output.contains("running on elsewhere"), "\(list.output)")
    let status = try program.run("status")
    #expect(status.output.contains("running?"), "\(status.output)")
    #expect(status.output.contains("whose processes can't be seen from here"), "\(status.output)")
    #expect(try states(program) == ["running"])
  }
}
