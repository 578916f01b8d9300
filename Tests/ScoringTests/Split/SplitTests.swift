import Book
import Datasets
import Diagnostics
import Foundation
import Scoring
import Synchronization
import Testing
import Workspace

@Suite("Split of a job")
struct SplitTests {
  static let split = """
    {name: winter_mail, salt: winter-1997, variants: {control: {share: 50%}, treatment: {share: 50%}}}
    """
  static let test = """
    {name: winter_mail, salt: winter-1997, variants: {control: {share: 50%}, treatment: {share: 50%, model: rule@champion}}}
    """

  static let customers = 40

  private func bench(
    _ split: String, more: String = "", output: String = "{sqlite: _out/s.db, table: scores}",
    outputs: String = "[probability, class]", rule: String = FallbackTests.rule(), days: Int = 1
  ) throws -> Bench {
    let job = """
      every: 1d
      since: 2026-01-01
      outputs: \(outputs)
      output: \(output)
      split: \(split)
      \(more)
      """
    let bench = try Bench(yaml: Bench.workspace(job, models: FallbackTests.models), days: 0)
    try bench.write("models/rule.yaml", rule)
    for day in 0..<days { try bench.write("data/\(Bench.day(day)).csv", Self.rows(day)) }
    return bench
  }

  static func rows(_ day: Int, missing: Set<Int> = []) -> String {
    "id,days,orders\n"
      + (1...customers).map { number in
        "\(id(number)),\(number * 13 % 90 + day),\(missing.contains(number) ? "" : String(number % 3))\n"
      }.joined()
  }

  static func id(_ number: Int) -> String { "0000\(number)".suffix(5).description }

  /// The keys of the treatment, as the `xxhash` package says: its share of 50 % are the cells below 50,000,000.
  private static let treatment: Set<String> = {
    let keys = (try? SplitOracle.load())?.keys ?? []
    let own = keys.filter { $0.salt == "winter-1997" && $0.name == "winter_mail" && $0.cell < 50_000_000 }
    return Set(own.compactMap(\.fields.first)).intersection((1...customers).map(id))
  }()

  private func problems(_ bench: Bench) throws -> [Diagnostic] {
    do {
      try bench.run(0...0)
      return []
    } catch let problems as Problems {
      return problems.list
    } catch let problem as Diagnostic {
      return [problem]
    }
  }

  private func checked(_ bench: Bench, book: Bool = false) throws -> [Diagnostic] {
    let registry = book ? try bench.runner().registry : nil
    return WorkspaceCheck(DatasetCatalogue(try bench.configuration), registry: registry).problems().list
  }

