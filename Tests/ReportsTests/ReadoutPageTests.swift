import Book
import Reports
import Testing
import Workspace

@Suite("A readout on its page and in a report")
struct ReadoutPageTests {
  private static let yaml = Samples.yaml.replacing(
    "    output: {csv: \"_out/:date.csv\"}",
    with: """
          output: {csv: "_out/:date.csv"}
          split: {name: mail, salt: s, variants: {control: {share: 50%}, treatment: {share: 50%}}}
      """
  ).replacing(
    "kpis:",
    with: """
      readouts:
        mail:
          split: nightly/mail
          actuals: truth
          matures_after: 28d
          metrics: {conversion: {proportion: bought}, revenue: {mean: spent}}
          guardrails: [revenue]
          looks: sequential
      kpis:
      """
  ).replacing("- evaluation: again", with: "- evaluation: again\n      - readout: mail")

  private func record(_ asOf: String, _ status: ReadoutRecord.Status) -> ReadoutRecord {
    var record = ReadoutRecord(
      name: "mail", asOf: asOf, job: "nightly", split: "mail", control: "control", looks: "sequential",
      plannedKeys: nil, status: status, planDigest: Samples.digest("1"), dataDigest: Samples.digest("2"),
      computedAt: "2026-03-04T02:00:00Z")
    record.firstDate = "2026-01-05"
    record.lastDate = "2026-02-09"
    record.dates = 6
    record.variants = ["control", "treatment"].map { name in
      var variant = ReadoutRecord.Variant(name: name, share: "50%")
      variant.keys = 1_234
      variant.counted = 1_200
      variant.withoutOutcome = 34
      return variant
    }
    record.sampleRatio = .init(
      statistic: 0, pValue: status == .mismatch ? 0.0001 : 1, countedStatistic: 0, countedPValue: 1,
      isMismatched: status == .mismatch)
    record.sentence = "mail: <b>nothing</b> found."
    return record
  }

  private var told: ReadoutRecord { told(on: "2026-03-10") }

  private func told(on day: String) -> ReadoutRecord {
    var record = record(day, .told)
    var conversion = ReadoutEffect(
      metric: "conversion", measure: "proportion", variant: "treatment", isGuardrail: false,
      isHigherBetter: true, worseByAtMost: nil, correction: "holm")
    conversion.value = 0.125
    conversion.controlValue = 0.1
    conversion.difference = 0.025
    conversion.standardError = 0.013
    conversion.lower = -0.0005
    conversion.upper = 0.0505
    conversion.lift = 0.25
    conversion.liftLower = -0.004
    conversion.liftUpper = 0.55
    conversion.adjustedPValue = 0.054
    conversion.verdict = .noEvidence
    conversion.method = "always valid"
    conversion.sentence = "No evidence that treatment does better."
    var revenue = ReadoutEffect(
      metric: "revenue", measure: "mean", variant: "treatment", isGuardrail: true, isHigherBetter: true,
      worseByAtMost: nil, correction: "holm")
    revenue.cutAt = 100
    revenue.cut = 236
    revenue.reason = "the variance is zero"
    revenue.sentence = "No verdict on treatment against control by revenue: the variance is zero."
    record.effects = [conversion, revenue]
    return record
  }

