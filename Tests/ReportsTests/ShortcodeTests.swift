import Book
import Diagnostics
import Markdown
import Reports
import Testing

@Suite("Shortcodes of the book")
struct BookShortcodeTests {
  /// A text as it stands on `guide/page.md` of the sample's site.
  private func expanded(_ text: String, _ yaml: String = Samples.yaml, isEmpty: Bool = false) throws
    -> ReportOutput
  {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    if !isEmpty { try Samples.fill(book) }
    return try ReportBuilder(configuration: scratch.configuration(yaml), book: book).documents(
      expanding: [ReportText(path: "guide/page.md", markdown: text, file: "site/guide/page.md")])
  }

  @Test("knows all that a text may ask for by name", arguments: Shortcode.names.sorted())
  func names(name: String) {
    let error = #expect(throws: Problems.self) { try expanded("[[\(name)]]") }
    #expect(error?.list.map(\.description).first?.contains("'\(name)' has 0 arguments") == true)
  }

  @Test(
    "puts the book's numbers into a line",
    arguments: [
      ("AUC [[metric again@champion auc]].", "AUC [0.801](../models/again.md) (0.781–0.821)."),
      ("[[metric again auc interval=no]]", "[0.801](../models/again.md)"),
      ("[[metric rule@1 auc date=2026-01-05 interval=no]]", "[0.790](../models/rule.md)"),
      ("[[metric again@1 auc evaluation=again interval=no]]", "[0.801](../models/again.md)"),
      ("[[version again@champion]]", "[again@1](../models/again.md)"),
      ("[[kpi weekly_revenue]] now", "€2,401 now"),
      ("[[kpi weekly_revenue period=2025-12-08]]", "€900.00"),
      ("as of [[date nightly]]", "as of [2026-01-26](../runs/20260202T020000Z-26.md)"),
    ])
  func numbers(text: String, expected: String) throws {
    let found = try expanded(text).expanded.map(\.markdown)
    #expect(found == [expected])
  }

  @Test("puts tables into a text")
  func tables() throws {
    let text = try expanded(
      "[[table versions again]]\n\n[[table metrics again]]\n\n[[table runs nightly last=2]]\n\n[[table kpi weekly_revenue last=3]]\n"
    ).expanded[0].markdown
    #expect(text.contains("| [again@1](../models/again.md) | champion |"))
    #expect(text.contains("| [2026-01-26](../runs/20260202T020000Z-26.md) | [again@1](../models/again.md) |"))
    #expect(!text.contains("2026-01-05"))
    #expect(text.contains("| AUC |") || text.contains(" AUC | log loss |"))
    #expect(text.contains("€2,401"))
  }

  @Test("puts charts into a text, their files beside the page", arguments: ["auc", "calibration", "roc"])
  func charts(kind: String) throws {
    let output = try expanded("a\n\n[[chart \(kind) again]]\n")
    let text = output.expanded[0].markdown
    #expect(text.contains("](figures/page-line-3-again-\(kind).svg \""))
    #expect(output.assets.contains { $0.path == "guide/figures/page-line-3-again-\(kind).svg" })
    #expect(output.assets.contains { $0.path == "guide/figures/page-line-3-again-\(kind).csv" })
  }