  @Test(
    "an A/A test: the variant stands behind keys and date, the same on every date, and scores are the model's"
  )
  func same() throws {
    let bench = try bench(Self.split, days: 2)
    let results = try bench.run(0...1)
    #expect(
      try bench.rows("SELECT name FROM pragma_table_info('scores')").compactMap { $0[0].text } == [
        "id", "date", "variant", "probability", "class", "run_id",
      ])
    let found = try bench.rows("SELECT DISTINCT id, variant FROM scores ORDER BY id")
    #expect(found.count == Self.customers)
    #expect(
      found.allSatisfy { $0[1].text == (Self.treatment.contains($0[0].text ?? "") ? "treatment" : "control") }
    )
    let counts = results[0].variants
    #expect(counts.map(\.name) == ["control", "treatment"] && counts.map(\.share) == ["50%", "50%"])
    #expect(counts.map(\.rows) == [Self.customers - Self.treatment.count, Self.treatment.count])
    // The same job without the split gives the same scores.
    let plain = try Bench(
      yaml: bench.text("scorebook.yaml").replacing("    split: \(Self.split)\n", with: ""))
    try plain.write("models/rule.yaml", FallbackTests.rule())
    for day in 0...1 { try plain.write("data/\(Bench.day(day)).csv", Self.rows(day)) }
    try plain.run(0...1)
    let columns = "SELECT id, date, probability, class FROM scores ORDER BY 1, 2"
    #expect(try plain.rows(columns) == bench.rows(columns))
    #expect(try plain.rows("SELECT name FROM pragma_table_info('scores')").count == 5)
    let run = try #require(try bench.book.runs().last)
    #expect(run.versions.map(\.role) == [.champion])
    #expect(run.split?.name == "winter_mail")
    #expect(run.split?.variants.map(\.reference) == ["welcome@1", "welcome@1"])
    #expect(run.split?.variants.map(\.rows) == counts.map(\.rows))
  }

  @Test("an A/B test: each row is scored by the version of its variant alone", arguments: [1, 3])
  func versions(_ threads: Int) throws {
    let outputs = ["{sqlite: _out/s.db, table: scores}", "{csv: _out/:date.csv}"]
    for output in outputs {
      let bench = try bench(Self.test, more: "threads: \(threads)\nshadow: [rule@1]", output: output)
      // Of the treatment, some rows lack what only the champion needs: its own model takes them.
      let gaps = Set((1...Self.customers).filter { Self.treatment.contains(Self.id($0)) }.prefix(5))
      try bench.write("data/2026-01-01.csv", Self.rows(0, missing: gaps))
      let result = try bench.run(0...0)[0]
      #expect(result.commit?.rowsOut == Self.customers && result.commit?.rejects == 0)
      if output.contains("csv") {
        let lines = bench.text("_out/2026-01-01.csv").split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines[0].joined(separator: ",") == "id,date,variant,probability,class,run_id")
        for line in lines.dropFirst() {
          let isTreatment = Self.treatment.contains(String(line[0]))
          #expect(line[2] == (isTreatment ? "treatment" : "control"))
          // The rule gives all the same: odds of 0.1.
          #expect((abs((Double(line[3]) ?? 0) - 0.1 / 1.1) < 1e-12) == isTreatment)
        }
        #expect(bench.text("_out/2026-01-01.shadow.csv").split(separator: "\n").count == Self.customers + 1)
        continue
      }
      let run = try #require(try bench.book.runs().first)
      #expect(run.versions.map(\.role) == [.champion, .shadow, .variant])
      #expect(run.split?.variants.map(\.reference) == ["welcome@1", "rule@1"])
      #expect(run.split?.others(than: run.champion) == ["treatment"])
      // The profile is that of the rows which the champion scored.
      let profile = try #require(try bench.book.profile(ofRun: run.id))
      let control = Self.customers - Self.treatment.count
      #expect(profile.rows == control && profile.inputs.allSatisfy { $0.count + $0.missing == control })
      #expect(profile.outputs.first?.count == control && profile.outputs.first?.missing == 0)
      #expect(try bench.count("scores_shadow") == Self.customers)
      #expect(
        try bench.rows(
          "SELECT count(*) FROM scores s JOIN scores_shadow h USING (id) WHERE s.probability = h.probability"
        ) == [[.integer(Int64(Self.treatment.count))]])
    }
  }

  @Test("what a variant's model refuses is a reject with its name; the champion's words stay its own")
  func rejects() throws {
    let bench = try bench(
      """
      {name: winter_mail, salt: winter-1997, variants: {control: {share: 50%, model: rule@1}, treatment: {share: 50%}}}
      """, more: "max_rejects: 50%")
    try bench.write("data/2026-01-01.csv", Self.rows(0, missing: Set(1...Self.customers)))
    let result = try bench.run(0...0)[0]
    #expect(result.commit?.rejects == Self.treatment.count)
    #expect(result.commit?.rowsOut == Self.customers - Self.treatment.count)
    #expect(result.variants.map(\.rows) == [Self.customers - Self.treatment.count, 0])
    let reasons = try bench.rows("SELECT DISTINCT reason FROM scorebook_rejects")
    #expect(reasons == [[.text("'orders' is missing, and welcome@1 needs it")]])
    let records = try bench.rows("SELECT record FROM scorebook_rejects ORDER BY rowid").compactMap {
      $0[0].integer
    }
    #expect(records == records.sorted())
  }

  @Test("a fallback stands in for whichever model fails, marked, in the row's variant")
  func fallback() throws {
    let bench = try bench(
      Self.test.replacingOccurrences(of: "rule@champion", with: "strict@1"),
      more: "fallback: {value: {class: general, probability: 0.25}}")
    let yaml = bench.text("scorebook.yaml").replacingOccurrences(
      of: "  rule:\n", with: "  strict:\n    versions: [{artefact: models/strict.yaml}]\n  rule:\n")
    try bench.write("scorebook.yaml", yaml)
    // Needs 'orders' as the champion does, with other points.
    try bench.write("models/strict.yaml", Bench.scorecard(recent: 30))
    let gaps: Set<Int> = [3, 4, 5, 6, 7, 8, 9, 10]
    try bench.write("data/2026-01-01.csv", Self.rows(0, missing: gaps))
    let result = try bench.run(0...0)[0]
    #expect(result.fallbacks == gaps.count && result.commit?.rowsOut == Self.customers)
    #expect(
      try bench.rows("SELECT name FROM pragma_table_info('scores')").compactMap { $0[0].text } == [
        "id", "date", "variant", "is_fallback", "probability", "class", "run_id",
      ])
    let marked = try bench.rows(
      "SELECT id, variant, class, probability FROM scores WHERE is_fallback = 1 ORDER BY id")
    #expect(marked.map { $0[0].text } == gaps.sorted().map { Self.id($0) })
    for row in marked {
      #expect(row[1].text == (Self.treatment.contains(row[0].text ?? "") ? "treatment" : "control"))
      #expect(row[2].text == "general")
    }
    let run = try #require(try bench.book.runs().first)
    #expect(
      Set(run.fallbacks?.reasons.map { $0.split(separator: ": ").last.map(String.init) } ?? []) == [
        "'orders' is missing, and welcome@1 needs it", "'orders' is missing, and strict@1 needs it",
      ])
  }

  @Test("a date that stands keeps its shares; growth is told; another salt or other variants are refused")
  func running() throws {
    let bench = try bench(Self.split, days: 3)
    let yaml = bench.text("scorebook.yaml")
    func with(_ old: String, _ new: String) throws {
      try bench.write("scorebook.yaml", yaml.replacingOccurrences(of: old, with: new))
      bench.told.withLock { $0 = [] }
    }
    try with(
      "control: {share: 50%}, treatment: {share: 50%}", "control: {share: 90%}, treatment: {share: 10%}")
    try bench.run(0...0)
    let before = try bench.rows("SELECT id FROM scores WHERE variant = 'treatment'").compactMap { $0[0].text }
    try with("@@", "@@")
    let results = try bench.run(0...1)
    #expect(results[0].left == .otherPlan && results[1].commit != nil)
    #expect(
      bench.told.withLock { $0 } == [
        "night  split winter_mail: the shares were control 90%, treatment 10% and are control 50%, treatment 50% "
          + "now; dates that stand keep theirs"
      ])
    let after = try bench.rows("SELECT id FROM scores WHERE variant = 'treatment' AND date = '2026-01-02'")
    #expect(Set(after.compactMap { $0[0].text }).isSuperset(of: before) && !before.isEmpty)

    for (old, new, identifier) in [
      ("salt: winter-1997", "salt: other", Diagnostic.Identifier.splitSalt),
      (
        "control: {share: 50%}, treatment: {share: 50%}", "treatment: {share: 50%}, control: {share: 50%}",
        .splitVariants
      ),
      ("treatment: {share: 50%}", "other: {share: 50%}", .splitVariants),
    ] {
      try with(old, new)
      let told = try problems(bench)
      #expect(told.map(\.identifier) == [identifier] && told.first?.kind == .configuration, "\(new)")
      #expect(try checked(bench, book: true).map(\.identifier) == [identifier])
      #expect(try bench.count("scores", 2) == 0)
    }
    // A new name begins a new split; a variant may come behind the others.
    try with("name: winter_mail, salt: winter-1997", "name: spring_mail, salt: other")
    #expect(try bench.run(2...2)[0].commit != nil)
    try with(
      "control: {share: 50%}, treatment: {share: 50%}",
      "control: {share: 40%}, treatment: {share: 50%}, late: {share: 10%}")
    #expect(try bench.run(1...1)[0].left == .otherPlan)
    #expect(try checked(bench, book: true) == [])
  }

  @Test("each part of the split belongs to the plan")
  func plan() throws {
    let bench = try bench(Self.split)
    try bench.run(0...0)
    #expect(try bench.run(0...0)[0].isSame)
    let yaml = bench.text("scorebook.yaml")
    for (old, new) in [
      ("name: winter_mail", "name: other"),
      ("treatment: {share: 50%}", "treatment: {share: 50%, model: rule@1}"),
      (
        "control: {share: 50%}, treatment: {share: 50%}",
        "control: {share: 49.999999%}, treatment: {share: 50.000001%}"
      ),
    ] {
      try bench.write("scorebook.yaml", yaml.replacingOccurrences(of: old, with: new))
      #expect(try bench.run(0...0)[0].left == .otherPlan, "\(new)")
    }
  }

  @Test("a variant's model must fill the same columns with the same classes; both lists are told")
  func columns() throws {
    let other = FallbackTests.rule().replacingOccurrences(of: "[\"0\", \"1\"]", with: "[\"no\", \"yes\"]")
    let classes = try bench(Self.test, rule: other)
    let told = try problems(classes)
    #expect(told.map(\.identifier) == [.splitOutputs])
    #expect(told.first?.expected == "probability (of 1), class (0 or 1)")
    #expect(told.first?.found == "probability (of yes), class (no or yes)")
    #expect(told.first?.place?.line != nil)
    #expect(try checked(classes).map(\.identifier) == [.splitOutputs])
    let points = try bench(Self.test, rule: FallbackTests.rule(scaled: false))
    #expect(try problems(points).contains { $0.identifier == .outputUnavailable })
  }

  @Test("an input column called variant can't be kept beside a split")
  func taken() throws {
    let bench = try bench(Self.split, more: "keep: [variant]")
    try bench.write("data/2026-01-01.csv", "id,days,orders,variant\n00001,13,1,a\n")
    let told = try problems(bench)
    #expect(told.map(\.identifier) == [.outputNameCollision])
    #expect(told.first?.next?.contains("rename") == true)
  }

  @Test("a row without a key is a reject and counts for no variant")
  func withoutKey() throws {
    let bench = try bench(Self.split, more: "max_rejects: 1")
    try bench.write("data/2026-01-01.csv", Self.rows(0) + ",13,1\n")
    let result = try bench.run(0...0)[0]
    #expect(result.commit?.rejects == 1)
    #expect(result.variants.map(\.rows).reduce(0, +) == Self.customers)
  }

  @Test("a trace tells the variant")
  func trace() throws {
    for output in ["{sqlite: _out/s.db, table: scores}", "{csv: _out/:date.csv}"] {
      let bench = try bench(Self.test, more: "shadow: [rule@1]", output: output)
      try bench.run(0...0)
      let configuration = try bench.configuration
      let job = try #require(configuration.jobs["night"])
      for number in 1...4 {
        let rows = try Tracer(configuration).rows(of: job, key: [Self.id(number)], date: nil)
        let variant = Self.treatment.contains(Self.id(number)) ? "treatment" : "control"
        #expect(rows.map(\.variant) == [variant, nil])
      }
    }
  }
}
