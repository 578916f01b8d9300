import Datasets
import Foundation
import Glibc
import Testing

@Suite("A run that was killed", .serialized)
struct KilledRunTests {
  /// What the book itself says, asked without a command of ours.
  private func states(_ program: Program) throws -> [String] {
    let database = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readOnly)
    return try database.rows("SELECT state FROM run ORDER BY state").compactMap { $0[0].text }
  }

  /// A workspace whose first run is at work: its model's program waits as long as the file `hold` is there.
  private func workspace() throws -> (Program, Program.Running) {
    let program = try Program()
    try program.write("days/2026-01-01.csv", "id,a\n" + (1...20).map { "\($0),\($0)\n" }.joined())
    try program.write(
      "scorebook.yaml",
      """
      name: Test
      datasets:
        days: {csv: days/:date.csv, key: [id]}
      models: {held: {}}
      jobs:
        daily:
          input: days
          model: held@1
          every: 1d
          since: 2026-01-01
          output: {sqlite: _out/daily.db, table: daily_scores}

      """)
    try program.write(
      "model/process.yaml",
      """
      process:
        command: [p, '\(program.folder)']
        files: [p]
        speaks: csv
        inputs: {a: number}
        outputs: {prediction: number}

      """)
    try program.write(
      "model/p",
      """
      #!/bin/sh
      IFS= read -r header
      echo prediction
      while IFS= read -r row; do
        if [ -e "$1/hold" ]; then echo > "$1/held"; fi
        while [ -e "$1/hold" ]; do sleep 0.02; done
        if [ -z "$row" ]; then echo; else echo 1; fi
      done

      """)
    let added = try program.run("model", "add", "held", "model/process.yaml", "--unverified")
    try #require(added.status == 0, "\(added.problems)")
    try program.write("hold", "")
    let running = try program.start(["run", "daily", "-q", "--date", "2026-01-01"])
    for _ in 0..<6_000 where running.process.isRunning {
      usleep(5_000)
      if program.exists("held") { return (program, running) }
    }
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    throw Never.began(running.result().problems)
  }

  private func kill(_ program: Program, _ running: Program.Running) throws {
    try #require(try states(program) == ["running"])
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    try #require(running.result().status == -SIGKILL)
    try program.remove("hold")
  }

  private enum Never: Error { case began(String) }

  @Test("is running while it runs; afterwards every command that reads runs says that it has ended")
  func killed() throws {
    let (program, running) = try workspace()
    let alive = try program.run("runs")
    let built = try program.run("site", "build")
    #expect(built.status == 0, "\(built.problems)")
    let stamp = try FileManager.default.attributesOfItem(atPath: program.folder + "/.scorebook/book.db")
    #expect(alive.output.contains("running"))
    try kill(program, running)
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
    #expect(try states(program) == ["committed", "interrupted"])
  }

  @Test("two commands at once settle it once")
  func twice() throws {
    let (program, running) = try workspace()
    try kill(program, running)
    let all = try (0..<4).map { _ in try program.start(["runs"]) }.map { $0.result() }
    #expect(all.allSatisfy { $0.status == 0 && $0.output.contains("interrupted") })
    #expect(all.count { $0.problems.contains("was interrupted") } == 1)
  }

  @Test(
    "is shown as ended to whoever may not write the book, and the book stays as it is",
    .enabled(if: ReadersTests.isPossible))
  func unwritable() throws {
    let (program, running) = try workspace()
    try kill(program, running)
    _ = try program.shell("chmod -R a+rX,a-w . && chmod a+rx .")
    defer { _ = try? program.shell("chmod -R u+rwX .") }
    for _ in 1...2 {
      let list = try program.shell("\(ReadersTests.asNobody)\"$scorebook\" runs")
      #expect(list.status == 0 && list.output.contains("interrupted"), "\(list.output)\(list.problems)")
      #expect(list.problems.contains("was interrupted and wrote nothing"), "\(list.problems)")
      #expect(try states(program) == ["running"])
    }
  }

  @Test("is shown as ended where another output is named, and on another host as what can't be seen")
  func unseen() throws {
    let (program, running) = try workspace()
    try kill(program, running)
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

  @Test(
    "is known however the command is told where the workspace is", arguments: ["_out", "w/_out", "../_out"])
  func spelled(_ folder: String) throws {
    let program = try Program()
    _ = try program.run("init", "w")
    #expect(try program.run("run", "welcome", "-C", "w", "--date", "2026-01-05", "-q").status == 0)
    let file = program.folder + "/w/.scorebook/book.db"
    func ask(_ sql: String) throws -> [String?] {
      try SQLiteDatabase(file, .readWrite).rows(sql).map { $0[0].text }
    }
    #expect(try ask("SELECT target FROM run") == ["_out/welcome.db#welcome_scores"])
    // As it is when the process dies between the target's commit and the book's; an older book has names as typed.
    _ = try ask(
      "UPDATE run SET state = 'running', standing = 0, finished_at = NULL, "
        + "target = '\(folder)/welcome.db#welcome_scores', process = json_set(process, '$.pid', 4194999)")
    let itself = "\"$scorebook\""
    for (index, line) in [
      "cd w && \(itself) status", "\(itself) -C \"$PWD/w\" status", "\(itself) -C w2 status",
    ].enumerated() {
      _ = try program.shell("rm -rf kept w2 && cp -a w kept && cp -a w w2")
      let status = try program.shell(line)
      #expect(
        status.problems.contains("had committed before its process died"), "\(line): \(status.problems)")
      #expect(!status.output.contains("interrupted"), "\(status.output)")
      if index < 2 { #expect(try ask("SELECT state FROM run") == ["committed"]) }
      _ = try program.shell("rm -rf w && mv kept w")
    }
  }
}
