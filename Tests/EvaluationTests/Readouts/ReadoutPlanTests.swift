import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

@Suite("What a readout asks")
struct ReadoutPlanTests {
  /// A workspace with a readout of split 'mail'.
  private func catalogue(
    _ bench: EvaluationBench, split: String = "mail", salt: String = "s", input: String = "csv: in/:date.csv",
    query: String = "SELECT * FROM done WHERE date = :date"
  ) throws -> DatasetCatalogue {
    try query.write(toFile: bench.path + "/done.sql", atomically: true, encoding: .utf8)
    let yaml = """
      name: T
      datasets:
        customers: {\(input), key: [customer_id]}
        done: {sqlite: actuals.db, query: done.sql, key: [customer_id]}
      models:
        repurchase: {question: Who buys?}
      jobs:
        nightly:
          input: customers
          model: repurchase@1
          every: 7d
          since: 1998-01-04
          output: {sqlite: target.db, table: scores}
          split: {name: \(split), salt: \(salt), variants: {control: {share: 50%}, treatment: {share: 50%}}}
      readouts:
        mail:
          split: nightly/mail
          actuals: done
          matures_after: 28d
          metrics: {conversion: {proportion: bought}}
          cuped: {covariate: visits}
          looks: sequential
      """
    return DatasetCatalogue(
      try ConfigurationLoader.decode(yaml: yaml, file: bench.path + "/scorebook.yaml", root: bench.path))
  }

  @Test("the digest holds the text of the outcomes' query, the salt and the variants")
  func digest() throws {
    let bench = try EvaluationBench()
    func digest(salt: String = "s", query: String = "SELECT * FROM done WHERE date = :date") throws -> String
    {
      let catalogue = try catalogue(bench, salt: salt, query: query)
      return try ReadoutPlan("mail", of: catalogue, book: bench.book).digest
    }
    let first = try digest()
    #expect(try digest() == first)
    #expect(try digest(salt: "t") != first)
    #expect(try digest(query: "SELECT * FROM done WHERE date > :date") != first)
    #expect(
      ReadoutBench.plan().digest != ReadoutBench.plan(variants: ["control", "treatment", "more"]).digest)
  }

  @Test("a split that its job has no more is refused with its last look")
  func missing() throws {
    let bench = try ReadoutBench()
    let gone = try catalogue(bench.bench, split: "post")
    let never = problem { _ = try ReadoutPlan("mail", of: gone, book: bench.bench.book) }
    #expect(never?.identifier == .readoutSplit && never?.next == "Write nightly/post.")
    #expect(never?.summary.hasSuffix("which job 'nightly' has not; it was never looked at") == true)
    try bench.simple("1998-01-04", each: 150)
    _ = try bench.take("1998-06-21")
    let told = problem { _ = try ReadoutPlan("mail", of: gone, book: bench.bench.book) }
    #expect(told?.summary.hasSuffix("its last look of 1998-06-21 stands in the book") == true)
    #expect(
      problem { _ = try ReadoutPlan("mails", of: gone, book: bench.bench.book) }?.next
        == "Did you mean 'mail'?")
  }

  @Test("outcomes of a query that does not ask for the date are refused")
  func undated() throws {
    let bench = try EvaluationBench()
    let catalogue = try catalogue(bench, query: "SELECT * FROM done")
    let plan = try ReadoutPlan("mail", of: catalogue, book: bench.book)
    let told = problem { _ = try ReadoutSources(plan, catalogue, target: StubTarget(bench: bench)) }
    #expect(told?.identifier == .evaluationSameOutcomes)
    #expect(told?.summary.hasSuffix("gives the same rows for every date") == true)
  }

  @Test("a covariate of an input that is the same for every date is refused, unless the job keeps it")
  func covariate() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    let catalogue = try catalogue(bench.bench, input: "csv: in.csv")
    let plan = try ReadoutPlan("mail", of: catalogue, book: bench.bench.book)
    let sources = try ReadoutSources(plan, catalogue, target: StubTarget(bench: bench.bench))
    let day = try #require(CalendarDate("1998-06-28"))
    func take(_ plan: ReadoutPlan) throws {
      _ = try ReadoutTaker(plan, sources: sources, book: bench.bench.book, now: "t1").take(asOf: day)
    }
    let told = problem { try take(plan) }
    #expect(told?.identifier == .readoutCovariate && told?.summary.contains("'visits'") == true)
    try bench.bench.target.execute("ALTER TABLE scores ADD COLUMN visits REAL")
    try take(
      ReadoutPlan(
        plan.readout, keys: plan.keys, input: plan.input, kept: ["visits"], variants: plan.variants))
  }

  @Test("a look of the same morning under another plan stands beside it, and each tells of the other")
  func morning() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    _ = try bench.take("1998-02-02")
    let other = ReadoutBench.plan(sourceText: "SELECT")
    let record = try bench.take("1998-02-02", other, now: "t2").record
    #expect(record.notes.last?.hasPrefix("The plan was another one at the look of 1998-02-02") == true)
    // An earlier morning does not hide it.
    let early = try bench.take("1998-02-01", other, now: "t3").record
    #expect(early.notes.last?.hasPrefix("The plan was another one at the look of 1998-02-02") == true)
    let looks = try bench.bench.book.readouts(name: "mail")
    #expect(looks.map(\.asOf) == ["1998-02-01", "1998-02-02", "1998-02-02"])
    #expect(looks.map(\.computedAt) == ["t3", "t1", "t2"])
  }
}
