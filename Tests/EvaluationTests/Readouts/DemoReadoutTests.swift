import Book
import Datasets
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

/// The demo's split against pandas, scipy, statsmodels and xxhash, which saw the purchases alone. Needs what
/// `scorebook run nightly` wrote: set `SCOREBOOK_DEMO_TARGET` to the absolute path of `_out/cdnow.db`.
@Suite("The demo's readout")
struct DemoReadoutTests {
  static let target = ProcessInfo.processInfo.environment["SCOREBOOK_DEMO_TARGET"]

  @Test(
    "of the mail that nobody sent, each figure and verdict is theirs to 1e-9", .enabled(if: target != nil))
  func demo() throws {
    let path = try #require(Self.target)
    let root = EvaluationBench.root
    let yaml = try String(contentsOfFile: root + "/scorebook.yaml", encoding: .utf8)
    let configuration = try ConfigurationLoader.decode(
      yaml: yaml.replacing("_out/cdnow.db", with: path), file: root + "/scorebook.yaml", root: root)
    let bench = try EvaluationBench()
    let target = SQLiteTarget(
      path: path, table: "repurchase_scores", mode: .byDate, stagingFolder: bench.path)
    let cases = try OracleCase.load("demo")
    #expect(cases.count == 8)
    for commit in try target.commits(job: "nightly") {
      try bench.book.begin(
        RunStart(
          id: commit.runID, job: "nightly", date: commit.date, startedAt: "t0",
          versions: [.init(role: .champion, model: "repurchase", number: 1, digest: "a")], planDigest: "p",
          target: path, threads: 1, process: ProcessIdentity(host: "h", pid: 1, start: "s"),
          program: "test", split: try #require(cases.first).split("winter_mail")))
    }
    for oracle in cases {
      let readout = try oracle.readout(job: "nightly", split: "winter_mail", actuals: "repurchases")
      // The first is the one that scorebook.yaml declares.
      if oracle.name == "winter_mail" { #expect(configuration.readouts["winter_mail"] == readout) }
      let plan = ReadoutPlan(
        readout, keys: ["customer_id"], input: "customers", variants: ["control", "treatment"])
      let sources = try ReadoutSources(plan, DatasetCatalogue(configuration), target: target)
      let day = try #require(CalendarDate(oracle.as_of))
      oracle.check(
        try ReadoutTaker(plan, sources: sources, book: bench.book, now: "t1").take(asOf: day).record)
    }
  }
}
