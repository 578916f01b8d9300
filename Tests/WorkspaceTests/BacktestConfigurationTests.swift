import Testing
import Workspace

@Suite("Evaluations that score versions themselves, as they are configured")
struct BacktestConfigurationTests {
  private func evaluation(_ dates: [String], metrics: String = "[auc]") throws -> Configuration.Evaluation {
    let yaml = """
      name: Test
      datasets:
        people: {csv: "data/:date.csv", key: [id]}
        outcomes: {csv: "out/:date.csv", key: [id]}
      models:
        churn: {}
        rule: {}
      evaluations:
        back:
          versions: [churn@champion, rule@2]
          input: people
          rename: {years: age}
          \(dates.joined(separator: "\n    "))
          max_rejects: 0.5%
          actuals: outcomes
          outcome: left
          outcome_date: left_on
          matures_after: 28d
          metrics: \(metrics)
      """
    let found = try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/w")
    return try #require(found.evaluations["back"])
  }

  private func dates(_ keys: [String], upTo day: String) throws -> [String] {
    let backtest = try #require(try evaluation(keys).backtest)
    return backtest.dates(upTo: try #require(CalendarDate(day))).map(\.description)
  }

  @Test("what it says is what it asks")
  func keys() throws {
    let found = try evaluation(["every: 7d", "since: 1997-11-02"])
    let backtest = try #require(found.backtest)
    #expect(found.job == nil && found.outcomeDate == "left_on")
    #expect(backtest.versions.map(\.description) == ["churn@champion", "rule@2"])
    #expect(backtest.input == "people" && backtest.rename == ["years": "age"])
    #expect(backtest.every == 7 && backtest.until == nil && backtest.maxRejects == .share(0.005))
  }

  @Test("dates go from the first to the morning that is asked about, or to the last that is wanted")
  func spans() throws {
    let open = ["every: 7d", "since: 1997-11-02"]
    #expect(try dates(open, upTo: "1997-11-01").isEmpty)
    #expect(try dates(open, upTo: "1997-11-15") == ["1997-11-02", "1997-11-09"])
    let closed = ["every: 7d", "since: 1997-11-02", "until: 1997-11-16"]
    #expect(try dates(closed, upTo: "1998-06-28") == ["1997-11-02", "1997-11-09", "1997-11-16"])
    #expect(try dates(closed, upTo: "1997-11-10") == ["1997-11-02", "1997-11-09"])
    let one = ["since: 1997-11-02", "until: 1997-11-02"]
    #expect(try dates(one, upTo: "1998-06-28") == ["1997-11-02"])
    #expect(try evaluation(one).backtest?.hasOneDate == true)
  }

  @Test(
    "metrics tell which outputs are judged",
    arguments: [
      ("[auc, brier]", [.probability, .margin, .prediction], false),
      ("[auc, f1]", [.probability, .margin, .prediction], true), ("[f1, kappa]", [.class], false),
      ("[mae]", [.prediction], false),
    ] as [(String, [Configuration.Job.Prediction], Bool)])
  func scores(_ metrics: String, _ scores: [Configuration.Job.Prediction], _ classes: Bool) throws {
    let found = try evaluation(["every: 7d", "since: 1997-11-02"], metrics: metrics)
    #expect(found.scores == scores && found.judgesClasses == classes)
  }
}
