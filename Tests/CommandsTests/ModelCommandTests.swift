import Foundation
import Testing

@Suite("scorebook model")
struct ModelCommandTests {
  private static let cdnow = Program.root + "data/cdnow/models"
  private static let mlflow = Program.root + "Tests/Fixtures/models/mlflow"

  /// A workspace without models.
  private func workspace() throws -> Program {
    let program = try Program()
    try program.write("scorebook.yaml", "name: test\n")
    return program
  }

  private func json(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test("inspect explains a model to somebody who did not train it")
  func inspect() throws {
    let program = try Program()
    let result = try program.run("model", "inspect", "\(Self.cdnow)/repurchase_1.txt")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[1] == "LightGBM text model that tells '1' from '0' from 15 inputs")
    #expect(
      result.output.contains("  recency_in_gaps  number                               allowed  38.2 %  ████"))
    #expect(result.output.contains("one of 3: 1997-01, 1997-02, 1997-03"))
    #expect(result.output.contains("  probability  number, of '1'\n"))
    #expect(lines.allSatisfy { $0.count <= 120 })
  }

  @Test("inspect --json has everything, also of a folder of MLflow")
  func inspectJSON() throws {
    let program = try Program()
    let result = try program.run("model", "inspect", "\(Self.mlflow)/lightgbm-3.17.2/model", "--json")
    let report = try #require(try json(result.output) as? [String: Any])
    #expect(report["format"] as? String == "lightgbm")
    #expect(report["framework"] as? String == "lightgbm 4.7.0")
    #expect(report["described_by"] as? String == "MLflow 3.17.2")
    let inputs = try #require(report["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["name"] as? String } == ["orders", "recency", "money", "discount"])
    #expect(inputs.map { $0["kind"] as? String } == ["integer", "integer", "number", "number"])
    let shares = inputs.compactMap { $0["gain_share"] as? Double }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(report["possible_options"] as? [String] == ["labels"])
  }

  @Test("labels given to inspect and score name the classes")
  func labels() throws {
    let program = try Program()
    let model = "\(Self.mlflow)/lightgbm-3.17.2/model"
    let inspected = try program.run("model", "inspect", model, "--labels", "stay", "buy")
    #expect(inspected.output.contains("tells 'buy' from 'stay'"))
    let scored = try program.run(
      "score", model, "\(Self.mlflow)/lightgbm-3.17.2/input.csv", "--outputs", "class", "--labels", "stay",
      "buy")
    #expect(scored.status == 0, "\(scored.problems)")
    #expect(Set(scored.output.split(separator: "\n").dropFirst()) == ["stay", "buy"])
  }

  @Test(
    "labels and columns take commas, with blanks around the names; several labels stand for themselves",
    arguments: [
      ["--labels", "stay,buy"], ["--labels", " stay , buy "], ["--labels", "stay", "buy"],
      ["--labels", "stay,", "buy"], ["--labels", "no, thanks", "yes, please"], ["--labels", "a,,b"],
    ])
  func commas(labels: [String]) throws {
    let program = try Program()
    let model = "\(Self.cdnow)/repurchase_1.txt"
    let inspected = try program.start(["model", "inspect", model] + labels).result()
    if labels[1] == "a,,b" {
      return #expect(inspected.status == 2 && inspected.problems.contains("--labels has an empty name"))
    }
    let told =
      switch labels[1] {
      case "stay,": "tells 'buy' from 'stay,'"
      case "no, thanks": "tells 'yes, please' from 'no, thanks'"
      default: "tells 'buy' from 'stay'"
      }
    #expect(inspected.output.contains(told), "\(inspected.problems)")
    let onnx = "\(Program.root)Tests/Fixtures/models/mlflow/onnx-3.17.2/model/model.onnx"
    let named = try program.run("model", "inspect", onnx, "--columns", "a, b,c ,d")
    #expect(named.status == 0, "\(named.problems)")
    for name in ["a", "b", "c", "d"] { #expect(named.output.contains("\n  \(name)  ")) }
    #expect(try program.run("model", "inspect", onnx, "--columns", "a,,c,d").status == 2)
  }

  @Test("inspect of a page with files says that size and digest are those of the archive")
  func archive() throws {
    let program = try Program()
    try program.write("serve.sh", "")
    try program.write(
      "page.yaml",
      """
      process:
        command: [/bin/sh, serve.sh]
        files: [serve.sh]
        speaks: csv
        inputs: {x: number}
        outputs: {prediction: number}
      """)
    let text = try program.run("model", "inspect", "page.yaml").output
    #expect(text.contains("\n  file           page.yaml\n"), "\(text)")
    #expect(text.contains("with           serve.sh"))
    // A header and a padded block for each of two files, and two empty blocks.
    #expect(text.contains("registered as  one archive of 2 files, 2,560 bytes"), "\(text)")
    let report = try #require(
      try json(program.run("model", "inspect", "page.yaml", "--json").output) as? [String: Any])
    #expect(report["archived_files"] as? [String] == ["process.yaml", "serve.sh"])
  }

  @Test("an ONNX model is looked at by the program itself, as a child")
  func onnxChild() throws {
    let program = try Program()
    let model = "\(Program.root)Tests/Fixtures/models/onnx/catboost/model.onnx"
    // The child reads an order and the model, and nothing else; without one it ends with 2, and writes nothing.
    let empty = try program.run("__onnx-inspect", input: "")
    #expect(empty.status == 2 && empty.output.isEmpty && empty.problems.isEmpty)
    let order = #"{"file":"m.onnx","outputs":[],"seconds":60,"memory":8589934592}"#
    let answer = try program.shell(
      "(printf '%s\\n%s' \(order.utf8.count) '\(order)'; cat '\(model)') | $scorebook __onnx-inspect")
    #expect(answer.status == 0, "\(answer.problems)")
    let read = try #require(try json(answer.output) as? [String: Any])
    #expect(read["report"] != nil || read["failure"] != nil, "\(answer.output)")
    #expect(try program.run("model", "inspect", model).status == 0)
  }

  @Test(
    "score enforces a folder's signature: a missing column stops it, extra ones and the order do not matter")
  func signature() throws {
    let program = try Program()
    let model = "\(Self.mlflow)/lightgbm-3.17.2/model"
    try program.write("few.csv", "recency,orders,money\n1,2,3\n")
    let few = try program.run("score", model, "few.csv")
    #expect(few.status == 2)
    #expect(few.problems.contains("has no column 'discount'"))
    try program.write(
      "many.csv", "extra,discount,money,orders,recency\nx,0.7183818615305294,,7,42\nx,0.5,1,,42\n")
    let many = try program.run("score", model, "many.csv", "--outputs", "probability", "--max-rejects", "1")
    #expect(many.status == 0, "\(many.problems)")
    #expect(many.output == "probability\n0.5985360133389267\n")
  }

  @Test(
    "a fraction in a signature's column of whole numbers, and one beyond its bits, are rejects that say so")
  func wholeNumbers() throws {
    let program = try Program()
    let model = "\(Self.mlflow)/lightgbm-3.17.2/model"
    try program.write("in.csv", "recency,orders,money,discount\n3.5,7,1,0.5\n3,5000000000,1,0.5\n3,7,1,0.5\n")
    let scored = try program.run("score", model, "in.csv", "--rejects", "r.csv", "--max-rejects", "2")
    #expect(scored.status == 0, "\(scored.problems)")
    let rejects = program.text("r.csv")
    #expect(rejects.contains("'recency' holds no whole number that "), "\(rejects)")
    #expect(rejects.contains("'orders' holds no whole number that "), "\(rejects)")
    let refused = try program.run("score", model, "in.csv", "-v")
    #expect(refused.status == 4)
    #expect(refused.problems.contains("for example: 'recency' holds no whole number that "), "\(refused)")
  }

  @Test("a tensor's inputs have numbers for names: who has others is told of --columns, once")
  func tensor() throws {
    let program = try Program()
    let model = "\(Self.mlflow)/onnx-3.17.2/model"
    try program.write("in.csv", "recency,orders,money,discount\n42,7,2,0.7\n")
    let refused = try program.run("score", model, "in.csv")
    #expect(refused.status == 2)
    #expect(refused.problems.split(separator: "\n").count == 1, "\(refused.problems)")
    #expect(refused.problems.contains("has no column for the 4 inputs of "), "\(refused.problems)")
    #expect(refused.problems.contains("'X_0', 'X_1', 'X_2', …"), "\(refused.problems)")
    #expect(refused.problems.contains("with '--columns a,b,c'"), "\(refused.problems)")
    let named = try program.run("score", model, "in.csv", "--columns", "recency,orders,money,discount")
    #expect(named.status == 0, "\(named.problems)")
    // One that is there by its number is looked for by name.
    try program.write("some.csv", "X_0,X_1,X_2,discount\n42,7,2,0.7\n")
    let some = try program.run("score", model, "some.csv")
    #expect(some.problems.contains("has no column 'X_3'"), "\(some.problems)")
  }

  @Test("options are not given to a version twice")
  func registered() throws {
    let program = try workspace()
    #expect(try program.run("model", "add", "m", "\(Self.mlflow)/lightgbm-3.17.2/model").status == 0)
    try program.write("in.csv", "recency,orders,money,discount\n42,7,,0.7183818615305294\n")
    #expect(try program.run("score", "m@1", "in.csv").status == 0)
    let twice = try program.run("score", "m@1", "in.csv", "--labels", "a", "b")
    #expect(twice.status == 2)
    #expect(twice.problems.contains("was given its options when it was registered"))
  }

  @Test("add tells what is wrong with metadata, alias and artefact at once")
  func everything() throws {
    let program = try workspace()
    try program.write("m.yaml", "framwork: x\n")
    try program.write("m.txt", "not a model")
    let result = try program.run(
      "model", "add", "m", "m.txt", "--metadata", "m.yaml", "--alias", "Best", "--unverified")
    #expect(result.status == 2)
    #expect(result.problems.contains("unknown key 'framwork'"))
    #expect(result.problems.contains("'Best' can't be an alias"))
    #expect(result.problems.contains("no model that can be read"))
  }

  @Test("add of an artefact that is a version already says so, and what became of the alias")
  func again() throws {
    let program = try workspace()
    let model = "\(Self.cdnow)/repurchase_1.txt"
    let first = try program.run("model", "add", "m", model, "--unverified", "--alias", "champion")
    #expect(first.status == 0 && first.output.contains("\nm@champion is now version 1\n"), "\(first)")
    let plain = try program.run("model", "add", "m", model)
    #expect(plain.status == 0)
    #expect(plain.output.hasPrefix("already registered as m@1; this version was not changed\n"), "\(plain)")
    #expect(!plain.output.contains("champion"))
    let named = try program.run("model", "add", "m", model, "--alias", "next")
    #expect(named.output.contains("\nm@next is now version 1\n"), "\(named)")
    let twice = try program.run("model", "add", "m", model, "--alias", "next")
    #expect(twice.output.contains("\nm@next is version 1 already; nothing changed\n"), "\(twice)")
    let cases = try program.run(
      "model", "add", "m", model, "--alias", "late", "--verify", "\(Self.cdnow)/repurchase_1.verify.csv")
    #expect(cases.status == 2)
    #expect(cases.problems.contains("registered as m@1 already, without verification cases"), "\(cases)")
    #expect(try !program.run("model", "show", "m@1").output.contains("late"))
  }

  @Test("add tells the line by which a job may name the model, and a job without it tells the same")
  func declared() throws {
    let program = try Program()
    try program.write("rows.csv", "days_since_last,orders\n1,2\n")
    let datasets = "name: Test\ndatasets:\n  rows: {csv: rows.csv, key: [orders]}\n"
    try program.write("scorebook.yaml", datasets)
    try program.write("m.csv", "# scorebook linear\nterm,estimate\n(Intercept),0.5\norders,1\n")
    let added = try program.run("model", "add", "m", "m.csv", "--unverified")
    #expect(added.status == 0, "\(added.problems)")
    #expect(added.output.hasSuffix("declares it:\n\n    models:\n      m: {}\n"), "\(added.output)")
    let job = "jobs:\n  s: {input: rows, model: m@1, output: {csv: _out/s.csv}}\n"
    try program.write("scorebook.yaml", datasets + job)
    let refused = try program.run("run", "s")
    #expect(refused.status == 2)
    #expect(
      refused.problems.contains(
        "'model' of job 's' names model 'm', which is not declared; found 'm@1'. A model registered by "
          + "'scorebook model add' needs the line 'm: {}' under 'models'."), "\(refused.problems)")
    try program.write("scorebook.yaml", datasets + "models:\n  m: {}\n" + job)
    #expect(try program.run("run", "s").status == 0)
    #expect(try !program.run("model", "add", "m", "m.csv").output.contains("models"))
    let other = try program.run("model", "add", "n", "m.csv", "--unverified")
    #expect(other.output.hasSuffix("declares it under 'models':\n\n      n: {}\n"), "\(other.output)")
  }

  @Test("add of an MLproject prints the job's fallback, and show keeps it")
  func fallback() throws {
    let program = try workspace()
    try program.write(
      "p/model.txt", #require(FileManager.default.contents(atPath: "\(Self.cdnow)/repurchase_1.txt")))
    try program.write(
      "p/MLproject", "name: Repurchase\nteam: analytics\nslo: 50000\ndefault_output: {probability: 0.05}\n")
    let added = try program.run("model", "add", "m", "p/MLproject", "--unverified")
    #expect(added.status == 0, "\(added.problems)")
    #expect(added.output.contains("    fallback: {default_output: true}\n"))
    let shown = try program.run("model", "show", "m@1")
    #expect(shown.output.contains("analytics"))
    #expect(shown.output.contains("50,000 µs"))
    #expect(shown.output.contains("probability 0.05"))
  }

  @Test("list tells state and last run, and a declared artefact that was changed")
  func list() throws {
    let program = try Program.workspace(days: 1)
    #expect(try program.run("run", "daily", "--from", "2026-01-01", "--to", "2026-01-01").status == 0)
    let listed = try program.run("model", "list")
    #expect(listed.output.hasPrefix("version    aliases   format     inputs  state"))
    #expect(listed.output.contains("2026-01-01"))
    #expect(listed.output.contains("recorded"))
    let models = try #require(try json(program.run("model", "list", "--json").output) as? [[String: Any]])
    let version = try #require((models.first?["versions"] as? [[String: Any]])?.first)
    #expect(version["last_run"] as? String == "2026-01-01")
    #expect(version["aliases"] as? [String] == ["champion"])
    try program.write("models/welcome.yaml", program.text("models/welcome.yaml") + "# changed\n")
    let changed = try program.run("model", "list")
    #expect(changed.status == 0, "\(changed.problems)")
    #expect(changed.output.contains("declared artefact changed"))
  }

  @Test("verify --all ends with 1 and names version, case and output where the artefact's answers changed")
  func verify() throws {
    let program = try workspace()
    let model = "\(Self.mlflow)/lightgbm-3.17.2/model"
    #expect(try program.run("model", "add", "m", model).status == 0)
    let good = try program.run("model", "verify", "--all")
    #expect(good.status == 0)
    #expect(good.output.contains("the same as when registered"))
    // The cases that were recorded are changed in the store: their digest tells.
    let find = try program.shell(
      "chmod u+w .scorebook/artefacts/*/* && sed -i 's/,expected_margin/,expected_margn/' $(grep -rl expected_margin .scorebook/artefacts)"
    )
    #expect(find.status == 0, "\(find.problems)")
    let bad = try program.run("model", "verify", "--all")
    #expect(bad.status == 1)
    #expect(bad.output.contains("m@1      FAILED"))
    #expect(try program.run("model", "list").output.contains("failed last verification"))
  }
}
