import Book
import Datasets
import Diagnostics
import Foundation
import Registry
import Scoring
import Synchronization
import Testing
import Workspace

@Suite("Fallback of a job")
struct FallbackTests {
  /// A rule that needs no `orders`, with the same task or with points only.
  static func rule(scaled: Bool = true) -> String {
    """
    scorecard:
    \(scaled ? "  labels: [\"0\", \"1\"]\n  scale: {points: 100, odds: 0.1, points_to_double: 20}" : "")
      base_points: 100
      characteristics:
        - input: days
          bins: [{points: 0, reason: any}]

    """
  }

  static let models = """
      rule:
        question: What did we do before?
        owner: {team: crm}
        versions: [{artefact: models/rule.yaml}]
        aliases: {champion: 1}
    """

  /// Customers of whom the second and the fourth have no orders, which the champion refuses.
  static let gaps = "id,days,orders\n0001,13,1\n0002,26,\n0003,39,0\n0004,52,\n0005,65,2\n"

  private func bench(
    _ fallback: String, more: String = "", output: String = "{sqlite: _out/s.db, table: scores}",
    outputs: String = "[probability, class]", rule: String = FallbackTests.rule(), days: Int = 1
  ) throws -> Bench {
    let job = """
      every: 1d
      since: 2026-01-01
      outputs: \(outputs)
      output: \(output)
      fallback: \(fallback)
      \(more)
      """
    let bench = try Bench(yaml: Bench.workspace(job, models: Self.models), days: 0)
    try bench.write("models/rule.yaml", rule)
    for day in 0..<days { try bench.write("data/\(Bench.day(day)).csv", Self.gaps) }
    return bench
  }

  private func problems(_ bench: Bench) throws -> [Diagnostic] {
    do {
      try bench.run(0...0)
      return []
    } catch let problems as Problems {
      return problems.list
    }
  }

  private func checked(_ bench: Bench) throws -> [Diagnostic] {
    WorkspaceCheck(DatasetCatalogue(try bench.configuration)).problems().list
  }

