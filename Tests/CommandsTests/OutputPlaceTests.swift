import Foundation
import Testing

@Suite("Files that a command is told to write")
struct OutputPlaceTests {
  private static let yaml = """
    name: demo
    datasets:
      customers: {csv: data/customers.csv, key: [id]}
    models:
      welcome: {versions: [{artefact: models/welcome.yaml}]}
    jobs:
      nightly:
        input: customers
        model: welcome@1
        every: 1d
        since: 2026-01-01
        outputs: [probability]
        output: {csv: "_out/nightly/:date.csv"}
      all: {input: customers, model: welcome@1, outputs: [probability], output: {sqlite: _out/linked.db, table: a}}
    reports:
      weekly: {title: Weekly, period: week, contents: [{text: site/weekly.md}]}
    channels:
      post: {webhook: {url: "https://post.example", template: hooks/post.mustache}}
    """

  /// A workspace with what its jobs write standing there.
  private func workspace() throws -> Program {
    let program = try Program.workspace()
    try program.write("scorebook.yaml", Self.yaml)
    try program.write("data/customers.csv", "id,days_since_last,orders,country\n01,3,14,DE\n")
    try program.write("elsewhere/scores.db", "scores")
    try program.write("hooks/post.mustache", "{}")
    try program.write("site/weekly.md", "Nothing yet.\n")
    try program.write("_out/nightly/2026-01-02.csv", "id\n")
    let links = [
      "_out/linked.db": "../elsewhere/scores.db", "way": "_out/nightly",
      "later.csv": "_out/nightly/2026-02-01.csv",
    ]
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: "\(program.folder)/\(link)", withDestinationPath: target)
    }
    return program
  }

  @Test(
    "take the place of nothing that the configuration names, wherever a path leads",
    arguments: [
      ("_out/nightly/2026-01-02.csv", "job 'nightly' writes"), ("way/2026-01-03.csv", "job 'nightly' writes"),
      ("_out/x/../nightly/2026-01-04.csv", "job 'nightly' writes"), ("later.csv", "job 'nightly' writes"),
      ("way/../nightly/2026-01-05.rejects.csv", "job 'nightly' writes"),
      ("_out/linked.db", "job 'all' writes"), ("elsewhere/scores.db", "job 'all' writes"),
      ("elsewhere/../_out/linked.db-wal", "job 'all' writes"),
      ("hooks/post.mustache", "channel 'post' uses"), ("data/customers.csv", "dataset 'customers' reads"),
      ("models/welcome.yaml", "artefact of model 'welcome'"), (".scorebook/other.db", ".scorebook"),
      ("scorebook.yaml", "scorebook.yaml"),
    ])
  func refused(path: String, reason: String) throws {
    let program = try workspace()
    try program.write("in.csv", "id,days_since_last,orders,country\n01,3,14,DE\n")
    let before = program.data(path)
    let commands = [
      ["model", "card", "welcome", "--format", "mct", "-o", path],
      ["report", "build", "weekly", "--format", "json", "-o", path],
      ["score", "models/welcome.yaml", "in.csv", "-o", path],
      ["score", "models/welcome.yaml", "in.csv", "-o", "_out/free.csv", "--rejects", path],
    ]
    for command in commands {
      let result = try program.start(command).result()
      #expect(result.status == 2, "\(command): \(result.problems)")
      let isModel = command[0] == "score" && path == "models/welcome.yaml"
      #expect(result.problems.contains(isModel ? "is read and would be" : reason), "\(result.problems)")
    }
    #expect(program.data(path) == before && !program.exists("_out/free.csv"))
  }

  @Test("of 'score' are held against the workspace that they lie in, from wherever it is called")
  func fromElsewhere() throws {
    let program = try workspace()
    let result = try program.shell(
      """
      root=$PWD; mkdir ../$$; cd ../$$
      cp "$root/data/customers.csv" in.csv
      "$scorebook" score "$root/models/welcome.yaml" in.csv -o "$root/_out/nightly/2026-01-02.csv"; echo "status $?"
      "$scorebook" score "$root/models/welcome.yaml" in.csv -o "$root/_out/nightly/free.csv" -q; echo "status $?"
      rm in.csv; rmdir "../$$"
      """)
    #expect(result.output == "status 2\nstatus 0\n", "\(result.problems)")
    #expect(program.text("_out/nightly/2026-01-02.csv") == "id\n")
  }

  @Test("are not what an artefact has beside it, such as the program of a process")
  func program() throws {
    let program = try workspace()
    try program.write(
      "scorebook.yaml",
      Self.yaml.replacing(
        "models:\n", with: "models:\n  served: {versions: [{artefact: models/own/served.yaml}]}\n"))
    try program.write(
      "models/own/served.yaml",
      """
      process:
        command: [python3, bin/serve.py]
        files: [bin/serve.py]
        speaks: csv
        inputs: {orders: number}
        outputs: {probability: number}

      """)
    try program.write("models/own/bin/serve.py", "print()\n")
    let score = ["score", "models/welcome.yaml", "data/customers.csv", "-o"]
    let result = try program.start(score + ["models/own/bin/serve.py"]).result()
    #expect(result.status == 2, "\(result.problems)")
    #expect(
      result.problems.contains("found a file of models/own/served.yaml, an artefact of model 'served'"),
      "\(result.problems)")
    #expect(program.text("models/own/bin/serve.py") == "print()\n")
    #expect(try program.start(score + ["models/own/bin/out.csv"]).result().status == 0)
  }

  @Test(
    "may lie in a workspace that an experiment is read from, or in what is around it",
    arguments: ["./", ".", "..", "training/.."])
  func aroundIt(store: String) throws {
    let program = try workspace()
    let experiments =
      "experiments:\n  e: {question: q, objective: o, baseline: b, import: [\"mlflow:\(store)\", \"mlflow:runs\"]}\n"
    try program.write("scorebook.yaml", Self.yaml + "\n" + experiments)
    func score(_ path: String) throws -> Int32 {
      try program.run("score", "models/welcome.yaml", "data/customers.csv", "-o", path).status
    }
    #expect(try score("scores.csv") == 0)
    #expect(try score("runs/scores.csv") == 2)
    #expect(try score("_out/nightly/2026-01-02.csv") == 2)
  }

  @Test("may lie where nothing is named; of a workspace that can't be read 'score' spares what each has")
  func allowed() throws {
    let program = try workspace()
    for path in ["_out/nightly/latest.csv", "scores.db", "scores.csv"] {
      let result = try program.run("score", "models/welcome.yaml", "data/customers.csv", "-o", path)
      #expect(result.status == 0, "\(path): \(result.problems)")
    }
    try program.write("scorebook.yaml", "name: [")
    for (path, status) in [("scores.csv", Int32(0)), ("scorebook.yaml", 2), ("site/index.md", 2)] {
      let result = try program.run("score", "models/welcome.yaml", "data/customers.csv", "-o", path)
      #expect(result.status == status, "\(path): \(result.problems)")
    }
    #expect(program.text("scorebook.yaml") == "name: [")
  }
}