  @Test("draws a KPI in a report's own text beside the report's chart of it")
  func inReport() throws {
    var files = Samples.files
    files["texts/weekly.md"] = "It was [[kpi weekly_revenue]].\n\n[[chart kpi weekly_revenue]]\n"
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(book: book)
    #expect(output.text("reports/weekly.md").contains("It was €2,401."))
    let drawn = output.assets.map(\.path).filter {
      $0.hasPrefix("reports/") && $0.hasSuffix("kpi-weekly_revenue.svg")
    }
    #expect(
      drawn == [
        "reports/figures/weekly-kpi-weekly_revenue.svg",
        "reports/figures/weekly-line-3-kpi-weekly_revenue.svg",
      ])
  }

  @Test(
    "tells what names nothing, with the nearest name",
    arguments: [
      ("[[metrc again auc]]", "there is no shortcode '[[metrc …]]'. Did you mean 'metric'?"),
      ("[[metric agan auc]]", "there is no model 'agan'. Did you mean 'again'?"),
      ("[[metric again@2 auc]]", "model 'again' has no version '2'. It has 'champion' and '1'."),
      (
        "[[metric again auk]]",
        "there is no metric 'auk'. Did you mean 'auc'?"
      ),
      ("[[metric again auc date=monday]]", "'date' is 'monday'; expected a day such as 2026-01-05."),
      (
        "[[metric again auc evaluation=agin]]",
        "there is no evaluation 'agin' of again@1. Did you mean 'again'?"
      ),
      (
        "[[metric again auc nigth=1]]",
        "'metric' has no option 'nigth'. It has 'date', 'evaluation' and 'interval'."
      ),
      ("[[metric again]]", "'metric' has 1 argument. Write it as [[metric MODEL@VERSION METRIC]]."),
      ("[[metric again auc interval=perhaps]]", "'interval' is 'perhaps'; expected yes or no."),
      ("[[kpi weekly_revenu]]", "there is no KPI 'weekly_revenu'. Did you mean 'weekly_revenue'?"),
      (
        "[[metric again rmse]]",
        "there is no metric 'rmse' of again@1 in evaluation 'again'. There is 'auc', 'brier', 'log_loss', 'mean_predicted' and 'observed_rate'."
      ),
      (
        "[[kpi weekly_revenue period=2025-12-09]]",
        "KPI 'weekly_revenue' has no week that begins on 2025-12-09. A period is named by its first day."
      ),
      (
        "[[kpi weekly_revenue period=2062-01-02]]",
        "'period' is 2062-01-02, more than a year after 2026-02-09, the newest date of the book. Mend the date."
      ),
      (
        "[[kpi weekly_revenue period=0001-01-01]]",
        "'period' is 0001-01-01, more than ten years before 2025-12-08, the first period of KPI 'weekly_revenue'. Mend the date."
      ),
      (
        "[[metric again auc date=2062-01-02]]",
        "'date' is 2062-01-02, more than a year after 2026-02-02, the newest date of the book. Mend the date."
      ),
      (
        "[[metric again auc date=2025-01-05]]",
        "'date' is 2025-01-05, before 2026-01-05, the first date of job 'nightly'. Mend the date."
      ),
      (
        "[[metric again auc date=2025-01-05 evaluation=again]]",
        "'date' is 2025-01-05, before 2026-01-05, the first date of job 'nightly'. Mend the date."
      ),
      ("[[date nightli]]", "there is no job 'nightli'. Did you mean 'nightly'?"),
      (
        "a [[chart auc again]]",
        "a chart stands within a line. Give it a line of its own, with an empty one above and below; in an item of "
          + "a list it may not be the first."
      ),
      (
        "[[chart pie again]]",
        "there is no chart of 'pie'. There is 'auc', 'calibration', 'kpi', 'precision', 'rates' and 'roc'."
      ),
      ("[[table runs nightly last=x]]", "'last' is 'x'; expected a whole number above 0."),
    ])
  func nothing(text: String, expected: String) throws {
    let problems = try #require(throws: Problems.self) { try expanded(text) }
    let column = text.utf8.firstIndex(of: UInt8(ascii: "[")).map {
      text.utf8.distance(from: text.startIndex, to: $0) + 1
    }
    #expect(problems.list.map(\.description) == ["site/guide/page.md:1:\(column ?? 0): \(expected)"])
  }

  @Test(
    "says of what has no figure yet that it is not known, and still tells slips",
    arguments: [
      ("v [[version again@champion]]", "v *not known yet*"), ("v [[metric again auc]]", "v *not known yet*"),
      ("v [[kpi weekly_revenue]]", "v *not known yet*"), ("v [[date nightly]]", "v *not known yet*"),
      ("[[chart roc again]]", "*Not known yet: evaluation again has no figures.*"),
      ("[[table versions again]]", "*Not known yet: no version of again is registered.*"),
    ])
  func empty(text: String, expected: String) throws {
    #expect(try expanded(text, isEmpty: true).expanded.map(\.markdown) == [expected])
    #expect(throws: Problems.self) { try expanded("[[metric again auk]]", isEmpty: true) }
    // Of a day before the job's first one scorebook.yaml tells; how late one may be, nothing does.
    #expect(try expanded("v [[kpi weekly_revenue period=2062-01-02]]", isEmpty: true).expanded.count == 1)
  }

  @Test(
    "says that it is not known yet also of nights that were not judged and versions that are not there yet",
    arguments: [
      ("v [[metric rule@1 rmse evaluation=numbers]]", "v *not known yet*"),
      ("v [[metric again@champion auc date=2026-03-01]]", "v *not known yet*"),
      ("v [[metric again@1 rmse evaluation=numbers]]", "v *not known yet*"),
      ("v [[metric again@challenger auc]]", "v *not known yet*"),
      ("v [[version again@2]]", "v *not known yet*"),
      ("v [[kpi weekly_revenue period=2026-03-02]]", "v *not known yet*"),
      ("v [[kpi weekly_revenue period=2027-02-08]]", "v *not known yet*"),
      // Of the past, what a later query may bring.
      ("v [[kpi weekly_revenue period=2025-12-01]]", "v *not known yet*"),
      ("v [[kpi weekly_revenue period=2016-01-04]]", "v *not known yet*"),
      ("v [[metric again auc date=2027-01-27 evaluation=again]]", "v *not known yet*"),
      ("[[chart auc numbers]]", "*Not known yet: evaluation numbers has no figures.*"),
      ("[[table metrics numbers]]", "*Not known yet: evaluation numbers has no figures.*"),
    ])
  func notJudged(text: String, expected: String) throws {
    let yaml = Samples.yaml.replacing(
      "versions: [{artefact: again.txt}]", with: "versions: [{artefact: again.txt}, {artefact: two.txt}]"
    ).replacing(
      "kpis:",
      with: """
          numbers:
            predictions: nightly
            actuals: truth
            outcome: bought
            matures_after: 28d
            metrics: [auc]
        kpis:
        """)
    #expect(try expanded(text, yaml).expanded.map(\.markdown) == [expected])
  }

  @Test("refuses no date that scorebook.yaml does not rule out, but one of another age")
  func undatedJob() throws {
    let yaml = Samples.yaml.replacing("    every: 7d\n    since: 2026-01-05\n", with: "")
    for text in [
      "[[metric again auc date=2025-01-05]]", "[[metric again auc date=2016-02-01 evaluation=again]]",
    ] {
      #expect(try expanded(text, yaml).expanded.map(\.markdown) == ["*not known yet*"])
    }
    let error = #expect(throws: Problems.self) { try expanded("[[metric again auc date=1926-01-05]]", yaml) }
    #expect(
      error?.list.first?.summary
        == "'date' is 1926-01-05, more than ten years before 2026-01-05, the first date of job 'nightly'")
  }

  @Test("says of a version that was scored and not judged that its metric is not known yet")
  func scoredOnly() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    _ = try book.addVersion(
      Samples.version("again", digest: Samples.digest("a")), profile: nil, numbering: .next)
    let output = try ReportBuilder(configuration: scratch.configuration(), book: book).documents(
      expanding: [
        ReportText(
          path: "guide/page.md", markdown: "AUC [[metric again@1 auc]]", file: "site/guide/page.md")
      ])
    #expect(output.expanded.map(\.markdown) == ["AUC *not known yet*"])
  }
}
