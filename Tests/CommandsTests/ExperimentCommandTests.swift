import Foundation
import Testing

@Suite("scorebook experiment")
struct ExperimentCommandTests {
  private static let mlflow = Program.root + "Tests/Fixtures/interchange/mlflow-3.17.2-sqlite/mlruns.db"

  private func workspace(_ more: String = "") throws -> Program {
    let program = try Program()
    try program.write(
      "scorebook.yaml",
      """
      name: test
      experiments:
        depth:
          question: Does a deeper forest beat the rule?
          baseline: rule
      \(more)
      """)
    return program
  }

  private func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

  @Test("log enters a trial from options, with its artefact and the digest of its data")
  func log() throws {
    let program = try workspace()
    try program.write("model.txt", "forest")
    try program.write("data.csv", "a\n1\n")
    let arguments = [
      "experiment", "log", "depth", "deep", "--param", "depth=9", "--param", "path=a=b", "--metric",
      "auc=0.75",
      "--metric", "loss=0.5@1", "--metric", "loss=NaN@2", "--metric", "up=inf", "--tag", "owner=ada",
      "--artefact", "model.txt", "--data", "data.csv", "--note", "first try", "--commit", "abc",
    ]
    let result = try program.start(arguments).result()
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.output == "log: 1 trial, 1 new, 0 changed, 0 unchanged; 4 points\n")
    #expect(try program.start(arguments).result().output == "log: 1 trial, 0 new, 0 changed, 1 unchanged\n")
    let shown = try program.run("experiment", "show", "depth", "deep", "--json")
    let found = try #require(try json(shown.output) as? [String: Any])
    let trial = try #require(found["trial"] as? [String: Any])
    #expect(trial["note"] as? String == "first try")
    #expect(trial["source_commit"] as? String == "abc")
    let parameters = try #require(trial["parameters"] as? [[String: String]])
    #expect(parameters.contains(["name": "path", "value": "a=b"]))
    let artefacts = try #require(trial["artefacts"] as? [[String: Any]])
    // printf forest | sha256sum
    let digest = "619a2ccf126ce837dc7cd3bdb4d7f44280a0ea4f721e5a738f859aa19d52a78f"
    let kept = try #require(artefacts.first?["digest"] as? String)
    #expect(kept == digest)
    #expect(program.text(".scorebook/artefacts/\(kept.prefix(2))/\(kept.dropFirst(2))") == "forest")
    let history = try program.run("experiment", "show", "depth", "deep", "--metric", "loss")
    #expect(history.output.contains("\n   1  0.50000\n   2      NaN\n"))
    let table = try program.run("experiment", "show", "depth")
    #expect(table.output.contains("deep   finished"))
    #expect(table.output.contains("∞"))
  }

  @Test("log reads lines from a pipe and a folder, and a document")
  func lines() throws {
    let program = try workspace()
    let piped = try program.run(
      "experiment", "log", "depth", "--lines", "-",
      input:
        "{\"trial\": \"a\", \"metrics\": {\"auc\": 0.5}}\n{\"trial\": \"b\", \"metrics\": {\"auc\": 0.6}}\n")
    #expect(piped.output == "log: 2 trials, 2 new, 0 changed, 0 unchanged; 2 points\n", "\(piped.problems)")
    try program.write("logs/c.jsonl", "{\"metrics\": {\"auc\": 0.7}}\n")
    #expect(try program.run("experiment", "log", "depth", "--lines", "logs").output.contains("1 new"))
    try program.write("d.json", "{\n \"parameters\": {\"depth\": 3},\n \"metrics\": {\"auc\": 0.8}\n}\n")
    let document = try program.run(
      "experiment", "log", "depth", "d", "--json-document", "d.json", "--tag", "by=hand", "--json")
    #expect(document.status == 0, "\(document.problems)")
    #expect((try json(document.output) as? [String: Any])?["new"] as? Int == 1)
    let list = try program.run("experiment", "list", "--json")
    let entries = try #require(try json(list.output) as? [[String: Any]])
    #expect(entries.map { $0["trials"] as? Int } == [4])
    let broken = try program.run(
      "experiment", "log", "depth", "--lines", "-", input: "{\"trial\": \"e\", \"x\": 1}\n")
    #expect(broken.status == 2)
    #expect(broken.problems.contains("standard input:1: the log can't be read; found unknown key 'x'"))
  }

  @Test("mistakes in options are told all at once, and nothing is entered")
  func mistakes() throws {
    let program = try workspace()
    let result = try program.run(
      "experiment", "log", "depth", "t", "--param", "depth", "--metric", "auc=high", "--metric", "auc=1@x",
      "--state", "done")
    #expect(result.status == 2)
    #expect(result.problems.components(separatedBy: "error: ").count == 5)
    #expect(!program.exists(".scorebook/book.db"))
    let unknown = try program.run("experiment", "log", "dept", "t")
    #expect(unknown.status == 2 && unknown.problems.contains("Did you mean 'depth'?"))
    #expect(try program.run("experiment", "import", "depth").problems.contains("declares no store"))
    #expect(try program.run("experiment", "import", "mlflow:").status == 2)
    #expect(try program.run("experiment", "show", "nothing").status == 2)
  }

  @Test("import reads what is declared, list and show tell it, and doing it twice changes nothing")
  func declared() throws {
    let program = try workspace("    import: [\"mlflow:runs.db\"]\n")
    let missing = try program.run("check")
    #expect(missing.status == 2 && missing.problems.contains("imports a store that is not there"))
    try program.write("runs.db", try Data(contentsOf: URL(filePath: Self.mlflow)))
    #expect(try program.run("check").status == 0)
    let first = try program.run("experiment", "import")
    #expect(first.status == 0, "\(first.problems)")
    #expect(
      first.output.hasPrefix("mlflow:runs.db: 10 trials, 10 new, 0 changed, 0 unchanged; 2 of them deleted"))
    let second = try program.run("experiment", "import", "depth")
    #expect(second.output.contains("0 new, 0 changed, 10 unchanged"))
    #expect(program.data("runs.db") == (try Data(contentsOf: URL(filePath: Self.mlflow))))
    let shown = try program.run("experiment", "show", "depth", "--metric", "auc")
    #expect(shown.output.contains("\n  depth 6"))
    #expect(!shown.output.contains("in a deleted experiment"))
    #expect(
      try program.run("experiment", "show", "depth", "--all").output.contains("in a deleted experiment"))
    let wrong = try program.run("experiment", "show", "depth", "--metric", "acu")
    #expect(wrong.status == 2 && wrong.problems.contains("Did you mean 'auc'?"))
    // From another folder the store is still the same one.
    try program.write("sub/x", "")
    let elsewhere = try program.shell("cd sub && $scorebook experiment import depth mlflow:../runs.db")
    #expect(elsewhere.output.hasPrefix("mlflow:runs.db: 10 trials, 0 new"), "\(elsewhere.problems)")
  }

  @Test("an import that is killed at any instant is finished by the next one")
  func killed() throws {
    let program = try workspace()
    try program.write("runs.db", try Data(contentsOf: URL(filePath: Self.mlflow)))
    for pause in [1000, 5000, 20_000, 40_000, 80_000] {
      let running = try program.start(["experiment", "import", "depth", "mlflow:runs.db"])
      usleep(UInt32(pause))
      kill(running.process.processIdentifier, SIGKILL)
      _ = running.result()
    }
    let last = try program.run("experiment", "import", "depth", "mlflow:runs.db")
    #expect(last.status == 0 && last.output.contains("10 trials"), "\(last.problems)")
    #expect(
      try program.run("experiment", "import", "depth", "mlflow:runs.db").output.contains("10 unchanged"))
  }

  private func seeded() throws -> Program {
    let program = try workspace("    tolerances: {auc: 0.002}\n")
    var lines = ""
    for (name, depth, values) in [
      ("rule", 1, [0.790, 0.791, 0.792]), ("deep", 9, [0.800, 0.801, 0.803]),
      ("a|*b*\\n", 2, [0.789, 0.792, 0.7915]),
      ("bad", 3, [0.70]),
    ] as [(String, Int, [Double])] {
      for (seed, value) in values.enumerated() {
        lines +=
          "{\"trial\": \"\(seed == 0 ? name : "\(name)-\(seed)")\", \"parameters\": {\"depth\": \(depth), "
          + "\"seed\": \(seed)}, \"metrics\": {\"auc\": \(value), \"seconds\": \(depth)}}\n"
      }
    }
    lines += "{\"trial\": \"late\", \"state\": \"running\", \"metrics\": {\"auc\": 1}}\n"
    let logged = try program.run("experiment", "log", "depth", "--lines", "-", input: lines)
    #expect(logged.status == 0, "\(logged.problems)")
    return program
  }

  @Test("compare tells verdicts, and ends with 4 where a tolerance is exceeded")
  func compare() throws {
    let program = try seeded()
    let better = try program.run("experiment", "compare", "depth", "deep-1")
    #expect(better.status == 0, "\(better.problems)")
    #expect(
      better.output.contains(
        "\ncompared   1 candidate against rule: 6 trials; 1 not finished, left out; 1 test\n"))
    #expect(better.output.contains("\ndeep-1 is better than rule: auc higher by 0.01033 (95 % interval 0.00"))
    #expect(better.output.contains("are those of 3 pairs of runs (Student, paired, by seed).\n"))
    let all = try program.run("experiment", "compare", "depth")
    #expect(all.status == 4)
    #expect(
      all.problems
        == "error: bad against rule: auc is 0.091 worse, more than the 0.002 let pass; one run against 3, and nothing "
        + "tells how much of it is chance.\n")
    #expect(all.output.contains("a|*b*\\n"), "a line feed in a name is made visible")
    #expect(all.output == (try program.run("experiment", "compare", "depth").output))
    let strict = try program.run(
      "experiment", "compare", "depth", "rule", "--baseline", "deep", "--max-regression", "auc=0.001",
      "--json")
    #expect(strict.status == 4 && strict.problems.contains("rule against deep: auc is 0.01033 worse"))
    let found = try #require(try json(strict.output) as? [String: Any])
    let candidates = try #require(found["candidates"] as? [[String: Any]])
    #expect(candidates.map { $0["verdict"] as? String } == ["worse"])
    let metrics = try #require(candidates[0]["metrics"] as? [[String: Any]])
    #expect(metrics.map { $0["metric"] as? String } == ["auc", "seconds"])
    #expect((metrics[0]["tolerance"] as? [String: Any])?["is_exceeded"] as? Bool == true)
  }

  @Test("compare's Markdown and CSV take names of others as text")
  func compareTexts() throws {
    let program = try seeded()
    let markdown = try program.run("experiment", "compare", "depth", "--markdown", "--metric", "auc")
    #expect(
      markdown.output.hasPrefix("### Comparison of depth\n\nDoes a deeper forest beat the rule?\n\n- **"))
    #expect(markdown.output.contains("| a\\|\\*b\\*\\\\n "), "\(markdown.output)")
    let csv = try program.run("experiment", "compare", "depth", "--csv", "--metric", "auc")
    let lines = csv.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("trial,metric,direction,evaluation,"))
    #expect(lines[0].hasSuffix(",reason,slice,pairs,method"))
    #expect(
      lines.contains {
        $0.hasPrefix("deep,auc,up,,,,3,3,0.80133") && $0.hasSuffix(",,3,\"Student, paired, by seed\"")
      })
  }

  @Test(
    "compare tells mistakes",
    arguments: [
      (["dept"], "there is no experiment 'dept'"),
      (["depth", "dep"], "has no trial 'dep'. Did you mean 'deep'?"),
      (["depth", "--baseline", "late"], "trial 'late' is running"),
      (["depth", "--metric", "acu"], "Did you mean 'auc'?"),
      (["depth", "--by", "dept"], "Did you mean 'depth'?"),
      (["depth", "--max-regression", "auc"], "--max-regression is 'auc'; expected a metric and a number"),
      (["depth", "--max-regression", "seconds=1"], "nothing tells which way it is better"),
      (["depth", "--markdown", "--csv"], "Give one of --markdown, --csv and --json"),
    ])
  func compareMistakes(arguments: [String], told: String) throws {
    let result = try seeded().start(["experiment", "compare"] + arguments).result()
    #expect(result.status == 2 && result.problems.contains(told), "\(result.problems)")
  }

  @Test("a declared seed repeats and pairs runs, and one that no trial has is told")
  func declaredSeed() throws {
    let program = try workspace("    seed: fold\n")
    var lines = ""
    for (name, depth, values) in [("rule", 1, [0.7, 0.75, 0.72]), ("deep", 9, [0.71, 0.762, 0.729])] {
      for (fold, value) in values.enumerated() {
        lines +=
          "{\"trial\": \"\(fold == 0 ? name : "\(name)-\(fold)")\", \"parameters\": {\"depth\": \(depth), "
          + "\"fold\": \(fold)}, \"metrics\": {\"auc\": \(value)}}\n"
      }
    }
    #expect(try program.run("experiment", "log", "depth", "--lines", "-", input: lines).status == 0)
    let found = try program.run("experiment", "compare", "depth")
    #expect(
      found.output.contains(
        "are those of 3 pairs of runs (Student, paired, by fold, corrected for 3 folds (Nadeau and Bengio)).\n"
      ))
    // scipy 1.17.1: two-sided t of the corrected error, which is 1.58 times the plain one.
    #expect(found.output.contains("0.0043 to 0.0163"))
    #expect(found.output.contains("\ndeep is better than rule: "))
    let over = try program.run("experiment", "compare", "depth", "--repeat-over", "depth")
    #expect(!over.output.contains("by fold"))
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacing("seed: fold", with: "seed: fodl"))
    let wrong = try program.run("experiment", "compare", "depth")
    #expect(wrong.status == 2 && wrong.problems.contains("Did you mean 'fold'?"), "\(wrong.problems)")
  }

  @Test("compare takes the best of a history where it is asked to")
  func compareBest() throws {
    let program = try workspace()
    for (name, values) in [("rule", ["0.5@1", "0.4@2"]), ("deep", ["0.9@1", "0.3@2"])] {
      let result = try program.start(
        ["experiment", "log", "depth", name] + values.flatMap { ["--metric", "auc=\($0)"] }
      ).result()
      #expect(result.status == 0, "\(result.problems)")
    }
    let last = try program.run("experiment", "compare", "depth", "--csv")
    #expect(last.output.contains("\ndeep,auc,up,,,,1,1,0.3,,0.4,"))
    let best = try program.run("experiment", "compare", "depth", "--csv", "--value", "best")
    #expect(best.output.contains("\ndeep,auc,up,,,,1,1,0.9,,0.5,"))
  }
}
