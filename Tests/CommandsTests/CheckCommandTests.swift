import Foundation
import Testing

/// What a run would refuse, check refuses: with versions that only the book knows, too.
@Suite("scorebook check against the book")
struct CheckCommandTests {
  private func card(_ labels: String) -> String {
    """
    scorecard:
      labels: \(labels)
      base_points: 20
      scale: {points: 100, odds: 0.1, points_to_double: 20}
      reasons: 1
      characteristics:
        - input: days_since_last
          bins: [{up_to: 14, points: 60, reason: lately}, {points: 10, reason: long ago}]

    """
  }

  @Test(
    "a picture that a report's text shows and nobody has, by the line of the text, before a mail wants it")
  func pictures() throws {
    let program = try ReportCommandTests().workspace()
    #expect(try program.run("check").status == 0)
    try program.write(
      "texts/weekly.md",
      "---\ntitle: x\n---\n\nWords.\n\n![A chart](figures/weekly-kpi-sales.svg)\n\n![p](../p.png \"Cap\")\n")
    for command in [["check"], ["report", "build", "weekly", "--format", "html"]] {
      let told = try program.start(command).result()
      #expect(told.status == 2 && told.problems.contains("texts/weekly.md:9: "), "\(told.problems)")
      #expect(told.problems.contains("'../p.png'") && !told.problems.contains("figures/"))
    }
    try program.write("site/p.png", Data([0x89, 0x50]))
    #expect(try program.run("check").status == 0)
  }

