import Datasets
import Foundation
import Glibc
import Testing

@Suite("Versions that an evaluation scores itself", .serialized)
struct BacktestCommandTests {
  /// The CDNOW sample cut to its first customers, scored by a job with shadows and by an evaluation itself.
  ///
  /// - Parameters:
  ///   - backtest: its keys, where they are others.
  ///   - customers: how many.
  private func program(_ backtest: String? = nil, customers: Int = 1_500, more: String = "") throws -> Program
  {
    let program = try Program()
    let data = Program.root + "data/cdnow"
    try FileManager.default.createDirectory(
      atPath: program.folder + "/data", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/data/models", withDestinationPath: data + "/models")
    for name in ["features.sql", "outcomes.sql"] {
      try FileManager.default.copyItem(atPath: "\(data)/\(name)", toPath: "\(program.folder)/data/\(name)")
    }
    let last = String(customers + 100_000).dropFirst()
    let all = String(decoding: try Data(contentsOf: URL(filePath: data + "/purchases.csv")), as: UTF8.self)
    let lines = all.split(separator: "\n").prefix { $0.first == "c" || $0.prefix(5) <= last }
    try program.write("data/purchases.csv", lines.joined(separator: "\n") + "\n")
    let about = "question: Who buys?, objective: Mail, owner: {team: crm, email: crm@example.com}"
    let judged = """
          actuals: repurchases
          outcome: bought
          matures_after: 28d
          metrics: [auc, average_precision, log_loss, brier, calibration, accuracy]
          baseline: repurchase@1
          by: [cohort]
      """
    try program.write(
      "scorebook.yaml",
      """
      name: Backtest
      timezone: UTC
      datasets:
        purchases:
          csv: data/purchases.csv
          columns: {customer_id: text, date: date, cds: integer, dollars: number}
        customers: {query: data/features.sql, tables: {purchases: purchases}, key: [customer_id]}
        repurchases: {query: data/outcomes.sql, tables: {purchases: purchases}, key: [customer_id]}
      models:
        repurchase:
          \(about.replacingOccurrences(of: ", ", with: "\n    ").replacingOccurrences(of: "crm\n    email", with: "crm, email"))
          versions:
            - {artefact: data/models/repurchase_1.txt, metadata: data/models/repurchase_1.yaml}
            - {artefact: data/models/repurchase_2.txt, metadata: data/models/repurchase_2.yaml}
          aliases: {champion: 1}
        rfm:
          \(about.replacingOccurrences(of: ", ", with: "\n    ").replacingOccurrences(of: "crm\n    email", with: "crm, email"))
          versions: [{artefact: data/models/rfm.yaml, metadata: data/models/rfm.metadata.yaml}]
      jobs:
        nightly:
          input: customers
          model: repurchase@1
          shadow: [repurchase@2, rfm@1]
          rename: {recency_days: days_since_last}
          every: 7d
          since: 1997-11-02
          keep: [cohort]
          output: {sqlite: _out/cdnow.db, table: scores}
      evaluations:
        nights:
          predictions: nightly
      \(judged)
        backtest:
      \(backtest ?? """
          versions: [repurchase@1, repurchase@2, rfm@1]
          input: customers
          rename: {recency_days: days_since_last}
          every: 7d
          since: 1997-11-02
      """)
      \(judged)
      \(more)
      """)
    return program
  }

  private struct Outcome {
    let computed, unchanged, written, mature, immature: Int
    let records, comparisons, slices: [[String: Any]]
  }

  private func evaluate(_ program: Program, _ name: String, _ asOf: String) throws -> Outcome {
    let result = try program.run("evaluate", name, "--as-of", asOf, "--json")
    try #require(result.status == 0, "\(result.problems)")
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    func number(_ key: String) -> Int { found[key] as? Int ?? -1 }
    func list(_ key: String) -> [[String: Any]] { found[key] as? [[String: Any]] ?? [] }
    return Outcome(
      computed: number("computed"), unchanged: number("unchanged"), written: number("written"),
      mature: number("mature"), immature: number("immature"), records: list("records"),
      comparisons: list("comparisons"), slices: list("slices"))
  }

  /// As text without what tells where a record comes from.
  private func figures(_ records: [[String: Any]]) throws -> [String] {
    try records.map { record in
      var record = record
      for key in ["name", "job", "role", "detail", "computedAt", "computed_at"] { record[key] = nil }
      // All predictions of a version are in it, so that equal figures are not the work of chance.
      return String(
        decoding: try JSONSerialization.data(withJSONObject: record, options: .sortedKeys), as: UTF8.self)
    }
  }

  @Test(
    "figures are, to the last digit, those of the same versions as champion and shadows; nothing is written")
  func equal() throws {
    let program = try program()
    let own = try evaluate(program, "backtest", "1997-12-21")
    #expect(own.mature == 4 && own.immature == 4 && own.computed == 4)
    #expect(!program.exists("_out"))
    #expect(program.left.isEmpty)
    #expect(Set(own.records.compactMap { $0["role"] as? String }) == ["scored"])
    let run = try program.run("run", "nightly", "-q", "--from", "1997-11-02", "--to", "1997-12-21")
    #expect(run.status == 0, "\(run.problems)")
    let nights = try evaluate(program, "nights", "1997-12-21")
    #expect(own.records.count == 15 && own.comparisons.count == 10 && own.slices.count > 5)
    let same = try (
      figures(own.records) == figures(nights.records),
      figures(own.comparisons) == figures(nights.comparisons),
      figures(own.slices) == figures(nights.slices)
    )
    #expect(same == (true, true, true))
    // The digest of a date is of keys, scores and outcomes.
    let digests = own.records.compactMap { ($0["dataDigest"] ?? $0["data_digest"]) as? String }
    #expect(digests.count == 15 && Set(digests).count == 15)
  }

  @Test("a date is scored again only where its rows, its versions or its outcomes changed")
  func incremental() throws {
    let program = try program(customers: 400)
    #expect(try evaluate(program, "backtest", "1997-12-21").computed == 4)
    let again = try evaluate(program, "backtest", "1997-12-21")
    #expect(again.computed == 0 && again.unchanged == 4 && again.written == 0)
    let later = try evaluate(program, "backtest", "1997-12-28")
    #expect(later.computed == 1 && later.unchanged == 4)
    // A purchase after all windows: the file is another, the rows of the dates are not.
    let purchases = program.text("data/purchases.csv")
    try program.write("data/purchases.csv", purchases + "00001,1998-06-01,1,9.99\n")
    #expect(try evaluate(program, "backtest", "1997-12-28").computed == 0)
    // One before the last date, that no outcome of an earlier one sees.
    try program.write("data/purchases.csv", purchases + "00001,1997-11-29,1,9.99\n")
    #expect(try evaluate(program, "backtest", "1997-12-28").computed == 5)
    // Another way of scoring.
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "versions: [repurchase@1, repurchase@2, rfm@1]", with: "versions: [repurchase@1, rfm@1]"))
    let fewer = try evaluate(program, "backtest", "1997-12-28")
    #expect(fewer.computed == 5 && fewer.records.count == 12)
  }

  @Test(
    "dates up to trained_until are flagged and not pooled; until ends them; one version under two aliases counts once"
  )
  func flagged() throws {
    let program = try program(
      """
          versions: [repurchase@champion, repurchase@1]
          input: customers
          rename: {recency_days: days_since_last}
          every: 7d
          since: 1997-10-26
          until: 1997-11-14
      """, customers: 400)
    let outcome = try evaluate(program, "backtest", "1998-06-28")
    #expect(outcome.mature == 3 && outcome.immature == 0)
    #expect(
      outcome.records.map { $0["isFlagged"] as? Bool ?? $0["is_flagged"] as? Bool } == [
        false, true, false, false,
      ])
    #expect(outcome.records[0]["dates"] as? Int == 2)
    #expect(outcome.comparisons.isEmpty)
    let shown = try program.run("evaluate", "backtest", "--as-of", "1998-06-28", "--nights")
    #expect(shown.output.contains("not after trained_until"), "\(shown.output)")
  }

  @Test("rows that are the same on every date are refused, and taken where there is one date")
  func undated() throws {
    let keys = """
          versions: [repurchase@1]
          input: frozen
          rename: {recency_days: days_since_last}
      """
    let program = try program(keys + "\n    every: 7d\n    since: 1997-11-02", customers: 200)
    try program.write(
      "data/frozen.sql",
      program.text("data/features.sql").replacing(":date", with: "'1997-11-02'"))
    func configure(_ old: String, _ new: String) throws {
      try program.write("scorebook.yaml", program.text("scorebook.yaml").replacing(old, with: new))
    }
    try configure(
      "\nmodels:",
      "\n  frozen: {query: data/frozen.sql, tables: {purchases: purchases}, key: [customer_id]}\n\nmodels:")
    for arguments in [["check"], ["evaluate", "backtest", "--as-of", "1998-01-01"]] {
      let refused = try program.start(arguments).result()
      #expect(refused.status == 2, "\(refused.problems)")
      #expect(
        refused.problems.contains(
          "dataset 'frozen' is the same on every date, and evaluation 'backtest' scores it"),
        "\(refused.problems)")
    }
    try configure(
      "    every: 7d\n    since: 1997-11-02\n    actuals",
      "    since: 1997-11-02\n    until: 1997-11-02\n    actuals")
    try configure("baseline: repurchase@1\n    by: [cohort]", "by: [cohort]")
    #expect(try evaluate(program, "backtest", "1998-01-01").mature == 1)
  }

  @Test(
    "a version that gives nothing to judge, one that is not there, and a column that is not there are named")
  func refused() throws {
    func problems(_ versions: String, metrics: String = "[auc]", rename: String = "days_since_last") throws
      -> String
    {
      let program = try program(
        """
            versions: \(versions)
            input: customers
            rename: {recency_days: \(rename)}
            every: 7d
            since: 1997-11-02
        """, customers: 50)
      try program.write(
        "scorebook.yaml",
        program.text("scorebook.yaml").replacing(
          "metrics: [auc, average_precision, log_loss, brier, calibration, accuracy]",
          with: "metrics: \(metrics)"
        ).replacing("baseline: repurchase@1\n", with: "correction: holm\n"))
      let result = try program.run("evaluate", "backtest", "--as-of", "1998-01-01")
      #expect(result.status == 2, "\(result.problems)")
      #expect(!program.exists("_out") && program.left.isEmpty)
      return result.problems
    }
    let number = try problems("[repurchase@1]", metrics: "[mae]")
    #expect(
      number.contains("repurchase@1 gives nothing that the metrics could judge; expected prediction"),
      "\(number)")
    let unknown = try problems("[repurchase@1, repurchase@7]")
    #expect(unknown.contains("model 'repurchase' has no version 7"), "\(unknown)")
    let column = try problems("[repurchase@1]", rename: "days")
    #expect(column.contains("no model here has an input 'days'"), "\(column)")
  }

  @Test(
    "rows that the first version can't score stop it beyond max_rejects; below they are without prediction")
  func rejects() throws {
    let program = try program(
      """
          versions: [repurchase@1, rfm@1]
          input: some
          rename: {days: days_since_last}
          every: 7d
          since: 1997-11-02
          until: 1997-11-02
      """, customers: 400)
    // A text where a number belongs.
    try program.write(
      "data/some.sql",
      "SELECT *, iif(customer_id IN ('00004', '00005'), 'many', recency_days) AS days FROM (\n"
        + program.text("data/features.sql").replacing(";", with: "") + "\n)\n")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "\nmodels:",
        with:
          "\n  some: {query: data/some.sql, tables: {purchases: purchases}, key: [customer_id]}\n\nmodels:"))
    let stopped = try program.run("evaluate", "backtest", "--as-of", "1998-01-01")
    #expect(stopped.status == 4, "\(stopped.problems)")
    #expect(stopped.problems.contains("raise max_rejects of evaluation 'backtest'"), "\(stopped.problems)")
    #expect(!stopped.problems.contains("00004"))
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "    until: 1997-11-02", with: "    until: 1997-11-02\n    max_rejects: 1%"))
    let outcome = try evaluate(program, "backtest", "1998-01-01")
    let details = outcome.records.compactMap { $0["detail"] as? [String: Any] }
    #expect(details.count == 4)
    for detail in details {
      #expect((detail["withoutPrediction"] ?? detail["without_prediction"]) as? Int == 2)
    }
  }

  @Test("a pipeline for an old date forgets none of what came after it")
  func pipeline() throws {
    let program = try program(customers: 200, more: "pipelines: {night: {steps: [{evaluate: backtest}]}}")
    #expect(try evaluate(program, "backtest", "1997-12-28").mature == 5)
    let result = try program.run("pipeline", "run", "night", "--date", "1997-11-02")
    #expect(result.status == 0, "\(result.problems)")
    #expect(
      result.problems.contains("5 of 9 dates judged as of 1997-12-28, 4 too young; 0 computed, 5 unchanged"),
      "\(result.problems)")
  }

  @Test(
    "Ctrl-C leaves no figures and no file, kill -9 no file",
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGKILL, -9)] as [(Int32, Int32)])
  func stopped(_ signal: Int32, _ status: Int32) throws {
    let program = try program(customers: 6_000)
    // Versions are registered, so that the next one scores at once.
    #expect(try program.run("evaluate", "backtest", "--as-of", "1997-11-01").status == 0)
    let running = try program.start(["evaluate", "backtest", "-q", "--as-of", "1998-06-28"])
    for _ in 0..<1_000 where !program.isScoring(running.process.processIdentifier) { usleep(5_000) }
    #expect(program.isScoring(running.process.processIdentifier))
    #expect(program.left.isEmpty)
    kill(running.process.processIdentifier, signal)
    let result = running.result()
    #expect(result.status == status, "\(result.problems)")
    #expect(program.left.isEmpty && !program.exists("_out"))
    let book = try SQLiteDatabase(program.folder + "/.scorebook/book.db", .readWrite)
    #expect(try book.rows("SELECT count(*) FROM evaluation WHERE date <> ''") == [[.integer(0)]])
  }
}

extension Program {
  /// What stands where rows are staged.
  fileprivate var left: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder + "/.scorebook/staging")) ?? []
  }

  /// Whether a process holds a file without a name that has rows.
  fileprivate func isScoring(_ process: Int32) -> Bool {
    let folder = "/proc/\(process)/fd"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.contains { file in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(file)")
      return place?.contains("/staging/evaluation.backtest") == true
    }
  }
}
