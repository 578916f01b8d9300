import Datasets
import Foundation
import Testing

@Suite("A split on the command line")
struct SplitCommandTests {
  /// The example's job 'daily' with a split, over thirty customers.
  private func program(_ variants: String, more: String = "") throws -> Program {
    let program = try Program.workspace(days: 2, rows: 30)
    let yaml = program.text("scorebook.yaml").replacing(
      "table: daily_scores}\n",
      with: "table: daily_scores}\n    split: {name: test, salt: pepper, variants: \(variants)}\n\(more)")
    try program.write("scorebook.yaml", yaml)
    return program
  }

  private static let halves = "{control: {share: 50%}, treatment: {share: 50%}}"
  private let day = ["run", "daily", "--date", "2026-01-01"]

  /// The rows of each variant, from the target.
  private func counts(_ program: Program) throws -> [Int] {
    try SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly)
      .rows("SELECT count(*) FROM daily_scores WHERE date = '2026-01-01' GROUP BY variant ORDER BY variant")
      .compactMap { $0[0].integer }
  }

  @Test("check and a dry run tell the shares; the line after a run, runs show, JSON and trace the variants")
  func told() throws {
    let program = try program(Self.halves)
    let check = try program.run("check")
    #expect(check.status == 0)
    #expect(
      check.problems.contains(
        "split test of job daily: control 50% by welcome@champion, treatment 50% by welcome@champion\n"))
    let dry = try program.start(day + ["--dry-run"]).result().problems
    #expect(dry.contains("0 rejects; control 50% ("))
    let result = try program.start(day).result()
    #expect(result.status == 0)
    let counts = try counts(program)
    #expect(counts.reduce(0, +) == 31 && counts.count == 2)
    let words = "; control 50% (\(counts[0])), treatment 50% (\(counts[1]))\n"
    #expect(result.problems.contains(words) && dry.contains(words), "\(result.problems)")
    let json = try program.start(day + ["--force", "--json"]).result().output
    #expect(json.contains("\"variants\" : [") && json.contains("\"share\" : \"50%\""))
    let runs = try program.run("runs", "list", "--limit", "1", "--json").output
    #expect(runs.contains("\"salt_digest\""))
    let id = try #require(runs.firstMatch(of: #/"id" : "([^"]+)"/#)).1
    let shown = try program.run("runs", "show", String(id)).output
    #expect(shown.contains("split     test\n"), "\(shown)")
    #expect(shown.contains("control 50% by welcome@1, \(counts[0]) rows\n"))
    let trace = try program.run("trace", "daily", "--key", "1", "--date", "2026-01-01").output
    #expect(
      trace.contains("split        test, control 50%\n")
        || trace.contains("split        test, treatment 50%\n"))
  }

  @Test("trace names the version that scored the row")
  func versions() throws {
    let program = try program("{control: {share: 50%}, treatment: {share: 50%, model: second@1}}")
    let yaml = program.text("scorebook.yaml").replacing(
      "\nmodels:\n", with: "\nmodels:\n  second:\n    versions: [{artefact: models/second.yaml}]\n")
    try program.write("scorebook.yaml", yaml)
    try program.write(
      "models/second.yaml",
      """
      scorecard:
        labels: ["0", "1"]
        scale: {points: 100, odds: 0.1, points_to_double: 20}
        base_points: 100
        characteristics:
          - input: orders
            bins: [{points: 0, reason: any}]

      """)
    let result = try program.start(day).result()
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.problems.contains(" by welcome@1), treatment 50% ("), "\(result.problems)")
    var seen: Set<String> = []
    for key in 1...8 {
      let trace = try program.run("trace", "daily", "--key", "\(key)", "--date", "2026-01-01").output
      let isTreatment = trace.contains("variant      treatment\n")
      #expect(trace.contains("model        \(isTreatment ? "second" : "welcome")@1\n"), "\(trace)")
      seen.insert(isTreatment ? "treatment" : "control")
    }
    #expect(seen.count == 2)
  }

  @Test("another salt of a split that runs ends with 2 and the way out; a new name begins a new one")
  func salt() throws {
    let program = try program(Self.halves)
    #expect(try program.start(day).result().status == 0)
    let yaml = program.text("scorebook.yaml")
    try program.write("scorebook.yaml", yaml.replacing("salt: pepper", with: "salt: sugar"))
    let next = ["run", "daily", "--date", "2026-01-02"]
    let refused = try program.start(next).result()
    #expect(refused.status == 2)
    #expect(
      refused.problems.contains("split 'test' of job 'daily' runs with another salt")
        && refused.problems.contains("a new name begins a new split"), "\(refused.problems)")
    #expect(try program.run("check").status == 2)
    try program.write(
      "scorebook.yaml", yaml.replacing("name: test, salt: pepper", with: "name: second_test, salt: sugar"))
    #expect(try program.start(next).result().status == 0)
  }

  @Test("shares that are not 100 % end with 2 before anything runs")
  func shares() throws {
    let result = try program("{control: {share: 50%}, treatment: {share: 45%}}").start(day).result()
    #expect(result.status == 2)
    #expect(
      result.problems.contains("do not come to the whole; expected 100%, found 95%."), "\(result.problems)")
  }
}
