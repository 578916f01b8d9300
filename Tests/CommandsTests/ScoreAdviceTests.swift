import Foundation
import Testing

/// Nobody who scores one file has a scorebook.yaml, a date, or a job's `rename`.
@Suite("What scorebook score says to do")
struct ScoreAdviceTests {
  private let model = """
    scorecard:
      base_points: 20
      characteristics:
        - input: days_since_last
          bins: [{points: 10, reason: any}]

    """

  private func told(_ content: String, _ arguments: String...) throws -> String {
    try told(Data(content.utf8), arguments)
  }

  private func told(_ content: Data, _ arguments: [String] = []) throws -> String {
    let program = try Program()
    try program.write("model.yaml", model)
    try program.write("in.csv", content)
    let result = try program.start(["score", "model.yaml"] + (arguments.isEmpty ? ["in.csv"] : arguments))
      .result()
    #expect(result.status != 0)
    for word in ["scorebook.yaml", "this date", "rename:", "'rename'", "dataset's", "plan"] {
      #expect(!result.problems.contains(word), "\(result.problems)")
    }
    return result.problems
  }

  @Test("a column that the model calls otherwise: --rename")
  func rename() throws {
    #expect(
      try told("id,days_since_lost\n1,2\n").contains(
        "If it is 'days_since_lost', say so: --rename days_since_lost=days_since_last."))
    #expect(
      try told("id,visits\n1,2\n").contains(
        "Its columns are id, visits; --rename COLUMN=days_since_last gives one the model's name."))
    #expect(
      try told("days_since_last\n2\n", "in.csv", "--rename", "days_since_last=days").contains(
        "no model here has an input 'days'"))
  }

  @Test("a key that stands twice: --key, and what became of the output")
  func key() throws {
    let rows = "id,days_since_last\n1,2\n1,3\n"
    let advice = "Remove the double row, or name all columns of the key with --key."
    #expect(
      try told(rows, "in.csv", "--key", "id").contains("What went to standard output is not whole. \(advice)")
    )
    #expect(
      try told(rows, "in.csv", "--key", "id", "-o", "out.csv").contains("No output was written. \(advice)"))
  }

  @Test("outputs: --outputs, --keep")
  func outputs() throws {
    let rows = "id,days_since_last\n1,2\n"
    #expect(try told(rows, "in.csv", "--outputs", "band").contains("Leave 'band' out of --outputs"))
    #expect(
      try told("prediction,days_since_last\n1,2\n", "in.csv", "--keep", "prediction").contains(
        "Leave it out of --key and --keep, or out of --outputs"))
  }

  @Test("SQL: no date of a run")
  func query() throws {
    let program = try Program.workspace()
    try #require(try program.run("run", "welcome", "--date", "2026-01-05").status == 0)
    try program.write("now.sql", "SELECT date('now') AS days_since_last, 1 AS orders")
    let result = try program.run(
      "score", "models/welcome.yaml", "sqlite:_out/welcome.db", "--query", "now.sql")
    #expect(result.status == 2, "\(result.problems)")
    #expect(result.problems.contains("Give every date function a time value other than 'now'."))
    #expect(!result.problems.contains(":date") && !result.problems.contains("the run"), "\(result.problems)")
  }

  @Test("files: the path, and what score reads")
  func files() throws {
    #expect(try told("", "absent.csv").contains("No such file or directory. Check the path."))
    #expect(try told(Data([0xFF, 0xFE, 0x69, 0x00, 0x0A, 0x00])).contains("score reads UTF-8"))
    #expect(try told(Data([0x69, 0xFC, 0x0A, 0x31, 0x0A])).contains("Convert it to UTF-8 first."))
    #expect(
      try told("id,days_since_last\n1,\"2\n").contains(
        "Close it, or double a quote that belongs to the text."))
  }
}
