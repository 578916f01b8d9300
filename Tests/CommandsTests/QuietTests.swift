import Foundation
import Testing

@Suite("--quiet")
struct QuietTests {
  private static let sql = """
    SELECT date(day, '-6 days', 'weekday 1') AS period, sum(amount) AS value FROM orders
     WHERE day >= :from AND day < :to GROUP BY period ORDER BY period

    """

  private func workspace() throws -> Program {
    let program = try Program.workspace()
    let yaml = program.text("scorebook.yaml").replacing(
      "\nmodels:\n",
      with: "\n  orders:\n    csv: orders.csv\n    columns: {day: date, amount: number}\n\nmodels:\n")
    try program.write(
      "scorebook.yaml",
      yaml + """

        kpis:
          sales: {query: queries/sales.sql, tables: {orders: orders}, period: week, unit: EUR}
        reports:
          weekly: {title: The week, period: week, contents: [kpi: sales]}
        experiments:
          depth: {question: Does a deeper forest beat the rule?, baseline: rule}
        """)
    let days = (0..<28).map { "2026-01-\(String(format: "%02d", 1 + $0)),\(10 + $0 % 3)\n" }
    try program.write("orders.csv", "day,amount\n" + days.joined())
    try program.write("queries/sales.sql", Self.sql)
    let second = program.text("models/welcome.yaml").replacing("points: 10,", with: "points: 11,")
    try program.write("models/second.yaml", second)
    return program
  }

  @Test("nothing is said of what a command did; what it only shows is shown")
  func quiet() throws {
    let program = try workspace()
    // What is new here is a warning, and so a problem.
    _ = try program.run("run", "daily", "-q", "--date", "2026-01-01")
    let done = [
      "run daily --date 2026-01-02", "run daily --date 2026-01-02 --dry-run --force",
      "model promote welcome@1 --to challenger", "model export welcome@1 --to exported", "model verify --all",
      "experiment log depth deep --metric auc=0.75", "kpi update --as-of 2026-01-28",
      "report build weekly --format markdown", "report build weekly --format html -o weekly.html",
      "model card welcome -o card.md", "site build", "site check", "check",
      "pipeline run night --date 2026-01-05", "report send weekly --dry-run",
    ]
    for line in done {
      let result = try program.shell("\"$scorebook\" \(line) -q")
      #expect(result.output.isEmpty, "\(line): \(result.output)")
      // A model without cases and a report without an audience are problems.
      if line.hasPrefix("report send") { continue }
      #expect(result.status == 0, "\(line): \(result.problems)")
      if line != "check" {
        #expect(result.problems.isEmpty, "\(line): \(result.problems)")
      }
    }
    let made = try program.run("init", "another", "-q")
    #expect(
      made.status == 0 && made.output.isEmpty && made.problems.isEmpty && program.exists("another/data"))
    let added = try program.run("model", "add", "welcome", "models/second.yaml", "--unverified", "-q")
    #expect(added.status == 0 && added.output.isEmpty, "\(added.output)")
    for line in [
      "status", "runs", "model list", "model show welcome", "model card welcome", "kpi list", "report list",
      "experiment list", "experiment show depth", "pipeline list", "schedule night --as cron",
      "trace daily --key 1", "kpi update --as-of 2026-01-28 --json", "site build --json",
    ] {
      let result = try program.shell("\"$scorebook\" \(line) -q")
      #expect(result.status == 0 && !result.output.isEmpty, "\(line): \(result.problems)")
    }
  }
}