  @Test("a value stands where the champion refuses a row; the mark stands before the predictions")
  func value() throws {
    let bench = try bench("{value: {class: general, probability: 0.0}}")
    let result = try bench.run(0...0)[0]
    #expect(result.commit?.rowsIn == 5 && result.commit?.rowsOut == 5 && result.commit?.rejects == 0)
    #expect(result.fallbacks == 2)
    #expect(
      try bench.rows("SELECT name FROM pragma_table_info('scores')").compactMap { $0[0].text } == [
        "id", "date", "is_fallback", "probability", "class", "run_id",
      ])
    #expect(
      try bench.rows("SELECT id, is_fallback, class, probability = 0 FROM scores ORDER BY id") == [
        [.text("0001"), .integer(0), .text("0"), .integer(0)],
        [.text("0002"), .integer(1), .text("general"), .integer(1)],
        [.text("0003"), .integer(0), .text("0"), .integer(0)],
        [.text("0004"), .integer(1), .text("general"), .integer(1)],
        [.text("0005"), .integer(0), .text("0"), .integer(0)],
      ])
    let run = try #require(try bench.book.runs().first)
    #expect(run.fallbacks?.rows == 2)
    #expect(
      run.fallbacks?.reasons == [
        "\(bench.path)/data/2026-01-01.csv:3: 'orders' is missing, and welcome@1 needs it"
      ])
    #expect(run.fallback == nil)
    let profile = try #require(try bench.book.profile(ofRun: run.id))
    #expect(profile.rows == 5 && profile.inputs.first?.count == 5)
    #expect(profile.outputs.first?.count == 3 && profile.outputs.first?.missing == 2)
  }

  @Test("what a value does not name stays empty, and check tells it")
  func partly() throws {
    let bench = try bench("{value: {class: general}}", output: "{csv: _out/:date.csv}")
    #expect(try bench.run(0...0)[0].fallbacks == 2)
    #expect(bench.text("_out/2026-01-01.csv").contains("0002,2026-01-01,1,,general,"))
    let told = try checked(bench)
    #expect(told.map(\.identifier) == [.fallbackIncomplete] && told.allSatisfy { $0.severity == .warning })
    #expect(told.first?.summary == "the fallback gives no 'probability', which stays empty on its rows")
  }

  @Test("another model answers under the champion's names, by its own version", arguments: [1, 2])
  func model(_ threads: Int) throws {
    let bench = try bench(
      "{model: rule@champion}", more: "shadow: [rule@1]\nthreads: \(threads)", output: "{csv: _out/:date.csv}"
    )
    #expect(try bench.run(0...0)[0].fallbacks == 2)
    // 100 points are odds of 0.1.
    let lines = bench.text("_out/2026-01-01.csv").split(separator: "\n")
    #expect(lines[0] == "id,date,is_fallback,probability,class,run_id")
    let fields = lines[2].split(separator: ",")
    #expect(fields[2] == "1" && fields[4] == "0")
    #expect(abs((Double(fields[3]) ?? 0) - 0.1 / 1.1) < 1e-12)
    // The shadow scores all rows.
    #expect(bench.text("_out/2026-01-01.shadow.csv").split(separator: "\n").count == 6)
    let run = try #require(try bench.book.runs().first)
    #expect(run.versions.map(\.role) == [.champion, .shadow, .fallback])
    #expect(run.fallback?.reference == "rule@1")
    #expect(try checked(bench) == [])
  }

  @Test("the inputs of the fallback join the binding: one that is missing is told before the first row")
  func inputs() throws {
    let bench = try bench(
      "{model: rule@1}", rule: Self.rule().replacingOccurrences(of: "input: days", with: "input: visits"))
    #expect(try problems(bench).map(\.identifier) == [.bindingMissingColumn])
    #expect(try checked(bench).map(\.identifier) == [.bindingMissingColumn])
  }

  @Test("a row that cannot be read stays a reject")
  func unread() throws {
    let bench = try bench("{value: {class: general}}", more: "max_rejects: 1")
    try bench.write("data/2026-01-01.csv", Self.gaps + "0006,soon,1\n")
    let result = try bench.run(0...0)[0]
    #expect(result.commit?.rowsOut == 5 && result.commit?.rejects == 1 && result.fallbacks == 2)
  }

  @Test("more fallbacks than allowed: nothing is written, and the reason is told without values")
  func limit() throws {
    for (limit, isEnough) in [("1", false), ("2", true), ("39%", false), ("40%", true), ("0", false)] {
      let bench = try bench("{value: {class: general}, max: \(limit)}")
      let result = try bench.run(0...0)[0]
      #expect((result.commit != nil) == isEnough)
      if isEnough { continue }
      #expect(result.failure?.identifier == .runTooManyFallbacks && result.failure?.kind == .refused)
      #expect(try bench.count() == 0)
      let run = try #require(try bench.book.runs().first)
      #expect(run.state == .refused && run.fallbacks?.rows == 2)
      #expect(
        run.problems?.contains("2 of 5 rows took the fallback of job 'night'; expected at most") == true)
    }
  }

  @Test("a second run changes nothing; a changed input inside lookback is scored again")
  func standing() throws {
    let bench = try bench("{model: rule@1}", more: "lookback: 5d", days: 2)
    try bench.run(0...1)
    let bytes = bench.read("_out/s.db")
    let again = try bench.run(0...1)
    #expect(again.allSatisfy { $0.isSame && $0.fallbacks == nil })
    #expect(bench.read("_out/s.db") == bytes)
    try bench.write("data/2026-01-01.csv", Self.gaps.replacingOccurrences(of: "0004,52,", with: "0004,52,1"))
    let results = try bench.run(0...1)
    #expect(results[0].replaced != nil && results[0].fallbacks == 1)
    #expect(results[1].isSame)
    #expect(
      try bench.rows("SELECT sum(is_fallback) FROM scores WHERE date = '2026-01-01'") == [[.integer(1)]])
  }

  @Test("another fallback is another plan; its limit is not")
  func plan() throws {
    let bench = try bench("{value: {class: general}}")
    try bench.run(0...0)
    let yaml = bench.text("scorebook.yaml")
    for (fallback, isOther) in [
      ("{value: {class: general}, max: 50%}", false), ("{value: {class: other}}", true),
      ("{model: rule@1}", true), ("{value: {class: general}, unsure_below: 0.9}", true),
      ("{value: {class: general}, after: 10m}", true),
    ] {
      try bench.write(
        "scorebook.yaml", yaml.replacingOccurrences(of: "{value: {class: general}}", with: fallback))
      let result = try bench.run(0...0)[0]
      #expect(isOther ? result.left == .otherPlan : result.isSame, "\(fallback)")
    }
  }

  @Test("a job without fallback has the plan digest that it had before there were any")
  func oldDigest() throws {
    let bench = try Bench()
    // From the program before: the dates that stand in people's targets must stay no-ops.
    #expect(try bench.run(0...0)[0].commit?.planDigest == Self.digestBefore)
  }

  static let digestBefore = "6bcdf95b48c821369c023c45f0e6e54e"

  @Test("a table that a job without fallback made takes the mark; older rows have none")
  func laterMark() throws {
    let bench = try bench("{value: {class: general}}", days: 2)
    let yaml = bench.text("scorebook.yaml")
    try bench.write("data/2026-01-01.csv", Bench.customers(0))
    try bench.write(
      "scorebook.yaml", yaml.replacingOccurrences(of: "    fallback: {value: {class: general}}\n", with: ""))
    #expect(try bench.run(0...0)[0].commit?.rowsOut == 5)
    try bench.write("scorebook.yaml", yaml)
    #expect(try bench.run(1...1)[0].fallbacks == 2)
    #expect(
      try bench.rows("SELECT date, count(is_fallback), sum(is_fallback) FROM scores GROUP BY 1 ORDER BY 1")
        == [
          [.text("2026-01-01"), .integer(0), .null], [.text("2026-01-02"), .integer(5), .integer(2)],
        ])
  }

  @Test("unsure_below looks at a probability that the job does not write")
  func unsure() throws {
    let bench = try bench("{value: {class: general}, unsure_below: 0.95}", outputs: "[class]")
    // 80 points: 0.048; 60 points: 0.024; 50 points: 0.017 … all are sure at 0.95 but none at 0.999.
    #expect(try bench.run(0...0)[0].fallbacks == 2)
    let strict = try self.bench("{value: {class: general}, unsure_below: 0.999}", outputs: "[class]")
    #expect(try strict.run(0...0)[0].fallbacks == 5)
    #expect(try strict.book.runs().first?.fallbacks?.reasons.count == 2)
    let run = try #require(try strict.book.runs().first)
    let profile = try #require(try strict.book.profile(ofRun: run.id))
    #expect(profile.outputs.map(\.name) == ["class"])
  }

  @Test("after: the clock counts from the beginning of the date's scoring")
  func after() throws {
    for (seconds, fallbacks) in [(599.0, 2), (601.0, 5)] {
      let bench = try bench("{value: {class: general}, after: 10m}")
      let first = Mutex(true)
      let result = try bench.run(
        0...0,
        seconds: {
          first.withLock { first in
            defer { first = false }
            return first ? 1000 : 1000 + seconds
          }
        })[0]
      #expect(result.fallbacks == fallbacks)
    }
  }

  @Test("a dry run counts them and writes nothing")
  func dry() throws {
    let bench = try bench("{value: {class: general}}")
    let result = try bench.run(0...0, options: .init(dryRun: true))[0]
    #expect(result.fallbacks == 2)
    #expect(try bench.count() == 0)
  }

  @Test(
    "what does not fit is told before the first row, by check too",
    arguments: [
      ("{default_output: true}", "[class]", "fallback-default"),
      ("{value: {clas: x}}", "[class]", "fallback-value"),
      ("{value: {probability: 0.5}}", "[class]", "fallback-value"),
      ("{value: {probability: often}}", "[probability]", "fallback-value"),
      ("{value: {class: x}, unsure_below: 0.5}", "[class]", "fallback-unsure"),
    ])
  func misfit(_ fallback: String, _ outputs: String, _ identifier: String) throws {
    let bench = try bench(fallback, outputs: outputs)
    let told = try problems(bench)
    #expect(told.map(\.identifier.name) == [identifier])
    #expect(told.allSatisfy { $0.kind == .configuration && $0.place?.line ?? 0 > 20 })
    #expect(try checked(bench) == told)
    #expect(try bench.count() == 0)
  }

  @Test("a fallback model without one of the job's outputs can't help; regression can't be unsure")
  func useless() throws {
    let bench = try bench("{model: rule@1}", rule: Self.rule(scaled: false))
    #expect(try problems(bench).map(\.identifier) == [.fallbackNothing])
    let points = try self.bench("{value: {prediction: 0}, unsure_below: 0.9}", outputs: "[prediction]")
    try points.write("models/welcome.yaml", Self.rule(scaled: false))
    #expect(try problems(points).map(\.identifier) == [.fallbackUnsure])
  }

  @Test("a fallback of reversed classes is refused by check, run and dry run, before anything is written")
  func reversed() throws {
    let bench = try bench(
      "{model: rule@1}", rule: Self.rule().replacing(#"["0", "1"]"#, with: #"["1", "0"]"#))
    let told = try problems(bench)
    #expect(told.map(\.identifier) == [.fallbackLabels])
    #expect(told.allSatisfy { $0.kind == .configuration && $0.place?.line ?? 0 > 20 })
    #expect(try checked(bench) == told)
    #expect(throws: Problems.self) { try bench.run(0...0, options: .init(dryRun: true)) }
    #expect(try bench.count() == 0)
  }

  /// Three classes by points for few days, orders and anything; without `orders` for the fallback.
  private static func softmax(_ labels: [String], _ intercepts: [Double], orders: Bool) -> String {
    """
    linear:
      link: softmax
      labels: \(labels)
      intercept: \(intercepts)
      terms:
        - {input: \(orders ? "orders" : "days"), coefficient: [0, 0, 0]}

    """
  }

  @Test("the same classes in another order go into their own columns")
  func order() throws {
    let bench = try bench(
      "{model: rule@1}", outputs: "[class, probability]",
      rule: Self.softmax(["c", "a", "b"], [2, 0, 1], orders: false))
    try bench.write("models/welcome.yaml", Self.softmax(["a", "b", "c"], [2, 1, 0], orders: true))
    #expect(try checked(bench) == [])
    #expect(try bench.run(0...0)[0].fallbacks == 2)
    // exp(2), exp(1) and 1 as shares: of a, b and c from the champion, of c, b and a from the fallback.
    let row = "is_fallback, class, round(probability_a, 4), round(probability_b, 4), round(probability_c, 4)"
    #expect(
      try bench.rows("SELECT DISTINCT \(row) FROM scores ORDER BY 1") == [
        [.integer(0), .text("a"), .real(0.6652), .real(0.2447), .real(0.09)],
        [.integer(1), .text("c"), .real(0.09), .real(0.2447), .real(0.6652)],
      ])
  }

  @Test("an input column called is_fallback can't be kept: it would pass for the mark")
  func taken() throws {
    for fallback in ["", "\nfallback: {value: {class: general}}"] {
      let bench = try Bench(
        "outputs: [class]\nkeep: [is_fallback]\noutput: {sqlite: _out/s.db, table: scores}\nevery: 1d\nsince: 2026-01-01"
          + fallback)
      try bench.write("data/2026-01-01.csv", "id,days,orders,is_fallback\n0001,13,1,1\n")
      #expect(try problems(bench).map(\.identifier) == [.outputNameCollision])
    }
  }

  @Test("a trace tells the rows that the fallback answered")
  func trace() throws {
    for output in ["{sqlite: _out/s.db, table: scores}", "{csv: _out/:date.csv}"] {
      let bench = try bench("{model: rule@1}", more: "shadow: [rule@1]", output: output)
      try bench.run(0...0)
      let configuration = try bench.configuration
      let job = try #require(configuration.jobs["night"])
      func rows(_ key: String) throws -> [Tracer.Row] {
        try Tracer(configuration).rows(of: job, key: [key], date: nil)
      }
      #expect(try rows("0002").map(\.isFallback) == [true, false])
      #expect(try rows("0001").map(\.isFallback) == [false, false])
    }
  }
}
