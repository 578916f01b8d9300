import Foundation
import Testing

@Suite("scorebook readout")
struct ReadoutCommandTests {
  /// The example's job 'daily' with a split over three hundred customers, and a readout that a pipeline takes.
  private func program(
    metrics: String = "{bought: {proportion: bought}}", covariate: String? = nil,
    query: String = "SELECT customer_id, 0 AS bought FROM customers WHERE :date = :date"
  ) throws -> Program {
    let program = try Program.workspace(days: 2, rows: 300)
    try program.write("done.sql", query)
    let split = "{name: mail, salt: s, variants: {control: {share: 50%}, treatment: {share: 50%}}}"
    let yaml = program.text("scorebook.yaml")
      .replacing("table: daily_scores}\n", with: "table: daily_scores}\n    split: \(split)\n")
      .replacing(
        "\nmodels:\n",
        with: """

            done:
              query: done.sql
              tables: {customers: days}
              key: [customer_id]

          models:

          """
      )
      .replacing(
        "\npipelines:\n", with: "\npipelines:\n  looking: {steps: [{run: daily}, {readout: mail}]}\n")
    try program.write(
      "scorebook.yaml",
      yaml + """

        readouts:
          mail:
            split: daily/mail
            actuals: done
            matures_after: 0d
            metrics: \(metrics)
            looks: sequential
        \(covariate.map { "    cuped: {covariate: \($0)}" } ?? "")

        """)
    return program
  }

  private let night = ["pipeline", "run", "looking", "--date", "2026-01-01"]

  @Test("without a name it lists what was seen, and looks at nothing")
  func list() throws {
    let program = try program()
    try #require(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let before = try program.run("readout")
    #expect(before.status == 0 && before.output.contains("mail"), "\(before.problems)")
    #expect(before.output.contains("not looked at yet"))
    #expect(try program.run("readout", "--json").output == "[\n\n]\n")
    try #require(try program.run("readout", "mail", "--as-of", "2026-01-02").status == 0)
    let after = try program.run("readout").output
    #expect(after.contains("2026-01-02") && !after.contains("not looked at yet"), "\(after)")
    #expect(try program.run("readout", "--json").output.contains("\"as_of\" : \"2026-01-02\""))
    #expect(try program.run("readout", "--as-of", "2026-01-02").status == 2)
  }

  @Test("a look as of a day that is not there yet ends with 2")
  func future() throws {
    let program = try program()
    try #require(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let refused = try program.run("readout", "mail", "--as-of", "9999-12-31")
    #expect(refused.status == 2)
    #expect(
      refused.problems.contains("a look as of 9999-12-31 is not possible before that morning"),
      "\(refused.problems)")
    let look = try program.run("readout", "mail", "--as-of", "2026-01-02")
    #expect(look.status == 0 && look.output.contains("sample ratio:"), "\(look.problems)")
  }

  @Test("of a test that is over the last look stands: check warns, the night goes on, a look is refused")
  func over() throws {
    let program = try program()
    let first = try program.start(night).result()
    try #require(first.status == 0, "\(first.problems)")
    let yaml = program.text("scorebook.yaml")
    try program.write("scorebook.yaml", yaml.replacing("split: {name: mail,", with: "split: {name: spring,"))
    let check = try program.run("check")
    #expect(check.status == 0)
    let words =
      "readout 'mail' is of split 'mail', which job 'daily' has not; its last look of 2026-01-01 stands"
    #expect(check.problems.contains(words), "\(check.problems)")
    let refused = try program.run("readout", "mail", "--as-of", "2026-01-02")
    #expect(refused.status == 2 && refused.problems.contains(words), "\(refused.problems)")
    let next = try program.start(night).result()
    #expect(next.status == 0 && next.problems.contains("in the book; nothing was taken"), "\(next.problems)")
    // A name that was never looked at is a mistake.
    try program.write("scorebook.yaml", yaml.replacing("split: daily/mail", with: "split: daily/male"))
    try program.remove(".scorebook/book.db")
    let mistaken = try program.start(night).result()
    #expect(mistaken.status == 2 && mistaken.problems.contains("it was never looked at. Write daily/mail."))
  }

  @Test("check refuses outcomes and a covariate that are the same for every date")
  func undated() throws {
    let program = try program(covariate: "orders")
    let check = try program.run("check")
    #expect(check.status == 0, "\(check.problems)")
    let yaml = program.text("scorebook.yaml")
    try program.write("scorebook.yaml", yaml.replacing("days/:date.csv", with: "days/2026-01-01.csv"))
    let covariate = try program.run("check")
    #expect(covariate.status == 2)
    #expect(
      covariate.problems.contains("the covariate 'orders' of readout 'mail' is that of today"),
      "\(covariate.problems)")
    try program.write("done.sql", "SELECT customer_id, 0 AS bought FROM customers")
    let outcomes = try program.run("check")
    #expect(
      outcomes.status == 2 && outcomes.problems.contains("gives the same rows for every date"),
      "\(outcomes.problems)")
  }
}