  @Test(
    "what channels need of this machine: certificates that are not there, and a program, which may be elsewhere"
  )
  func channels() throws {
    let program = try Program.workspace(days: 1)
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml") + """

        channels:
          local: {sendmail: /nowhere/sendmail}
          relay: {smtp: {host: localhost, port: 25, tls: none, ca: certs/ca.pem}}
          chat: {webhook: {url: "https://example.org", template: json, ca: certs/ca.pem}}

        """)
    let missing = try program.run("check")
    #expect(missing.status == 2 && missing.problems.contains("no program '/nowhere/sendmail'"))
    #expect(
      missing.problems.components(separatedBy: "the file of certificates 'certs/ca.pem' is not there").count
        == 3,
      "\(missing.problems)")
    try program.write("certs/ca.pem", "x")
    let warned = try program.run("check")
    #expect(warned.status == 0 && warned.problems.contains("warning: scorebook.yaml"), "\(warned.problems)")
  }

  @Test("outcomes that are the same for every date")
  func undatedOutcomes() throws {
    let program = try Program.workspace(days: 1)
    try program.write("actuals.csv", "customer_id,bought\n1,0\n")
    let yaml = program.text("scorebook.yaml")
      .replacing("\nmodels:\n", with: "\n  actuals: {csv: actuals.csv, key: [customer_id]}\n\nmodels:\n")
    try program.write(
      "scorebook.yaml",
      yaml + """

        evaluations:
          daily: {predictions: daily, actuals: actuals, outcome: bought, matures_after: 1d}

        """)
    let check = try program.run("check")
    #expect(check.status == 2)
    #expect(check.problems.contains("is one file for all dates"), "\(check.problems)")
  }

  /// The example with models 'one' and 'two', and a job 'routed' of the first with the second as its fallback.
  private func workspace(
    _ one: String = "{}", _ two: String = "{}", outputs: String = "[probability]",
    model: String = "one@champion"
  ) throws -> Program {
    let program = try Program.workspace(days: 1)
    let yaml = program.text("scorebook.yaml")
      .replacing("\nmodels:\n", with: "\nmodels:\n  one: \(one)\n  two: \(two)\n")
      .replacing(
        "\njobs:\n",
        with: """

          jobs:
            routed:
              input: days
              model: \(model)
              every: 1d
              since: 2026-01-01
              outputs: \(outputs)
              output: {csv: _out/routed-:date.csv}
              fallback: {model: two@champion}

          """)
    try program.write("scorebook.yaml", yaml)
    try program.write("models/straight.yaml", card("[\"no\", \"yes\"]"))
    try program.write("models/reversed.yaml", card("[\"yes\", \"no\"]"))
    return program
  }

  private func add(_ program: Program, _ model: String, _ artefact: String) throws {
    let added = try program.run("model", "add", model, "models/\(artefact).yaml", "--unverified")
    try #require(added.status == 0, "\(added.problems)")
  }

  private func point(_ program: Program, _ version: String) throws {
    let promoted = try program.run("model", "promote", version, "--to", "champion")
    try #require(promoted.status == 0, "\(promoted.problems)")
  }

  private let night = ["run", "routed", "--date", "2026-01-01"]

  private func declared(_ artefacts: String...) -> String {
    "{versions: [\(artefacts.map { "{artefact: models/\($0).yaml}" }.joined(separator: ", "))], aliases: {champion: 1}}"
  }

  @Test("two scorecards of reversed classes: check and run refuse the reasons, with exit 2")
  func reasons() throws {
    let program = try workspace(declared("straight"), declared("reversed"), outputs: "[class, reason_1]")
    for result in [try program.run("check"), try program.start(night).result()] {
      #expect(result.status == 2)
      #expect(
        result.problems.contains("'reason_1' of two@1 stands for 'no', and of one@1 for 'yes'"),
        "\(result.problems)")
    }
    let same = try workspace(declared("straight"), declared("straight"), outputs: "[class, reason_1]")
    #expect(try same.run("check").status == 0)
    #expect(try same.start(night).result().status == 0)
  }

  @Test("versions that only the book knows are opened from it; before there is a book, nothing can be said")
  func booked() throws {
    let program = try workspace()
    #expect(try program.run("check").status == 0)
    try add(program, "one", "straight")
    try add(program, "two", "reversed")
    try point(program, "one@1")
    try point(program, "two@1")
    for result in [try program.run("check"), try program.start(night).result()] {
      #expect(result.status == 2)
      #expect(result.problems.contains("'probability' of two@1 stands for 'no'"), "\(result.problems)")
    }
    // By its number, and mended by a second version.
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacing("one@champion", with: "one@1"))
    #expect(try program.run("check").status == 2)
    try add(program, "two", "straight")
    try point(program, "two@2")
    let mended = try program.run("check")
    #expect(mended.status == 0, "\(mended.problems)")
    #expect(try program.start(night).result().status == 0)
  }

  @Test("an output that such a model does not have is told, and a version that is not there")
  func outputs() throws {
    let program = try workspace(outputs: "[probabilty]")
    try add(program, "one", "straight")
    try add(program, "two", "straight")
    let none = try program.run("check")
    #expect(none.status == 2)
    #expect(none.problems.contains("model 'one' has no alias 'champion'"), "\(none.problems)")
    #expect(none.problems.contains("\n1 problem\n") && none.problems.contains("scorebook.yaml:"))
    try point(program, "one@1")
    try point(program, "two@1")
    let result = try program.run("check")
    #expect(result.status == 2)
    #expect(result.problems.contains("one@1 gives no 'probabilty'"), "\(result.problems)")
    // The artefact of the book is the one that counts.
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacing("[probabilty]", with: "[probability]"))
    #expect(try program.run("check").status == 0)
    #expect(try program.shell("rm -rf .scorebook/artefacts").status == 0)
    #expect(try program.run("check").status == 2)
  }

  @Test("after a promotion, check judges the champion of the book, not the one of the configuration")
  func promoted() throws {
    let program = try workspace(declared("straight", "reversed"), declared("straight"))
    #expect(try program.run("check").status == 0)
    #expect(try program.run("model", "list").status == 0)
    try point(program, "one@2")
    for result in [try program.run("check"), try program.start(night).result()] {
      #expect(result.status == 2)
      #expect(
        result.problems.contains("of two@1 stands for 'yes', and of one@2 for 'no'"), "\(result.problems)")
    }
  }

  @Test("a shadow whose probability is of the other class is a warning")
  func shadow() throws {
    let program = try workspace(declared("straight"), declared("reversed"))
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "fallback: {model: two@champion}", with: "shadow: [two@champion]"))
    let result = try program.run("check")
    #expect(result.status == 0)
    #expect(
      result.problems.contains("'probability' of shadow two@1 stands for 'no', and of one@1 for 'yes'"),
      "\(result.problems)")
  }

  @Test(
    "a KPI's query that an update refuses",
    arguments: [
      ("1 AS more, date('2026-01-05') AS period, 2 AS value", false), ("2 AS value", false),
      ("date('2026-01-05') AS period, 2 AS value", true),
      ("date('2026-01-05') AS period, 2 AS value, 'a' AS dimension", true),
    ])
  func kpi(_ columns: String, _ fits: Bool) throws {
    let program = try Program.workspace(days: 1)
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml")
        + "\nkpis:\n  buyers:\n    query: buyers.sql\n    tables: {customers: customers}\n    period: week\n")
    try program.write("buyers.sql", "SELECT \(columns) FROM customers WHERE :from < :to LIMIT 1\n")
    let check = try program.run("check")
    let update = try program.run("kpi", "update")
    if fits {
      #expect(check.status == 0 && update.status == 0, "\(check.problems)\(update.problems)")
      return
    }
    let told =
      "the query of KPI 'buyers' gives other columns; expected period, value and, for parts, dimension"
    #expect(check.status == 2 && check.problems.contains(told), "\(check.problems)")
    #expect(update.status == 2 && update.problems.contains(told), "\(update.problems)")
  }
}
