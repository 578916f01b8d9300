import Foundation
import Glibc
import Testing

@Suite("Process models on the command line", .serialized)
struct ProcessCommandTests {
  /// A job of one small file with a process model of the system's shell; `answer` is done for each row.
  ///
  /// The program leaves its number in the file `pid` when it meets a row, and may read the folder as `$1`.
  private func workspace(
    _ answer: String, start: String = "", end: String = "echo", more: String = ""
  ) throws -> Program {
    let program = try Program()
    try program.write("rows.csv", "id,a\n" + (1...20).map { "\($0),\($0)\n" }.joined())
    try program.write(
      "scorebook.yaml",
      """
      name: Test
      datasets:
        rows: {csv: rows.csv, key: [id]}
      models: {m: {}}
      jobs:
        score: {input: rows, model: m@1, threads: 1, output: {csv: _out/scores.csv}}

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
        \(more)

      """)
    try program.write(
      "model/p",
      """
      #!/bin/sh
      \(start)
      IFS= read -r header
      echo prediction
      while IFS= read -r row; do
        if [ -z "$row" ]; then \(end); else \(answer); fi
      done

      """)
    return program
  }

  private func add(_ program: Program) throws {
    let added = try program.run("model", "add", "m", "model/process.yaml", "--unverified")
    try #require(added.status == 0, "\(added.problems)")
  }

  /// Hangs once `hang` is there, and says who hangs.
  private static let hanging =
    "if [ -e \"$1/hang\" ]; then echo $$ > \"$1/part\"; mv \"$1/part\" \"$1/pid\"; sleep 600 & wait; fi"

