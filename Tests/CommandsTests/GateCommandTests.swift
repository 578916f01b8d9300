import Datasets
import Foundation
import Testing

@Suite("The gate on the command line")
struct GateCommandTests {
  /// Two versions of a model, and what an evaluation found of the second against the first: auc higher by 0.01 with an
  /// error of 0.004, by DeLong. The lower bound is 0.0022 at 95 %, -0.0003 at 99 %.
  private func program(confidence: String) throws -> Program {
    let program = try Program.workspace(days: 1)
    let rule = "    promote_if: {evaluation: welcome, metric: auc, confidence: \(confidence)}\n"
    let yaml = program.text("scorebook.yaml").replacing(
      "  welcome:\n    question", with: "  welcome:\n\(rule)    question")
    try program.write(
      "scorebook.yaml",
      yaml + """

        evaluations:
          welcome: {predictions: daily, actuals: customers, outcome: orders, matures_after: 1d, metrics: [auc]}

        """)
    let second = program.text("models/welcome.yaml").replacing("points: 10,", with: "points: 11,")
    try program.write("models/second.yaml", second)
    let added = try program.run("model", "add", "welcome", "models/second.yaml", "--unverified")
    try #require(added.status == 0, "\(added.problems)")
    let content = """
      {"name": "welcome", "model": "welcome", "number": 2, "baseline": "welcome@1", "metric": "auc",
      "higher_is_better": true, "dates": 1, "rows": 100, "keys": 100, "difference": 0.01,
      "standard_error": 0.004, "lower": 0.0021601440618397843, "upper": 0.017839855938160218,
      "confidence": 0.95, "p": 0.0124, "adjusted_p": 0.0124, "method": "DeLong, paired", "correction": "holm",
      "comparisons": 1, "verdict": "better", "sentence": "welcome@2 ranks better than welcome@1.",
      "computed_at": ""}
      """
    _ = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readWrite).rows(
      "INSERT INTO comparison VALUES ('welcome', 'welcome', 2, 'welcome@1', 'auc', ?, 't')", [.text(content)])
    return program
  }

  private let promote = ["model", "promote", "welcome@2", "--gate", "--reason", "first try"]

  @Test("a refused attempt is noted with its confidence, and so is one that opens; show and trace tell it")
  func noted() throws {
    let program = try program(confidence: "99%")
    for _ in 1...2 {
      let refused = try program.start(promote).result()
      #expect(refused.status == 4)
      #expect(refused.output.hasPrefix("not met  auc higher by more than 0.0: welcome@2 ranks better"))
      #expect(refused.output.contains("The 99 % interval is -0.0003 to 0.0203."))
      #expect(refused.problems.contains("auc higher by more than 0.0, by the 99 % interval"))
    }
    let shown = try program.run("model", "show", "welcome@2").output
    #expect(
      shown.contains("as champion against welcome@1, evaluation welcome at 99 %, the last of 2 attempts"))
    #expect(shown.contains("\n  reason   first try\n  not met  auc higher by more than 0.0: welcome@2 ranks"))
    try program.write(
      "scorebook.yaml", program.text("scorebook.yaml").replacing("confidence: 99%", with: "confidence: 90%"))
    let opened = try program.start(promote).result()
    #expect(opened.status == 0, "\(opened.problems)")
    #expect(opened.output.hasSuffix("welcome@champion is now version 2, before 1\n"))
    let json = try program.run("model", "show", "welcome@2", "--json").output
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let attempts = try #require(found["gate"] as? [[String: Any]])
    #expect(attempts.map { $0["outcome"] as? String } == ["refused", "refused", "opened"])
    #expect(attempts.map { $0["confidence"] as? Double } == [0.99, 0.99, 0.9])
    #expect(found["model"] as? String == "welcome" && found["number"] as? Int == 2)
    #expect(try program.run("model", "show", "welcome@1", "--json").output.contains("\"gate\" : ["))
    #expect(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let trace = try program.run("trace", "daily", "--key", "1").output
    #expect(trace.contains("gate "), "\(trace)")
    #expect(trace.contains("as champion against welcome@1, evaluation welcome at 90 %"))
    // There by hand, it did not come by the gate that it passed before.
    for version in ["welcome@1", "welcome@2"] {
      #expect(try program.run("model", "promote", version).status == 0)
    }
    #expect(try program.run("run", "daily", "--date", "2026-01-01", "--force").status == 0)
    let later = try program.run("trace", "daily", "--key", "1").output
    #expect(later.contains("welcome@2") && !later.contains("  gate "), "\(later)")
  }

  @Test("a gate that was passed for another alias is not told of the champion")
  func otherAlias() throws {
    let program = try program(confidence: "90%")
    #expect(try program.run("model", "promote", "welcome@1", "--to", "trial").status == 0)
    #expect(try program.start(promote + ["--to", "trial"]).result().status == 0)
    #expect(try program.run("model", "promote", "welcome@2").status == 0)
    #expect(try program.run("run", "daily", "--date", "2026-01-01").status == 0)
    let trace = try program.run("trace", "daily", "--key", "1").output
    #expect(trace.contains("welcome@2") && !trace.contains("  gate "), "\(trace)")
  }

  @Test("an attempt on other figures is judged by a wider interval, and says so")
  func further() throws {
    let program = try program(confidence: "99%")
    #expect(try program.start(promote).result().status == 4)
    let book = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readWrite)
    _ = try book.rows(
      "UPDATE comparison SET content = replace(content, '\"difference\": 0.01,', '\"difference\": 0.0101,')",
      [])
    let again = try program.start(promote).result()
    #expect(
      again.status == 4 && again.output.contains("Attempt 2, judged by a 99.67 % interval"), "\(again.output)"
    )
  }

  @Test("what is promoted without a gate is no attempt")
  func ungated() throws {
    let program = try program(confidence: "99%")
    #expect(try program.run("model", "promote", "welcome@2").status == 0)
    let again = try program.start(promote).result()
    #expect(again.status == 0 && again.output.contains("nothing changed"))
    #expect(try !program.run("model", "show", "welcome@2").output.contains("\ngate "))
  }
}
