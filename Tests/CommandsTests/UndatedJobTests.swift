import Datasets
import Foundation
import Testing

@Suite("A job without dates")
struct UndatedJobTests {
  /// The example, whose rows are the same on every day.
  ///
  /// - Parameter output: of its job, instead of what it has.
  private func workspace(_ output: String? = nil) throws -> Program {
    let program = try Program()
    try #require(try program.run("init").status == 0)
    var lines = program.text("scorebook.yaml").split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeAll { line in
      ["every:", "since:", "write:"].contains { line.trimmingCharacters(in: .whitespaces).hasPrefix($0) }
    }
    if let output {
      lines.removeAll { $0.contains("sqlite:") || $0.contains("table:") }
      let place = try #require(lines.firstIndex { $0.hasSuffix("    output:") })
      lines[place] = "    output: \(output)"
    }
    try program.write("scorebook.yaml", lines.joined(separator: "\n"))
    return program
  }

  private func states(_ program: Program) throws -> [[SQLValue]] {
    try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readOnly)
      .rows("SELECT date, state FROM run ORDER BY id")
  }

  @Test("takes no date, and nothing of it is entered; the dates of a pipeline pass it by")
  func none() throws {
    let program = try workspace()
    #expect(try program.run("run", "welcome").status == 0)
    for arguments in [
      ["--date", "2026-01-05"], ["--from", "2026-01-05", "--to", "2026-01-07"], ["--gaps"],
    ] {
      let refused = try program.start(["run", "welcome"] + arguments).result()
      #expect(refused.status == 2, "\(arguments)")
      #expect(
        refused.problems.contains("has no dates: its rows are the same on every day")
          && refused.problems.contains("expected no \(arguments[0])"), "\(refused.problems)")
    }
    let traced = try program.run("trace", "welcome", "--key", "0001", "--date", "2026-01-05")
    #expect(traced.status == 2 && traced.problems.contains("has no dates"), "\(traced.problems)")
    let night = try program.run("pipeline", "run", "night", "--date", "2026-01-05")
    #expect(night.status == 0 && night.problems.contains("nothing new"), "\(night.problems)")
    #expect(try states(program) == [[.text(""), .text("committed")]])
    let list = try program.run("runs", "--date", "2026-01-05")
    #expect(list.output.isEmpty && list.problems.contains("none of this kind"), "\(list.problems)")
    #expect(try program.run("runs").output.contains("committed"))
    let page = program.text("_site/jobs/welcome.html")
    #expect(page.contains("Last run") && !page.contains("Last night"))
    #expect(!program.text("_site/runs/index.html").contains("all of its nights"))
  }

  @Test(
    "that keeps a result for each date needs one",
    arguments: [
      "{sqlite: _out/welcome.db, table: welcome_scores, write: by_date}", "{csv: _out/:date.csv}",
    ])
  func named(_ output: String) throws {
    let program = try workspace(output)
    let refused = try program.run("run", "welcome")
    #expect(refused.status == 2 && refused.problems.contains("no date is given"), "\(refused.problems)")
    let gaps = try program.run("run", "welcome", "--gaps")
    #expect(gaps.status == 2 && gaps.problems.contains("expected --from with --gaps"), "\(gaps.problems)")
    #expect(try program.run("run", "welcome", "--date", "2026-01-05").status == 0)
    #expect(
      try program.run("run", "welcome", "--gaps", "--from", "2026-01-04", "--to", "2026-01-06").status == 0)
    let days = try states(program).compactMap { $0[0].text }
    #expect(days.sorted() == ["2026-01-04", "2026-01-05", "2026-01-06"])
  }

  @Test("whose table holds rows of dates is told so, and the other way round")
  func other() throws {
    let dated = "{sqlite: _out/welcome.db, table: welcome_scores, write: by_date}"
    let program = try workspace(dated)
    #expect(try program.run("run", "welcome", "--date", "2026-01-05").status == 0)
    let yaml = program.text("scorebook.yaml")
    try program.write("scorebook.yaml", yaml.replacing("by_date", with: "latest"))
    let none = try program.run("run", "welcome")
    #expect(none.status != 0 && none.problems.contains("It holds rows of dates"), "\(none.problems)")
    try program.remove("_out")
    #expect(try program.run("run", "welcome").status == 0)
    try program.write("scorebook.yaml", yaml)
    let date = try program.run("run", "welcome", "--date", "2026-01-05")
    #expect(date.status != 0 && date.problems.contains("one result without dates"), "\(date.problems)")
  }
}
