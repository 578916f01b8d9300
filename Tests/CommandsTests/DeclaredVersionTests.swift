import Foundation
import Testing

@Suite("Declared versions on the command line")
struct DeclaredVersionTests {
  /// Jobs 'daily' and 'files' with a sound model, and a job 'broken' whose model is damaged.
  private func workspace() throws -> Program {
    let program = try Program.workspace(days: 1)
    try program.write("models/damaged.txt", "tree\nversion=v4\n")
    let yaml = program.text("scorebook.yaml")
      .replacingOccurrences(
        of: "\nmodels:\n",
        with: """

          models:
            damaged:
              versions: [{artefact: models/damaged.txt}]
              aliases: {champion: 1}

          """
      )
      .replacingOccurrences(
        of: "\njobs:\n",
        with: """

          jobs:
            broken:
              input: days
              model: damaged@champion
              every: 1d
              since: 2026-01-01
              output: {csv: _out/broken-:date.csv}

          """
      )
      .replacingOccurrences(
        of: "\npipelines:\n",
        with: """

          pipelines:
            sound:
              steps:
                - run: daily
                - run: files
            mixed:
              steps:
                - run: daily
                - run: broken
                - run: files

          """)
    try program.write("scorebook.yaml", yaml)
    return program
  }

  private let day = ["--date", "2026-01-01"]

  @Test("one that is damaged is told once by check, with exit 2")
  func check() throws {
    let program = try workspace()
    let result = try program.run("check")
    #expect(result.status == 2)
    #expect(result.problems.contains("models/damaged.txt"))
    #expect(result.problems.contains("\n1 problem\n"), "\(result.problems)")
    #expect(!program.exists(".scorebook"))
  }

