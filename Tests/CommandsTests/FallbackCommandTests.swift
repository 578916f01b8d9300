import Datasets
import Foundation
import Testing

@Suite("A fallback on the command line")
struct FallbackCommandTests {
  /// The example's job 'daily' with a fallback, and an input of six rows of which two have no orders.
  private func program(_ fallback: String) throws -> Program {
    let program = try Program.workspace()
    let yaml = program.text("scorebook.yaml").replacing(
      "table: daily_scores}\n", with: "table: daily_scores}\n    fallback: \(fallback)\n")
    try program.write("scorebook.yaml", yaml)
    try program.write(
      "days/2026-01-01.csv",
      "customer_id,days_since_last,orders\n1,7,1\n2,14,\n3,21,3\n4,28,\n5,35,1\n6,42,2\n")
    return program
  }

  private let day = ["run", "daily", "--date", "2026-01-01"]

  @Test("the line after a run, runs show, trace and JSON tell it; --strict makes it 3")
  func told() throws {
    let program = try program("{value: {probability: 0.0}, max: 40%}")
    let result = try program.start(day + ["--strict"]).result()
    #expect(result.status == 3)
    #expect(result.problems.contains(", 2 fallbacks\n"), "\(result.problems)")
    #expect(try program.start(day).result().problems.contains("stands already"))

    let json = try program.start(day + ["--force", "--json"]).result()
    #expect(json.status == 0 && json.output.contains("\"fallbacks\" : 2"), "\(json.output)")
    let runs = try program.run("runs", "list", "--limit", "1", "--json")
    #expect(runs.output.contains("\"reasons\""))
    let id = try #require(runs.output.firstMatch(of: #/"id" : "([^"]+)"/#)).1
    let shown = try program.run("runs", "show", String(id)).output
    #expect(shown.contains("fallbacks  2 rows\n"))
    #expect(shown.contains("days/2026-01-01.csv:3: 'orders' is missing, and welcome@1 needs it\n"))

    let trace = try program.run("trace", "daily", "--key", "2").output
    #expect(trace.contains("is_fallback  1\n") && trace.contains("fallback     a fixed value\n"), "\(trace)")
    #expect(try !program.run("trace", "daily", "--key", "1").output.contains("a fixed value"))
  }

  @Test("over max: exit 4, nothing written; a dry run tells them")
  func limit() throws {
    let program = try program("{value: {probability: 0.0}, max: 1}")
    let result = try program.start(day).result()
    #expect(result.status == 4)
    #expect(result.problems.contains("2 of 6 rows took the fallback of job 'daily'; expected at most 1"))
    #expect(
      try SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly)
        .rows("SELECT 1 FROM sqlite_master WHERE name = 'daily_scores'").isEmpty)
    let loose = try self.program("{value: {probability: 0.0}}")
    #expect(try loose.start(day + ["--dry-run"]).result().problems.contains("0 rejects, 2 fallbacks"))
  }

  @Test("check warns of an output that stays empty and is content; a mistake it is not")
  func check() throws {
    let result = try program("{value: {probability: 0.0}}").run("check")
    #expect(result.status == 0)
    #expect(result.problems.contains("the fallback gives no 'margin', which stays empty on its rows"))
    let wrong = try program("{default_output: true}").run("check")
    #expect(wrong.status == 2)
    #expect(wrong.problems.contains("welcome@1 was registered without a default output"))
  }
}