  private func page(
    _ looks: [ReadoutRecord], yaml: String = yaml
  ) throws -> (ReportOutput, String) {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    for look in looks { #expect(try book.save(look)) }
    let output = try scratch.output(yaml, book: book)
    return (output, output.text("readouts/mail.md"))
  }

  @Test("tells the sentence, the counts, each effect with its interval, and how it settled")
  func effects() throws {
    var earlier = told
    earlier.asOf = "2026-03-03"
    let (output, text) = try page([earlier, told])
    #expect(text.contains("# mail"))
    // Text of the book is text on the page.
    #expect(text.contains("\n\n**\\<b>nothing\\</b> found.**\n\n"))
    #expect(text.contains("| control") && text.contains("1,234") && text.contains("1,200"))
    #expect(text.contains("The counts are as the shares promise (χ² test, p = "))
    let row = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("| conversion") && $0.contains("%") })
    for word in [
      "10.0%", "12.5%", "+2.5 pp *(−0.1 to +5.1)*", "+25.0% *(−0.4% to +55.0%)*", "0.054", "no evidence",
    ] {
      #expect(row.contains(word), "\(word) in \(row)")
    }
    #expect(text.contains("No verdict on treatment against control by revenue"))
    #expect(output.asset("readouts/figures/mail-mail-effects.svg").contains("<title"))
    #expect(output.asset("readouts/figures/mail-mail-looks.csv").split(separator: "\n").count == 3)
    #expect(text.contains("conversion: always valid"))
    #expect(text.contains("revenue: the 236 largest values were cut to about 100, as was declared."))
    #expect(text.contains("each counted once, with what it did from its first day on."))
  }

  @Test("a report has its sentence, one small table and the way to the page")
  func short() throws {
    let report = try page([told(on: "2026-02-10")]).0.text("reports/weekly.md")
    #expect(report.contains("## What the split showed: mail"))
    #expect(report.contains("\\<b>nothing\\</b> found."))
    #expect(
      report.contains("| conversion | treatment | +25.0% (−0.4% to +55.0%) | ○ no evidence |"), "\(report)")
    #expect(report.contains("[whole readout](../readouts/mail.md)"))
    #expect(!report.contains("| control"))
    let mismatch = try page([record("2026-02-10", .mismatch)]).0.text("reports/weekly.md")
    #expect(mismatch.contains("readout mail can't be read: its counts contradict the shares"))
    #expect(!mismatch.contains("| conversion"))
    #expect(
      try page([]).0.text("reports/weekly.md").contains(
        "It was not looked at yet.\n\n`scorebook readout mail` does it."))
  }

  @Test("a report tells no look of a later morning than its own, however it is asked for")
  func late() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    #expect(try book.save(told))
    let builder = ReportBuilder(configuration: try scratch.configuration(Self.yaml), book: book)
    let morning = CalendarDate("2026-02-16")
    let own = try #require(try builder.report("weekly"))
    let text = own.document.markdown
    #expect(text.contains("as of the morning of 2026-02-16") && !text.contains("2026-03-10"))
    #expect(text.contains("It was not looked at by the morning of 2026-02-16."), "\(text)")
    #expect(!text.contains("`scorebook readout mail`") && text.contains("(../readouts/mail.md)"))
    #expect(!text.contains("not looked at yet"))
    let asked = try #require(try builder.report("weekly", asOf: morning))
    #expect(asked.document.markdown == text && asked.facts.asOf == own.facts.asOf)
    let later = try builder.report("weekly", asOf: CalendarDate("2026-03-10"))
    #expect(later?.document.markdown.contains("Looked at on 2026-03-10.") == true)
  }

  @Test("an evaluation of later nights than the report's morning says so")
  func lateNights() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let builder = ReportBuilder(configuration: try scratch.configuration(), book: book)
    let early = try builder.report("weekly", asOf: CalendarDate("2026-01-12"))
    #expect(
      early?.document.markdown.contains(
        "It counts nights up to 2026-01-12, after the morning of this report: an evaluation is told as the book holds it."
      ) == true)
    #expect(try builder.report("weekly")?.document.markdown.contains("It counts nights") == false)
  }

  @Test("of a mismatch it shows no effect")
  func mismatch() throws {
    let (output, text) = try page([record("2026-03-10", .mismatch)])
    #expect(text.contains("The counts contradict the declared shares (χ² test, p "))
    #expect(!text.contains("12.5%") && output.asset("readouts/figures/mail-mail-effects.svg").isEmpty)
  }

  @Test("says where the counts were tested exactly, or not at all")
  func smallCounts() throws {
    var exact = record("2026-03-10", .early)
    exact.sampleRatio = .init(
      statistic: nil, pValue: 0.049, countedStatistic: nil, countedPValue: 0.049, isMismatched: false)
    #expect(
      try page([exact]).1.contains(
        "The counts are as the shares promise (exact binomial test, p = 0.049)."))
    var untested = record("2026-03-10", .early)
    untested.sampleRatio = .init(
      statistic: nil, pValue: nil, countedStatistic: nil, countedPValue: nil, isMismatched: false)
    #expect(
      try page([untested]).1.contains(
        "The counts are not tested against the shares, which give fewer than five keys to a variant."))
  }

  @Test("before the first look it names the command")
  func none() throws {
    #expect(try page([]).1.contains("It was not looked at yet. `scorebook readout mail` does it."))
  }

  @Test("of a split that is over it shows the last look, and of one morning the one that was taken last")
  func over() throws {
    var other = record("2026-03-10", .early)
    other.planDigest = Samples.digest("3")
    other.computedAt = "2026-03-04T03:00:00Z"
    other.sentence = "mail: another plan."
    let over = Self.yaml.replacing("split: {name: mail,", with: "split: {name: spring,")
    let (_, text) = try page([other, told], yaml: over)
    #expect(text.contains("**Another plan.**") && !text.contains("12.5%"))
  }
}