  @Test("a job that does not need it runs, with a warning; the job that needs it fails with the reason alone")
  func run() throws {
    let program = try workspace()
    let sound = try program.start(["run", "daily"] + day).result()
    #expect(sound.status == 0, "\(sound.problems)")
    #expect(sound.problems.contains("warning: ") && sound.problems.contains("damaged@1 is declared"))
    #expect(!sound.problems.contains("error: "))
    let broken = try program.start(["run", "broken"] + day).result()
    #expect(broken.status == 2)
    let errors = broken.problems.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1 && errors[0].contains("models/damaged.txt"), "\(broken.problems)")
    #expect(!broken.problems.contains("warning: "))
    #expect(try program.run("model", "list").output.contains("welcome@1"))
    #expect(try program.run("model", "show", "welcome").status == 0)
    #expect(try program.run("model", "show", "damaged@1").status == 2)
    #expect(try program.run("model", "verify", "--all").status == 0)
    try program.write("in.csv", "days_since_last,orders\n3,14\n")
    #expect(try program.run("score", "welcome@1", "in.csv").status == 0)
  }

  @Test("a pipeline runs its steps up to the one that needs it")
  func pipeline() throws {
    let program = try workspace()
    let sound = try program.start(["pipeline", "run", "sound"] + day).result()
    #expect(sound.status == 0, "\(sound.problems)")
    #expect(program.exists("_out/2026-01-01.csv"))
    let mixed = try program.start(["pipeline", "run", "mixed"] + day).result()
    #expect(mixed.status == 2)
    #expect(mixed.problems.contains("run daily  "))
    #expect(mixed.problems.contains("run broken  failed"))
    #expect(mixed.problems.contains("run files  skipped"))
  }

  @Test("one that changed after it was registered: check, run and score end with 2, and nothing is scored")
  func changed() throws {
    let program = try Program.workspace(days: 1)
    #expect(try program.start(["run", "files"] + day).result().status == 0)
    #expect(try program.run("check").status == 0)
    let before = program.text("_out/2026-01-01.csv")
    let artefact = program.text("models/welcome.yaml")
    try program.write("models/welcome.yaml", artefact + "# changed\n")
    let check = try program.run("check")
    #expect(check.status == 2)
    #expect(check.problems.contains("is not the artefact that was registered as welcome@1"))
    #expect(check.problems.contains("scorebook model export welcome@1"))
    #expect(check.problems.contains("\n1 problem\n"), "\(check.problems)")
    let run = try program.start(["run", "files", "--force"] + day).result()
    #expect(run.status == 2)
    #expect(run.problems.hasPrefix("error: ") && !run.problems.contains("warning: "), "\(run.problems)")
    #expect(run.problems.contains("is not the artefact that was registered as welcome@1"))
    #expect(program.text("_out/2026-01-01.csv") == before)
    try program.write("in.csv", "days_since_last,orders\n3,14\n")
    #expect(try program.run("score", "welcome@1", "in.csv").status == 2)
    let status = try program.run("status")
    #expect(status.status == 0 && status.output.contains("files will not run: what is declared as welcome@1"))
    #expect(try program.run("status", "--json").output.contains("\"welcome@1\""))
    let show = try program.run("model", "show", "welcome@1")
    #expect(show.status == 0 && show.problems.contains("warning: "), "\(show.problems)")
    #expect(try program.run("model", "export", "welcome@1", "-o", "kept").status == 0)
    try program.write("models/welcome.yaml", artefact)
    #expect(try program.run("check").status == 0)
    #expect(try program.start(["run", "files", "--force"] + day).result().status == 0)
  }

  @Test("one that changed and is a shadow stops no night: a warning, and the registered one shadows")
  func changedShadow() throws {
    let program = try Program.workspace(days: 1)
    let rule = program.text("models/welcome.yaml")
    try program.write("models/other.yaml", rule + "# other\n")
    let yaml = program.text("scorebook.yaml")
      .replacing("\nmodels:\n", with: "\nmodels:\n  other: {versions: [{artefact: models/other.yaml}]}\n")
      .replacing("table: daily_scores}\n", with: "table: daily_scores}\n    shadow: [other@1]\n")
    try program.write("scorebook.yaml", yaml)
    #expect(try program.run("model", "list").status == 0)
    try program.write("models/other.yaml", rule + "# changed\n")
    let run = try program.start(["run", "daily"] + day).result()
    #expect(run.status == 0, "\(run.problems)")
    #expect(run.problems.contains("warning: ") && run.problems.contains("registered as other@1"))
  }

  @Test("check leaves the book of an earlier program as it is, and says that nothing is held against it")
  func earlierBook() throws {
    let program = try Program.workspace(days: 1)
    let book = "\(Program.root)Tests/Fixtures/book/v3/book.db"
    #expect(
      try program.shell("mkdir .scorebook && cp \(book) .scorebook/book.db && chmod u+w .scorebook/book.db")
        .status == 0)
    let before = try program.shell("cat .scorebook/book.db | sha256sum").output
    let check = try program.run("check")
    #expect(check.status == 0, "\(check.problems)")
    #expect(check.problems.contains("of an earlier scorebook"))
    #expect(try program.shell("cat .scorebook/book.db | sha256sum").output == before)
  }

  @Test("without ONNX Runtime nothing but the ONNX model fails, and its version is not booked as failed")
  func runtime() throws {
    let program = try Program.workspace(days: 1)
    let model = "\(Program.root)Tests/Fixtures/models/onnx/catboost/model.onnx"
    #expect(try program.run("model", "add", "cat", model, "--unverified").status == 0)
    let without = "SCOREBOOK_ONNXRUNTIME=/nowhere/libonnxruntime.so $scorebook"
    let verify = try program.shell("\(without) model verify --all")
    #expect(verify.status != 0)
    #expect(verify.problems.contains("/nowhere/libonnxruntime.so"))
    let listed = try program.run("model", "list").output.split(separator: "\n")
    let line = try #require(listed.first { $0.hasPrefix("cat@1") })
    #expect(line.contains("unverified") && !line.contains("failed"))
    #expect(try program.shell("\(without) run daily --date 2026-01-01").status == 0)
    #expect(try program.run("model", "promote", "cat@1").status == 0)
    #expect(try program.run("model", "verify", "--all").status == 0)
  }

  @Test("promote refuses a version whose last verification failed, with exit 4")
  func promote() throws {
    let program = try Program.workspace(days: 1)
    #expect(try program.run("model", "list").status == 0)
    let hurt = try program.shell(
      "for file in $(grep -rl expected_margin .scorebook/artefacts); do chmod u+w $file; cp $file kept; echo x >> $file; echo $file > where; done"
    )
    #expect(hurt.status == 0)
    #expect(try program.run("model", "verify", "--all").status == 1)
    let refused = try program.run("model", "promote", "welcome@1", "--to", "best")
    #expect(refused.status == 4)
    #expect(refused.problems.contains("scorebook model verify welcome@1"))
    #expect(try program.shell("cp kept $(cat where)").status == 0)
    #expect(try program.run("model", "verify", "welcome@1").status == 0)
    #expect(try program.run("model", "promote", "welcome@1", "--to", "best").status == 0)
  }
}
