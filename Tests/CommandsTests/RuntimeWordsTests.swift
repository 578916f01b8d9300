import Foundation
import Testing

@Suite("What ONNX Runtime says of a row on the command line")
struct RuntimeWordsTests {
  /// The id that the embedding has no row for.
  private let id = "987654"
  /// How ONNX Runtime's message quotes it; the book's profile may hold the number as a column's largest.
  private let secret = "idx=987654"

  private func program(fallback: Bool) throws -> Program {
    let program = try Program()
    try program.write(
      "scorebook.yaml",
      """
      name: words
      timezone: UTC
      datasets:
        visits: {csv: visits.csv, key: [visit]}
      models:
        embedding: {versions: [{artefact: model.onnx}]}
      jobs:
        night:
          input: visits
          model: embedding@1
          outputs: [e_0]
          output: {csv: "_out/:date.csv"}
          every: 1d
          since: 2026-01-01
          max_rejects: 5
      \(fallback ? "    fallback: {value: {e_0: 0.5}}" : "")
      """)
    let model = "\(Program.root)Tests/Fixtures/models/onnx/embedding/model.onnx"
    try program.write("model.onnx", Data(contentsOf: URL(filePath: model)))
    try program.write("visits.csv", "visit,id\na,1\nb,\(id)\nc,2\n")
    return program
  }

  /// Files below the folder that hold its words.
  private func holders(_ program: Program) throws -> [String] {
    let found = try program.shell("grep -rlaF '\(secret)' . --exclude=visits.csv --exclude='.io-*' | sort")
    return found.output.split(separator: "\n").map(String.init)
  }

  @Test("stands beside the row in its rejects, and neither in the log, the book nor on a page")
  func rejects() throws {
    let program = try program(fallback: false)
    let run = try program.run("run", "night", "--date", "2026-01-01")
    #expect(run.status == 0, "\(run.problems)")
    #expect(!run.problems.contains(secret))
    #expect(try program.run("site", "build").status == 0)
    #expect(try program.run("runs", "list", "--json").output.contains("\"rejects\" : 1"))
    let holders = try holders(program)
    #expect(
      !holders.isEmpty && holders.allSatisfy { $0.contains("_out/") && $0.contains("reject") }, "\(holders)")
  }

  @Test("of a row that took the fallback it stands nowhere: the row is answered, and no complaint is kept")
  func fallback() throws {
    let program = try program(fallback: true)
    let night = try program.run("run", "night", "--date", "2026-01-01")
    #expect(night.status == 0, "\(night.problems)")
    #expect(!night.problems.contains(secret) && night.problems.contains("1 fallback"), "\(night.problems)")
    #expect(try program.run("site", "build").status == 0)
    let run = try #require(
      try program.run("runs", "list", "--json").output.firstMatch(of: #/"id" : "([^"]+)"/#)?.1)
    #expect(try !program.run("runs", "show", String(run), "--json").output.contains(secret))
    let holders = try holders(program)
    // The model itself did not fail, so that there is no file of complaints either.
    #expect(holders.isEmpty, "\(holders)")
    #expect(try program.shell("find . -path '*complaints*' -type f").output.isEmpty)
  }
}
