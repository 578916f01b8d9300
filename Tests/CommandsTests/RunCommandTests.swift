import Datasets
import Foundation
import Glibc
import Testing

@Suite("scorebook run")
struct RunCommandTests {
  private let days = ["--from", "2026-01-01", "--to", "2026-01-03"]

  private func run(_ program: Program, _ job: String = "daily", _ more: String...) throws -> Program.Result {
    try program.start(["run", job] + days + more).result()
  }

  private func rows(_ program: Program, _ sql: String) throws -> [[SQLValue]] {
    guard program.exists("_out/daily.db") else { return [] }
    return try SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly).rows(sql)
  }

  /// Everything the table holds about the first date.
  private func firstDate(_ program: Program) throws -> [[SQLValue]] {
    try rows(program, "SELECT * FROM daily_scores WHERE date = '2026-01-01' ORDER BY customer_id")
      + rows(program, "SELECT * FROM scorebook_commits WHERE date = '2026-01-01'")
  }

  /// No stack trace, no crash, no bare error of the language.
  private func isCalm(_ result: Program.Result) -> Bool {
    result.status >= 0
      && !["Fatal error", "Stack dump", "Diagnostic(", "Problems(", " at 0x"].contains {
        result.problems.contains($0)
      }
  }

  @Test("the line printed for cron runs the pipeline")
  func cron() throws {
    let program = try Program.workspace()
    let printed = try program.run("schedule", "night", "--as", "cron")
    let line = try #require(printed.output.split(separator: "\n").last)
    let command = line.split(separator: " ", maxSplits: 5)[5]
    let result = try program.shell("\(command) --date 2026-01-05")
    #expect(result.status == 0, "\(result.problems)")
    #expect(program.exists("_site/index.html"))
    #expect(
      try SQLiteDatabase(program.folder + "/_out/welcome.db", .readOnly)
        .rows("SELECT date FROM scorebook_commits") == [[.text("2026-01-05")]])
  }

  @Test("a scheduler gets the link by which the program was called, not the version that it leads to today")
  func calledByLink() throws {
    let program = try Program.workspace()
    let result = try program.shell(
      """
      mkdir bin; ln -s "$scorebook" bin/sb; bin/sb schedule night --as cron
      PATH="$PWD/bin:$PATH" sb schedule night --as systemd
      """)
    let command = program.folder.replacing("//", with: "/") + "/bin/sb pipeline run night -C "
    #expect(result.output.contains(" * * * " + command) && result.output.contains("ExecStart=" + command))
  }

  @Test("a reader that goes away does not stop the nights")
  func reader() throws {
    let program = try Program.workspace()
    _ = try program.shell(
      "'\(Program.executable)' run welcome --from 2026-01-05 --to 2026-03-02 2>&1 | head -1 > /dev/null")
    #expect(
      try SQLiteDatabase(program.folder + "/_out/welcome.db", .readOnly)
        .rows("SELECT count(*) FROM scorebook_commits") == [[.integer(9)]])
  }

  @Test("init takes no empty text for a folder")
  func emptyFolder() throws {
    #expect(try Program.workspace().run("init", "").status == 2)
  }

  @Test("the example of init is in order, runs, and is traced")
  func example() throws {
    let program = try Program.workspace()
    let check = try program.run("check")
    #expect(check.status == 0, "\(check.problems)")
    let run = try program.run("run", "welcome", "--date", "2026-01-05")
    #expect(run.status == 0, "\(run.problems)")
    #expect(run.problems.contains("12 rows by welcome@1"), "\(run.problems)")
    let again = try program.run("run", "welcome", "--date", "2026-01-05")
    #expect(again.status == 0 && again.problems.contains("stands already"), "\(again.problems)")
    let trace = try program.run("trace", "welcome", "--key", "0006", "--date", "2026-01-05")
    #expect(
      trace.status == 0 && trace.output.contains("welcome@1") && trace.output.contains("0006"),
      "\(trace.output)")
    #expect(try program.run("trace", "welcome", "--key", "nobody").status != 0)
    #expect(try program.run("runs", "list").output.contains("committed"))
    let again2 = try program.run("init")
    #expect(again2.status == 2 && again2.problems.contains("nothing was changed"), "\(again2.problems)")
  }

  @Test("JSON tells each date")
  func json() throws {
    let program = try Program.workspace()
    let result = try run(program, "daily", "--json")
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(entries.map { $0["date"] as? String } == ["2026-01-01", "2026-01-02", "2026-01-03"])
    #expect(entries.allSatisfy { $0["outcome"] as? String == "committed" })
    #expect(entries.map { $0["rows_in"] as? Int } == [6, 7, 8])
  }

  @Test("a dry run says what it would write, and --strict tells rejects by exit 3")
  func options() throws {
    let program = try Program.workspace()
    let dry = try run(program, "daily", "--dry-run")
    #expect(dry.status == 0 && dry.problems.contains("would be written"), "\(dry.problems)")
    #expect(try rows(program, "SELECT 1 FROM sqlite_master WHERE name = 'daily_scores'").isEmpty)
    try program.write("days/2026-01-02.csv", Program.customers(4) + "99,x,1\n")
    #expect(try run(program, "daily", "--strict").status == 3)
    #expect(try rows(program, "SELECT count(*) FROM daily_scores") == [[.integer(6 + 4 + 8)]])
  }

  @Test(
    "bad input ends with the right code and words, and the first date stays as it was",
    arguments: [
      ("id,days_since_last,orders\n1,2,3\n", 2, "customer_id"),
      ("customer_id,days,orders\n1,2,3\n", 2, "days_since_last"),
      ("customer_id,days_since_last,orders\n1,x,3\n2,y,3\n3,1,1\n", 4, "days_since_last"),
      ("customer_id,days_since_last,orders\n1,2\n2,3\n3,1,1\n", 4, "2026-01-02.csv:2"),
      ("customer_id,days_since_last,orders\n1,2,3\n\"2,3,4\n", 1, "2026-01-02.csv:3"),
      ("customer_id,days_since_last,orders\n1,2,3\n1,3,4\n", 4, "key"),
      ("customer_id,days_since_last,orders\n", 4, "no rows for 2026-01-02"),
      ("", 0, ""),
    ] as [(String, Int32, String)])
  func badInput(_ text: String, _ status: Int32, _ words: String) throws {
    let program = try Program.workspace()
    #expect(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let old = try firstDate(program)
    try program.write("days/2026-01-02.csv", text)
    let result = try run(program)
    #expect(
      status == 0 ? result.status != 0 : result.status == status, "\(result.status): \(result.problems)")
    #expect(words.isEmpty || result.problems.contains(words), "\(result.problems)")
    #expect(isCalm(result), "\(result.problems)")
    #expect(try firstDate(program) == old)
    // The first failure stops the rest; the next command goes on from there.
    #expect(try rows(program, "SELECT DISTINCT date FROM daily_scores") == [[.text("2026-01-01")]])
    let on = try run(program, "daily", "--keep-going")
    #expect(on.status != 0)
    #expect(
      try rows(program, "SELECT DISTINCT date FROM daily_scores ORDER BY 1").last == [.text("2026-01-03")])
    try program.write("days/2026-01-02.csv", Program.customers(3))
    #expect(try run(program).status == 0)
    #expect(try rows(program, "SELECT count(DISTINCT date) FROM daily_scores") == [[.integer(3)]])
    #expect(try firstDate(program) == old)
  }

  @Test("an unknown key of the configuration names file, line and the nearest one")
  func unknownKey() throws {
    let program = try Program.workspace()
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacingOccurrences(of: "keep: [", with: "keeep: ["))
    for arguments in [["check"], ["run", "daily"]] {
      let result = try program.start(arguments).result()
      #expect(result.status == 2 && isCalm(result))
      #expect(
        result.problems.contains("scorebook.yaml:") && result.problems.contains("'keep'"),
        "\(result.problems)")
    }
    #expect(!program.exists("_out") && !program.exists(".scorebook/book.db"))
  }

  @Test("a job, a date and a model that are not there")
  func unknownNames() throws {
    let program = try Program.workspace()
    let job = try program.run("run", "dayly")
    #expect(job.status == 2 && job.problems.contains("'daily'"), "\(job.problems)")
    #expect(try program.run("run", "daily", "--date", "1.1.2026").status == 2)
    #expect(try program.run("run", "welcome", "--date", "2026-01-06").status == 2)
    #expect(try run(program, "daily", "--model", "welcome@9").status == 2)
    #expect(try run(program, "daily", "--model", "welcom@1").status == 2)
  }

  @Test("a lock that another run holds, and a database that another program locks, are 75")
  func locks() throws {
    let program = try Program.workspace()
    #expect(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let old = try firstDate(program)
    do {
      let lock = try JobLock(job: "daily", folder: program.folder + "/.scorebook/locks")
      let result = try run(program)
      #expect(result.status == 75 && result.problems.contains("is running already"), "\(result.problems)")
      withExtendedLifetime(lock) {}
    }
    let database = try SQLiteDatabase(program.folder + "/_out/daily.db", .readWrite)
    try database.execute("BEGIN EXCLUSIVE")
    let running = try program.start(["run", "daily"] + days)
    // It waits for half a minute before it gives up.
    let result = running.result()
    #expect(result.status == 75 && result.problems.contains("locked"), "\(result.problems)")
    try database.execute("ROLLBACK")
    #expect(try firstDate(program) == old)
    #expect(try run(program).status == 0)
  }

  @Test("a folder that this user may not write")
  func notPermitted() throws {
    let program = try Program.workspace()
    #expect(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let old = try firstDate(program)
    try FileManager.default.createDirectory(
      atPath: program.folder + "/elsewhere", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o555])
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(of: "csv: _out/:date", with: "csv: elsewhere/:date")
    )
    // Root may write everywhere but where nobody may: a read-only mount.
    let path = program.folder + "/elsewhere"
    let isRoot = geteuid() == 0
    if isRoot {
      guard mount("tmpfs", path, "tmpfs", UInt(MS_RDONLY), "size=64k") == 0 else {
        withKnownIssue("mounting is not permitted here; the unwritable folder was not tested") {
          Issue.record("mount: \(String(cString: strerror(errno)))")
        }
        return
      }
    }
    defer { if isRoot { umount2(path, Int32(MNT_DETACH)) } }
    let result = try run(program, "files")
    #expect(
      result.status == 1 && result.problems.contains("elsewhere"), "\(result.status): \(result.problems)")
    #expect(isCalm(result), "\(result.problems)")
    #expect(try firstDate(program) == old)
  }
}
