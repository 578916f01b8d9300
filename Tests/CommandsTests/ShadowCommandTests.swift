import Foundation
import Testing

@Suite("A shadow's rows on the command line")
struct ShadowCommandTests {
  /// The example's job 'daily' with two shadows: one that needs days since the last order, which two of six rows
  /// don't have, and one that answers all rows.
  private func program(rows: String = "1,7,1\n2,,3\n3,21,3\n4,,2\n5,35,1\n6,42,2\n") throws -> Program {
    let program = try Program.workspace()
    let model = """
      question: What did we do before?
          objective: To compare.
          owner: {team: crm, email: crm@example.com}
      """
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "table: daily_scores}\n", with: "table: daily_scores}\n    shadow: [strict@1, lenient@1]\n"
      ).replacing(
        "\njobs:\n",
        with: "  strict:\n    \(model)\n    versions: [{artefact: models/strict.yaml}]\n"
          + "  lenient:\n    \(model)\n    versions: [{artefact: models/lenient.yaml}]\n\njobs:\n"))
    for (name, missing) in [("strict", ""), ("lenient", "\n      missing: {points: 0, reason: never}")] {
      try program.write(
        "models/\(name).yaml",
        """
        scorecard:
          labels: ["0", "1"]
          base_points: 20
          scale: {points: 100, odds: 0.1, points_to_double: 20}
          characteristics:
            - input: days_since_last
              bins: [{up_to: 14, points: 60, reason: lately}, {points: 10, reason: long ago}]\(missing)

        """)
    }
    try program.write("days/2026-01-01.csv", "customer_id,days_since_last,orders\n" + rows)
    return program
  }

  private let day = ["run", "daily", "--date", "2026-01-01"]

  @Test("the line after a run, runs show, the run's page and JSON tell them; --strict makes it 3")
  func told() throws {
    let program = try program()
    let result = try program.start(day).result()
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.problems.contains(", 2 rows unanswered by shadow strict@1\n"), "\(result.problems)")
    let json = try program.start(day + ["--force", "--json", "--strict"]).result()
    #expect(json.status == 3)
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(entries.first?["unanswered"] as? [String: Int] == ["strict@1": 2])

    let id = try #require(entries.first?["run"] as? String)
    let shown = try program.run("runs", "show", id).output
    let lines = shown.split(separator: "\n")
    let strict = try #require(lines.firstIndex { $0.contains("strict@1") })
    #expect(lines[strict + 1].hasSuffix("  no answer for 2 rows"), "\(shown)")
    #expect(lines.count { $0.contains("no answer") } == 1)
    let record = try program.run("runs", "show", id, "--json").output
    #expect(record.contains("\"unanswered\" : 2") && record.contains("\"unanswered\" : 0"), "\(record)")

    #expect(try program.run("site", "build").status == 0)
    let page = try #require(
      FileManager.default.enumerator(atPath: program.folder + "/_site")?.compactMap { $0 as? String }
        .first { $0.contains(id) && $0.hasSuffix(".html") })
    #expect(program.text("_site/" + page).contains("strict@1 has no answer for 2 rows."))
  }

  @Test("all answered: nothing is told, and --strict is content; a dry run tells what would be")
  func none() throws {
    let whole = try program(rows: "1,7,1\n2,8,3\n").start(day + ["--strict"]).result()
    #expect(whole.status == 0 && !whole.problems.contains("unanswered"), "\(whole.problems)")
    let dry = try program().start(day + ["--dry-run"]).result()
    #expect(dry.status == 0 && dry.problems.contains("0 rejects, 2 rows unanswered by shadow strict@1\n"))
  }

  @Test("rejects are told with their kinds, never with a value; as JSON, too")
  func rejects() throws {
    let program = try program(rows: "1,7,1\n2,8,3\n3,Muller,1\n4,9,\n5,10,\n6,11\n,12,1\n8,13,x\n9,14,\n")
    let bad = try program.start(day).result()
    #expect(bad.status == 4)
    #expect(
      bad.problems.contains(
        "7 of 9 rows of dataset 'days' for 2026-01-01 could not be scored; expected at most 1, "
          + "found 3 missing input, 2 not a number, 1 wrong number of fields, 1 missing key; "
          + "for example one in column 'days_since_last'"), "\(bad.problems)")
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacing("max_rejects: 1\n", with: "max_rejects: 9\n")
    )
    let result = try program.start(day).result()
    let kinds = "3 missing input, 2 not a number, 1 wrong number of fields, 1 missing key"
    #expect(result.problems.contains(", 7 rejects (\(kinds))"), "\(result.problems)")
    #expect(!result.problems.contains("Muller"))
    let json = try program.start(day + ["--force", "--json"]).result().output
    #expect(json.contains("\"missing input\" : 3") && json.contains("\"missing key\" : 1"), "\(json)")
    let score = try program.run(
      "score", "models/welcome.yaml", "days/2026-01-01.csv", "-o", "out.csv", "--max-rejects", "9")
    // Without a key there is no row that lacks one.
    #expect(
      score.problems.contains(
        ", 6 rejects (3 missing input, 2 not a number, 1 wrong number of fields)\n"), "\(score.problems)")
  }
}