  /// The number that a program left, within half a minute.
  private func pid(_ program: Program) throws -> Int32 {
    for _ in 0..<3_000 where !program.exists("pid") { usleep(10_000) }
    return try #require(Int32(program.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  /// Whether a process ends within some seconds; a zombie has ended.
  private func isGone(_ process: Int32, within seconds: Double) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    repeat {
      guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
        return true
      }
      if state.contains(") Z") { return true }
      usleep(10_000)
    } while Date() < end
    return false
  }

  @Test(
    "a signal ends a run while its program hangs, over a batch or before it has started, and is told as one",
    arguments: [(SIGINT, 130, false), (SIGTERM, 143, false), (SIGTERM, 143, true)] as [(Int32, Int32, Bool)])
  func signalled(_ signal: Int32, _ status: Int32, atStart: Bool) throws {
    let program = try workspace(
      "\(atStart ? ":" : Self.hanging); echo 1", start: atStart ? Self.hanging : "")
    try add(program)
    try program.write("hang", "")
    let running = try program.start(["run", "score"])
    let child = try pid(program)
    let began = Date()
    kill(running.process.processIdentifier, signal)
    let result = running.result()
    // About a second where the machine is idle.
    #expect(Date().timeIntervalSince(began) < 4, "\(result.problems)")
    #expect(result.status == status, "\(result.problems)")
    #expect(result.problems.contains("goes on from here"), "\(result.problems)")
    #expect(isGone(child, within: 2) && !program.exists("_out/scores.csv"))
    #expect(try program.run("runs", "list", "--json").output.contains("\"state\" : \"interrupted\""))
    try program.remove("hang")
    let next = try program.run("run", "score")
    #expect(next.status == 0 && program.exists("_out/scores.csv"), "\(next.problems)")
  }

  @Test("a signal ends the registration of a model whose program hangs, and nothing is registered")
  func adding() throws {
    let program = try workspace("\(Self.hanging); echo 1")
    try program.write("hang", "")
    let running = try program.start(["model", "add", "m", "model/process.yaml", "--unverified"])
    let child = try pid(program)
    let began = Date()
    kill(running.process.processIdentifier, SIGTERM)
    let result = running.result()
    #expect(Date().timeIntervalSince(began) < 4 && result.status == 143, "\(result.problems)")
    #expect(result.problems.contains("stopped by a signal to terminate"), "\(result.problems)")
    #expect(isGone(child, within: 2))
    #expect(try !program.run("model", "list").output.contains("m@1"))
    try program.remove("hang")
    try add(program)
    try program.remove("pid")
    try program.write("hang", "")
    let verifying = try program.start(["model", "verify", "m@1"])
    _ = try pid(program)
    kill(verifying.process.processIdentifier, SIGINT)
    #expect(verifying.result().status == 130)
    try program.remove("hang")
    #expect(try program.run("model", "verify", "m@1").status == 0)
  }

  @Test("a slow query is ended by a signal")
  func query() throws {
    let program = try workspace("echo 1")
    try add(program)
    try program.write(
      "slow.sql",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
        + "SELECT id, (SELECT max(i) FROM n) AS a FROM rows\n")
    let yaml = program.text("scorebook.yaml")
      .replacing("models:", with: "  slow: {query: slow.sql, tables: {rows: rows}, key: [id]}\nmodels:")
      .replacing("input: rows", with: "input: slow")
    try program.write("scorebook.yaml", yaml)
    let running = try program.start(["run", "score"])
    usleep(1_500_000)
    #expect(running.process.isRunning)
    let began = Date()
    kill(running.process.processIdentifier, SIGTERM)
    let result = running.result()
    #expect(result.status == 143 && Date().timeIntervalSince(began) < 4, "\(result.problems)")
  }

  @Test("a program that hangs is gone when Scorebook is killed")
  func killed() throws {
    // Nothing of its own is started: that would outlive the test.
    let hanging = Self.hanging.replacing("sleep 600 & wait", with: "exec sleep 600")
    let program = try workspace("\(hanging); echo 1")
    try add(program)
    try program.write("hang", "")
    let running = try program.start(["run", "score", "-q"])
    let child = try pid(program)
    kill(running.process.processIdentifier, SIGKILL)
    #expect(isGone(child, within: 2))
    _ = running.result()
  }

  @Test("runs show tells how often a program was restarted, in words and as JSON")
  func restarts() throws {
    let program = try workspace("[ -e \"$1/died\" ] || { touch \"$1/died\"; exit 1; }; echo 1")
    try program.write("died", "")
    try add(program)
    try program.remove("died")
    let result = try program.run("run", "score")
    try #require(result.status == 0, "\(result.problems)")
    let json = try program.run("runs", "list", "--json").output
    #expect(json.contains("\"restarts\" : 1"), "\(json)")
    let id = try #require(json.firstMatch(of: #/"id" : "([^"]+)"/#)).1
    let shown = try program.run("runs", "show", String(id)).output
    #expect(shown.contains("program restarted 1 time\n"), "\(shown)")
    #expect(try program.run("runs", "show", String(id), "--json").output.contains("\"restarts\" : 1"))
  }

  @Test("what a program complains of when it has seen rows is kept apart, and shown only to who asks")
  func complaints() throws {
    let program = try workspace(
      "if [ -e \"$1/fail\" ]; then echo \"bad value $row of Muller\" >&2; exit 1; fi; echo 1")
    try add(program)
    try program.write("fail", "")
    let quiet = try program.run("run", "score")
    #expect(quiet.status == 1 && !quiet.problems.contains("Muller"), "\(quiet.problems)")
    #expect(quiet.problems.contains("m@1: the program died over a batch of 20 rows"), "\(quiet.problems)")
    let path = try #require(quiet.problems.firstMatch(of: #/kept in (\S+\.log)\./#)).1
    let file = String(path).hasPrefix("/") ? String(path) : program.folder + "/" + path
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "bad value 1.0 of Muller\n")
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try !program.run("runs", "list", "--json").output.contains("Muller"))
    let asked = try program.run("run", "score", "--verbose")
    #expect(asked.problems.contains("  | bad value 1.0 of Muller\n"), "\(asked.problems)")
    #expect(try !program.run("runs", "list", "--json").output.contains("Muller"))
  }

  @Test("a program that ends again and again is given up with its last words, kept apart")
  func givenUp() throws {
    // It answers one batch, and dies over each next one: no batch fails before the last start.
    let program = try workspace(
      "[ -z \"$once\" ] || { echo \"bad value $row of Muller\" >&2; exit 5; }; echo 1", end: "once=1; echo",
      more: "batch: 1")
    try add(program)
    let quiet = try program.run("run", "score")
    #expect(quiet.status == 1 && !quiet.problems.contains("Muller"), "\(quiet.problems)")
    #expect(quiet.problems.contains("the program was started 4 times, and is not started again"))
    #expect(quiet.problems.contains("the last time it ended with status 5"), "\(quiet.problems)")
    let path = try #require(quiet.problems.firstMatch(of: #/kept in (\S+\.log)\./#)).1
    let file = String(path).hasPrefix("/") ? String(path) : program.folder + "/" + path
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "bad value 5.0 of Muller\n")
    #expect(try !program.run("runs", "list", "--json").output.contains("Muller"))
    let asked = try program.run("run", "score", "--verbose")
    #expect(asked.problems.contains("  | bad value 5.0 of Muller\n"), "\(asked.problems)")
  }

  @Test("a fallback's turn and a file without workspace keep and show complaints alike")
  func others() throws {
    let program = try workspace(
      "if [ -e \"$1/fail\" ]; then echo \"bad value of Muller\" >&2; exit 1; fi; echo 1")
    try add(program)
    try program.write("fail", "")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "threads: 1,", with: "threads: 1, fallback: {value: {prediction: 0}},"))
    let result = try program.run("run", "score")
    #expect(result.status == 0 && !result.problems.contains("Muller"), "\(result.problems)")
    let path = try #require(result.problems.firstMatch(of: #/kept in (\S+\.log)\./#)).1
    let file = String(path).hasPrefix("/") ? String(path) : program.folder + "/" + path
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "bad value of Muller\n")

    let score = ["score", "m@1", "rows.csv", "-o", "scores.csv"]
    let plain = try program.start(score).result()
    #expect(plain.status == 1 && !plain.problems.contains("Muller"), "\(plain.problems)")
    #expect(plain.problems.contains("--verbose shows it"), "\(plain.problems)")
    let asked = try program.start(score + ["-v"]).result()
    #expect(asked.status == 1 && asked.problems.contains("  | bad value of Muller\n"), "\(asked.problems)")
  }

  @Test("a page's files and program are those of its folder, wherever it is registered from")
  func elsewhere() throws {
    let program = try workspace("cat data/t.txt", start: "")
    try program.write("model/data/t.txt", "7\n")
    let page = program.text("model/process.yaml")
    try program.write("model/process.yaml", page.replacing("files: [p]", with: "files: [p, data/t.txt]"))
    try program.write("inner/scorebook.yaml", "name: Inner\n")
    let added = try program.shell(
      "cd inner && $scorebook model add m ../model/process.yaml --unverified "
        + "&& printf 'a\\n1\\n' | $scorebook score m@1 && cd / "
        + "&& $scorebook model add n '\(program.folder)/model/process.yaml' -C '\(program.folder)/inner' --unverified "
        + "&& printf 'a\\n1\\n' | $scorebook score '\(program.folder)/model/process.yaml'")
    #expect(added.status == 0, "\(added.problems)")
    #expect(added.output.contains("registered m@1") && added.output.contains("registered n@1"), "\(added)")
    #expect(added.output.hasSuffix("prediction\n7.0\n"), "\(added.output)")
    for (command, files, next) in [
      ("./p", "[p]", "Write 'p', as 'files' does."),
      ("bin/p", "[p]", "Name it under 'files' and in 'command' alike, relative to the page's folder."),
      ("p", "[]", "or where it lies beside the page, name it under 'files' too."),
    ] {
      try program.write(
        "model/process.yaml",
        page.replacing("[p, '", with: "[\(command), '").replacing("files: [p]", with: "files: \(files)"))
      let refused = try program.run("model", "add", "m", "model/process.yaml", "--unverified")
      #expect(refused.status == 1 && refused.problems.contains(next), "\(command): \(refused.problems)")
    }
  }

  @Test("the largest batch is sent whole, from CSV and SQLite, and none is larger")
  func batches() throws {
    let program = try workspace(
      "n=$((n+1)); echo 1", start: "n=0", end: "echo $n >> \"$1/counts\"; n=0; echo", more: "batch: 8192")
    try add(program)
    try program.remove("counts")
    try program.write("rows.csv", "id,a\n" + (1...9_000).map { "\($0),\($0)\n" }.joined())
    #expect(try program.run("run", "score").status == 0)
    #expect(program.text("counts") == "8192\n808\n")
    try program.remove("counts")
    try program.write("copy.sql", "SELECT id, a * 1.0 AS a FROM rows\n")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "models:", with: "  copied: {query: copy.sql, tables: {rows: rows}, key: [id]}\nmodels:"
      ).replacing("input: rows", with: "input: copied"))
    let result = try program.run("run", "score", "--force")
    #expect(result.status == 0, "\(result.problems)")
    #expect(program.text("counts") == "8192\n808\n")
  }

  @Test("a signal ends what can't look at it: standard input that does not come")
  func stuck() throws {
    let program = try workspace("echo 1")
    try add(program)
    let began = Date()
    let result = try program.shell(
      "mkfifo pipe; sleep 60 > pipe & p=$!; $scorebook score m@1 - < pipe & s=$!; sleep 1; kill -TERM $s; "
        + "wait $s; echo $?; kill -9 $p")
    #expect(result.output.hasSuffix("143\n"), "\(result.output) \(result.problems)")
    #expect(Date().timeIntervalSince(began) < 20)
  }
}
