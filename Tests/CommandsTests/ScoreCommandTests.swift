import Foundation
import Testing

@Suite("scorebook score")
struct ScoreCommandTests {
  /// A scorecard on days and orders: 20 + 60 or 10, + 0 or 20 points; 100 points are odds of 1:10, 20 double them.
  private func program() throws -> Program {
    let program = try Program.workspace()
    try program.write("in.csv", "id,days_since_last,orders,country\n01,3,14,DE\n02,90,1,FR\n03,,2,IT\n")
    return program
  }

  private let model = "models/welcome.yaml"
  /// 20 + 60 + 40, 20 + 10 + 0, 20 + 0 + 20 points.
  private let margins = [0.1 * 2, 0.1 / pow(2, 3.5), 0.1 / 8].map { log($0) }

  private func numbers(_ text: String, column: Int) -> [Double] {
    text.split(separator: "\n").dropFirst().compactMap {
      Double($0.split(separator: ",", omittingEmptySubsequences: false)[column])
    }
  }

  private func close(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test("writes predictions to standard output and nothing else")
  func standardOutput() throws {
    let result = try program().run("score", model, "in.csv")
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.output.hasPrefix("margin,probability,class\n"))
    #expect(close(numbers(result.output, column: 0), margins))
    #expect(result.problems.isEmpty)
  }

  @Test("keys first, then predictions, then what is kept")
  func columns() throws {
    let result = try program().run(
      "score", model, "in.csv", "--key", "id", "--keep", "country", "orders", "--outputs", "probability")
    #expect(result.status == 0, "\(result.problems)")
    let lines = result.output.split(separator: "\n")
    #expect(lines[0] == "id,probability,country,orders")
    #expect(lines[1].hasPrefix("01,") && lines[1].hasSuffix(",DE,14"))
    #expect(close(numbers(result.output, column: 1), margins.map { 1 / (1 + exp(-$0)) }))
  }

  @Test("is a filter: '-' reads standard input, which is also the default")
  func filter() throws {
    let program = try program()
    let file = try program.run("score", model, "in.csv")
    let input = program.text("in.csv")
    #expect(try program.run("score", model, "-", input: input).output == file.output)
    #expect(try program.run("score", model, input: input).output == file.output)
    let piped = try program.shell("cat in.csv | $scorebook score \(model) - | cat")
    #expect(piped.output == file.output && piped.status == 0)
  }

