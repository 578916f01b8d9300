import Diagnostics
import Testing
import Workspace

@Suite("Configuration of the demo")
struct ConfigurationTests {
  let root = repositoryRoot

  @Test("scorebook.yaml of the repository loads without problems")
  func demo() throws {
    let configuration = try ConfigurationLoader.load(folder: root)
    #expect(configuration.name == "CDNOW")
    #expect(configuration.timezone == "UTC")
    #expect(configuration.root == root)
    #expect(
      configuration.datasets.keys.sorted() == [
        "customers", "inquiries", "open_inquiries", "products", "purchases", "repurchases", "scores",
      ])
    #expect(
      configuration.jobs.keys.sorted()
        == ["nightly", "nightly_csv", "nightly_pipeline", "routed", "similar"])
    #expect(configuration.kpis.keys.sorted() == ["active_customers", "weekly_orders", "weekly_revenue"])
    let purchases = try #require(configuration.datasets["purchases"])
    #expect(
      purchases.kind
        == .csv(
          path: "data/cdnow/purchases.csv",
          dialect: Configuration.Dialect(
            delimiter: ",", quote: "\"", header: true, encoding: "utf-8", decimal: ".",
            missingValues: ["", "NA"])))
    #expect(purchases.columns == ["customer_id": .text, "date": .date, "cds": .integer, "dollars": .number])
    let scores = try #require(configuration.datasets["scores"])
    #expect(
      scores.kind == .sqliteTable(file: "_out/cdnow.db", table: "repurchase_scores", dateColumn: "date"))
    let nightly = try #require(configuration.jobs["nightly"])
    #expect(nightly.model == ModelReference(name: "repurchase", pointer: .alias("champion")))
    #expect(nightly.shadows.map(\.description) == ["repurchase@challenger", "rfm@1"])
    #expect(nightly.rename == ["recency_days": "days_since_last"])
    #expect(nightly.every == 7)
    #expect(nightly.since == CalendarDate("1997-11-02"))
    #expect(nightly.lookback == 21)
    #expect(nightly.timeLimit == 1800)
    #expect(nightly.threads == .all)
    #expect(nightly.outputs == ["margin", "probability", "band"])
    #expect(nightly.keep == ["cohort"])
    #expect(nightly.destination == .sqlite(file: "_out/cdnow.db", table: "repurchase_scores"))
    #expect(nightly.write == .byDate)
    #expect(nightly.maxRejects == .share(0.001))
    #expect(configuration.jobs["nightly_csv"]?.destination == .csv(path: "_out/nightly/:date.csv"))
    #expect(configuration.jobs["nightly_csv"]?.write == .byDate)
    let repurchase = try #require(configuration.models["repurchase"])
    #expect(repurchase.versions.count == 2)
    #expect(repurchase.aliases == ["champion": 1, "challenger": 2])
    #expect(configuration.models["rfm"]?.versions.first?.metadata == "data/cdnow/models/rfm.metadata.yaml")
    #expect(configuration.evaluations["repurchase"]?.maturesAfter == 28)
    #expect(configuration.reports["weekly"]?.contents.count == 6)
    #expect(configuration.site.languages == ["en"])
    #expect(
      configuration.pipelines["night"]?.steps
        == [
          .run(job: "nightly"), .run(job: "nightly_csv"), .run(job: "nightly_pipeline"),
          .evaluate("repurchase"), .readout("winter_mail"), .kpis(nil), .siteBuild,
        ])
  }
}
