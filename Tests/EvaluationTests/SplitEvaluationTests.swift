import Book
import Datasets
import Evaluation
import Testing
import Workspace

@Suite("Rows of a split's variants in an evaluation")
struct SplitEvaluationTests {
  private let champion = RunRecord.Version(role: .champion, model: "repurchase", number: 1, digest: "a")

  /// A night whose customers c0 and c1, and x of whom nothing is known, are the treatment's, scored the wrong way round.
  private func bench(_ split: RunRecord.Split?) throws -> EvaluationBench {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r0")
    try bench.target.execute(
      """
      ALTER TABLE scores ADD COLUMN variant TEXT;
      UPDATE scores SET variant = 'control';
      UPDATE scores SET variant = 'treatment', probability = 1 WHERE customer_id IN ('c0', 'c1');
      INSERT INTO scores VALUES ('1997-11-02', 'x', 1, 'r0', 'treatment')
      """)
    try bench.book.begin(
      RunStart(
        id: "r0", job: "nightly", date: "1997-11-02", startedAt: "t0", versions: [champion], planDigest: "p",
        target: "stub", threads: 1, process: ProcessIdentity(host: "h", pid: 1, start: "s"), program: "test",
        split: split))
    return bench
  }

  private func split(_ treatment: String) -> RunRecord.Split {
    RunRecord.Split(
      name: "winter_mail", saltDigest: "d",
      variants: [
        .init(name: "control", share: "50%", model: "repurchase", number: 1, rows: nil),
        .init(name: "treatment", share: "50%", model: treatment, number: 1, rows: nil),
      ])
  }

  @Test("rows that another version scored are counted and left out; doing it twice changes nothing")
  func others() throws {
    let bench = try bench(split("rfm"))
    let outcome = try bench.evaluate("1998-01-01")
    let night = try #require(outcome.records.last)
    #expect(night.rows == 8 && night.detail?.otherVersions == 3 && night.detail?.fallbacks == nil)
    #expect(night.detail?.withoutPrediction == 0 && night.detail?.withoutOutcome == 0)
    // Over c2…c9 alone, of which c2, c5 and c8 bought: 6 of the 15 pairs are in order.
    #expect(night.metric("auc")?.value == 6.0 / 15)
    #expect(outcome.pooled.first?.rows == 8 && outcome.pooled.first?.detail?.otherVersions == 3)
    #expect(outcome.table().rows[0].last?.hasPrefix("3 rows of other variants left out") == true)
    #expect(try bench.evaluate("1998-01-01", now: "t2").written == 0)
  }

  @Test("an A/A test leaves nothing out")
  func same() throws {
    let night = try #require(try bench(split("repurchase")).evaluate("1998-01-01").records.last)
    #expect(night.rows == 10 && night.detail?.otherVersions == nil && night.detail?.withoutOutcome == 1)
  }

  @Test("where the book does not know the run's split, the configuration tells whose rows they are")
  func unknown() throws {
    let bench = try bench(nil)
    let plan = EvaluationPlan(
      name: "repurchase", job: "nightly", actuals: "repurchases", keys: ["customer_id"], outcome: "bought",
      maturesAfter: 28, metrics: [.auc], baseline: nil, otherVariants: ["treatment"])
    #expect(try bench.evaluate("1998-01-01", plan: plan).records.last?.detail?.otherVersions == 3)
  }
}