  @Test("JSON lines")
  func jsonLines() throws {
    let program = try program()
    let result = try program.run(
      "score", model, "in.csv", "--key", "id", "--format", "jsonl", "--outputs", "margin")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    for (line, margin) in zip(lines, margins) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object.keys.sorted() == ["id", "margin"])
      #expect(object["id"] is String)
      #expect(abs((object["margin"] as? Double ?? .nan) - margin) < 1e-12)
    }
    let file = try program.run(
      "score", model, "in.csv", "--key", "id", "--outputs", "margin", "-o", "out.jsonl")
    #expect(file.status == 0 && program.text("out.jsonl") == result.output)
  }

  @Test("columns that the model calls otherwise, blanks, semicolons, decimal commas, other words for missing")
  func dialect() throws {
    let program = try program()
    try program.write("de.csv", "id;tage;orders\n01;3,0;14\n02;90,0;1\n03;fehlt;2\n")
    let result = try program.run(
      "score", model, "de.csv", "--delimiter", ";", "--decimal", ",", "--missing-values", "fehlt", "--rename",
      "tage=days_since_last", "--outputs", "margin")
    #expect(result.status == 0, "\(result.problems)")
    #expect(close(numbers(result.output, column: 0), margins))
    try program.write("tab.tsv", program.text("in.csv").replacingOccurrences(of: ",", with: "\t"))
    let tabs = try program.run("score", model, "tab.tsv", "--delimiter", "tab", "--outputs", "margin")
    #expect(tabs.output == result.output)
  }

  @Test("how many rows were rejected is told on standard error, and nothing in the output")
  func rejectsTold() throws {
    let program = try program()
    try program.write("bad.csv", "id,days_since_last,orders\n01,3,14\n02,soon,1\n03,4\n04,5,6\n")
    let result = try program.run("score", model, "bad.csv", "--max-rejects", "2")
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.output.split(separator: "\n").count == 3)
    #expect(result.problems.contains("2 rows scored in "), "\(result.problems)")
    #expect(result.problems.contains(", 2 rejects"))
    #expect(try program.run("score", model, "bad.csv", "--max-rejects", "2", "-q").problems.isEmpty)
  }

  @Test("rejects go to a file; more than allowed fail with 4 and leave no output")
  func rejects() throws {
    let program = try program()
    try program.write("bad.csv", "id,days_since_last,orders\n01,3,14\n02,soon,1\n03,4\n04,5,6\n")
    let refused = try program.run("score", model, "bad.csv", "-o", "out.csv")
    #expect(refused.status == 4)
    #expect(!program.exists("out.csv"))
    #expect(
      refused.problems.contains("bad.csv:3") && refused.problems.contains("2 of 4 rows"),
      "\(refused.problems)")
    for limit in ["2", "50%"] {
      let allowed = try program.run(
        "score", model, "bad.csv", "-o", "out.csv", "--rejects", "rejects.csv", "--max-rejects", limit)
      #expect(allowed.status == 0, "\(allowed.problems)")
      #expect(program.text("out.csv").split(separator: "\n").count == 3)
      let rejects = program.text("rejects.csv").split(separator: "\n")
      #expect(rejects.count == 3)
      #expect(rejects[1].contains("days_since_last") && rejects[1].contains("02,soon,1"))
    }
    #expect(try program.run("score", model, "bad.csv", "-o", "out.csv", "--max-rejects", "49%").status == 4)
    #expect(try program.run("score", model, "bad.csv", "--max-rejects", "-1").status == 2)
  }

  @Test(
    "an output that is also the input or the model is refused",
    arguments: [
      "in.csv", "./in.csv", "link.csv", "models/welcome.yaml",
    ])
  func outputIsInput(_ output: String) throws {
    let program = try program()
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/link.csv", withDestinationPath: program.folder + "/in.csv")
    let (input, artefact) = (program.text("in.csv"), program.text(model))
    let result = try program.run("score", model, "in.csv", "-o", output)
    #expect(
      result.status == 2 && result.problems.contains("is read and would be written"), "\(result.problems)")
    #expect(program.text("in.csv") == input && program.text(model) == artefact)
  }

  @Test(
    "rejects that would go to the output, the input, the model or no file are refused",
    arguments: [
      "out.csv", "./out.csv", "out_link.csv", "in.csv", "link.csv", "models/welcome.yaml", "/dev/null",
    ])
  func rejectsElsewhere(_ rejects: String) throws {
    let program = try program()
    for (link, target) in [("link.csv", "in.csv"), ("out_link.csv", "out.csv")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(program.folder)/\(link)", withDestinationPath: target)
    }
    let (input, artefact) = (program.text("in.csv"), program.text(model))
    let result = try program.run("score", model, "in.csv", "-o", "out.csv", "--rejects", rejects)
    #expect(result.status == 2, "\(result.problems)")
    #expect(program.text("in.csv") == input && program.text(model) == artefact && !program.exists("out.csv"))
  }

  @Test("the file of a SQLite input is not an output either")
  func sqliteIsInput() throws {
    let program = try program()
    try program.write("a.db", "anything")
    let result = try program.run("score", model, "sqlite:a.db#t", "-o", "a.db")
    #expect(
      result.status == 2 && result.problems.contains("is read and would be written"), "\(result.problems)")
    #expect(program.text("a.db") == "anything")
  }

  @Test("a named pipe is written to; a link stays and its file is replaced; no folder is left behind")
  func places() throws {
    let program = try program()
    let expected = try program.run("score", model, "in.csv").output
    let piped = try program.shell(
      "mkfifo pipe; cat pipe & $scorebook score \(model) in.csv -q -o pipe; wait; test -p pipe || echo gone")
    #expect(piped.output == expected && piped.status == 0, "\(piped.problems)")
    #expect(try program.shell("$scorebook score \(model) in.csv -o /dev/stdout").output == expected)
    let linked = try program.shell(
      "mkdir real tmp; ln -s real/out.csv out.csv; TMPDIR=$PWD/tmp $scorebook score \(model) in.csv -q -o out.csv; "
        + "ls -A real tmp; test -L out.csv || echo replaced")
    #expect(linked.output == "real:\nout.csv\n\ntmp:\n" && linked.status == 0, "\(linked.problems)")
    #expect(program.text("real/out.csv") == expected)
  }

  @Test("a reader that goes away ends it quietly")
  func brokenPipe() throws {
    let program = try program()
    let rows = (1...200_000).map { "\($0),3,14,DE\n" }.joined()
    try program.write("long.csv", "id,days_since_last,orders,country\n" + rows)
    let result = try program.shell(
      "$scorebook score \(model) long.csv | head -n 1; echo ${PIPESTATUS[0]} >&2")
    #expect(result.output == "margin,probability,class\n")
    let status = result.problems.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(["0", "141"].contains(status), "\(result.problems)")
  }

  @Test("an existing output is replaced when it is whole, and left when the run fails")
  func replaced() throws {
    let program = try program()
    try program.write("out.csv", "old\n")
    try program.write("bad.csv", "id,days_since_last,orders\n01,x,1\n")
    #expect(try program.run("score", model, "bad.csv", "-o", "out.csv").status == 4)
    #expect(program.text("out.csv") == "old\n")
    #expect(try program.run("score", model, "in.csv", "-o", "out.csv").status == 0)
    #expect(program.text("out.csv").hasPrefix("margin"))
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder)
    #expect(names.filter { $0.hasSuffix(".partial") }.isEmpty)
  }

  @Test(
    "mistakes are told with what was meant",
    arguments: [
      (["score", "models/none.yaml", "in.csv"], "none.yaml", [1, 2]),
      (["score", "models/welcome.yaml", "none.csv"], "none.csv", [1, 2]),
      (["score", "models/welcome.yaml", "in.csv", "--key", "ids"], "'id'", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--outputs", "margins"], "'margin'", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--outputs", "prediction"], "margin", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--rename", "id=order"], "'orders'", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--delimiter", ",,"], "--delimiter", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--threads", "0"], "--threads", [2]),
      (["score", "models/welcome.yaml", "in.csv", "--nonsense"], "--nonsense", [2]),
      (["score", "models/welcome.yaml", "sqlite:in.db"], "sqlite:PATH#TABLE", [2]),
      (["score", "models/welcome.yaml", "in.csv", "-o", "none/out.csv"], "none", [1, 2]),
    ] as [([String], String, [Int32])])
  func mistakes(_ arguments: [String], _ words: String, _ statuses: [Int32]) throws {
    let result = try program().start(arguments).result()
    #expect(statuses.contains(result.status), "\(result.status): \(result.problems)")
    #expect(result.problems.contains(words), "\(result.problems)")
    #expect(!result.problems.contains("Fatal error") && !result.problems.contains("Stack dump"))
  }

  @Test("any number of threads writes the same bytes", arguments: ["1", "2", "7"])
  func threads(_ threads: String) throws {
    let program = try program()
    let rows = (1...120_000).map { "\($0),\($0 % 91),\($0 % 17),DE\n" }.joined()
    try program.write("long.csv", "id,days_since_last,orders,country\n" + rows)
    let one = try program.run("score", model, "long.csv", "--key", "id", "--threads", "1")
    let several = try program.run("score", model, "long.csv", "--key", "id", "--threads", threads)
    #expect(one.output == several.output && one.output.split(separator: "\n").count == 120_001)
  }
}
