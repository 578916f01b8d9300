import Book
import Charts
import Markdown
import Workspace

/// A report of the configuration: its contents in their order, two printed pages long.
struct KPIReport {
  let report: Configuration.Report
  let snapshot: BookSnapshot
  let prose: ProseLibrary
  /// The morning that it is of, where a person asked for one: later periods are not seen.
  let asOf: Day?
  let items: [KPIItem]
  let evaluations: [EvaluationVerdict]
  let readouts: [ReadoutVerdict]
  /// `asOf`, or the morning after the newest period of any of its KPIs; nil without one. Later looks at readouts are
  /// not seen.
  let morning: Day?

  /// More KPIs don't fit two pages with a section and a chart each: then a table has all of them, and words and charts
  /// go to those that ask for them.
  static let mostSections = 4
  /// So many charts are drawn beside such a table.
  private static let mostChartsBesideTable = 2

  init(report: Configuration.Report, snapshot: BookSnapshot, prose: ProseLibrary, asOf: Day? = nil) {
    self.report = report
    self.snapshot = snapshot
    self.prose = prose
    self.asOf = asOf
    var kpis: [Configuration.KPI] = []
    for case .kpi(let name) in report.contents where !kpis.contains(where: { $0.name == name }) {
      if let kpi = snapshot.configuration.kpis[name] { kpis.append(kpi) }
    }
    let morning = asOf ?? KPIReading.morning(of: kpis.flatMap { Self.asked($0, snapshot) })
    self.morning = morning
    // Its own date rules: what happened later is of a later report.
    items = kpis.map { KPIItem($0, snapshot, asOf: morning, clipped: asOf != nil) }
    evaluations = report.contents.compactMap { content in
      guard case .evaluation(let name) = content else { return nil }
      return EvaluationVerdict(name, snapshot, asOf: morning)
    }
    readouts = report.contents.compactMap { content in
      guard case .readout(let name) = content else { return nil }
      return ReadoutVerdict(name, snapshot, asOf: morning)
    }
  }

  /// The whole of a KPI and all its parts, each of which may be the newest.
  private static func asked(_ kpi: Configuration.KPI, _ snapshot: BookSnapshot) -> [KPISeries] {
    let values = snapshot.kpiValues[kpi.name] ?? []
    return values.max { $0.period < $1.period }.map { [KPISeries(kpi, [$0])] } ?? []
  }

  /// What the first text says of itself.
  var description: String? {
    for case .text(let path) in report.contents {
      if let description = prose.texts[path]?.description { return description }
    }
    return nil
  }

  var summary: KPISummary {
    KPISummary(
      items.flatMap(\.summarised), evaluations: evaluations, readouts: readouts)
  }

  /// The first day of the newest period that has a value; in a report without one the newest night that was judged,
  /// or the newest look at a split.
  var newest: Day? {
    let periods = items.flatMap { [$0.reading.day] + $0.parts.map(\.reading.day) }.compactMap { $0 }
    return periods.max() ?? (evaluations.compactMap(\.newest) + readouts.compactMap(\.newest)).max()
  }

  /// Whether it tells any number, as of its morning.
  var tellsNumbers: Bool { newest != nil }

  /// Whether it has anything to tell yet.
  var hasNumbers: Bool { coverage != nil || newest != nil }

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", report.title)
    matter.add("description", description)
    if let date = newest { matter.add("date", .text(date.iso)) }
    matter.add("layout", "report")
    var page = PageWriter(
      path: PagePath.report(report.name), title: report.title, matter, snapshot.runLinks)
    introduce(&page)
    let drawn = drawn
    var hasTable = items.count <= Self.mostSections
    var told: [Configuration.Report.Content] = []
    for content in report.contents where !told.contains(content) {
      told.append(content)
      switch content {
      case .text(let path):
        guard let prose = prose.texts[path] else { continue }
        // The page's heading is the report's title.
        if let heading = prose.headingMarkdown, prose.heading != report.title {
          page.body.heading(2, heading)
        }
        page.prose(prose)
      case .kpi(let name):
        guard let item = items.first(where: { $0.kpi.name == name }) else { continue }
        if !hasTable {
          writeTable(&page)
          hasTable = true
        }
        guard hasWords(item) else { continue }
        KPISection(item: item, isDrawn: drawn.contains(name)).write(to: &page)
      case .evaluation(let name): evaluations.first { $0.name == name }?.write(to: &page)
      case .readout(let name): readouts.first { $0.name == name }?.write(to: &page)
      }
    }
    KPIAppendix(items: items, snapshot: snapshot).write(to: &page)
    return page.finish(snapshot)
  }

  private func writeTable(_ page: inout PageWriter) {
    page.body.heading(2, "All numbers")
    KPITable(items: items.filter { !$0.hasOnlyParts }).write(to: &page)
    if items.contains(where: { !hasWords($0) }) {
      page.body.paragraph(
        "Numbers without a section of their own stay within their usual variation and miss no target.")
    }
  }

  /// Whether a KPI has a section: beside a table of all of them only where it has something to tell.
  private func hasWords(_ item: KPIItem) -> Bool {
    items.count <= Self.mostSections || !item.parts.isEmpty || asks(item)
      || item.kpi.name == items.first?.kpi.name
  }

  private func asks(_ item: KPIItem) -> Bool {
    !item.reading.signals.isEmpty || item.reading.series.limits == nil
      || KPISummary.trouble(item.reading) != nil
  }

  /// The KPIs whose charts are drawn: all, or beside a table the first and one that needs attention.
  private var drawn: Set<String> {
    let names = items.map(\.kpi.name)
    guard names.count > Self.mostSections else { return Set(names) }
    let others = items.dropFirst().filter { !$0.hasOnlyParts && asks($0) }
    let troubled = others.filter { KPISummary.trouble($0.reading) != nil }
    let asking = troubled + others.filter { KPISummary.trouble($0.reading) == nil }
    return Set((names.prefix(1) + asking.map(\.kpi.name)).prefix(Self.mostChartsBesideTable))
  }

  /// The first day of the newest period that was over; nil without any number.
  var first: Day? {
    morning.map { KPISeries.before(KPISeries.start(of: $0, report.period), report.period) }
  }

  /// The newest period that was over: "week from 1998-06-15 to 1998-06-21"; nil without any number.
  var period: String? {
    guard let day = first else { return nil }
    guard report.period != .day else { return "day \(day.iso)" }
    let last = Day(number: KPISeries.after(day, report.period).number - 1)
    return "\(report.period.rawValue) from \(day.iso) to \(last.iso)"
  }

  /// Which period it covers, as of which morning.
  var coverage: String? {
    guard let morning, let period else { return nil }
    return "\(period.prefix(1).uppercased())\(period.dropFirst()), as of the morning of \(morning.iso)"
  }

  private func introduce(_ page: inout PageWriter) {
    let word =
      switch report.period {
      case .day: "daily"
      case .week: "weekly"
      case .month: "monthly"
      }
    if let coverage {
      page.body.paragraph("\(coverage). A \(word) report of whole periods.")
      tiles(&page)
    } else if let newest {
      let words = items.isEmpty ? "" : " Its KPIs have no value yet."
      page.body.paragraph("A \(word) report; the newest night or look in it is of \(newest.iso).\(words)")
    } else {
      page.body.paragraph("A \(word) report. It has no numbers yet.")
      return
    }
    let summary = summary
    page.body.list([
      "**What changed.** \(summary.changed)", "**What needs attention.** \(summary.attention)",
      "**What is fine.** \(summary.fine)",
    ])
  }

  /// The first numbers, large; the first of all is the report's headline.
  private func tiles(_ page: inout PageWriter) {
    let told = items.map(\.reading).filter { $0.value != nil }.prefix(Self.mostSections)
    // A row of tiles is a table of two columns at least.
    guard told.count > 1 else {
      guard let reading = told.first, let value = reading.value else { return }
      let notes = notes(reading, tellsUnit: false)
      let headline: InlineMarkdown = "**\(reading.title): \(reading.series.format.text(value))**"
      page.body.paragraph(notes.isEmpty ? headline : "\(headline) (\(notes))")
      return
    }
    page.body.table(
      told.map { .init(.plain($0.title)) },
      [
        told.map { reading in
          let (format, value) = (reading.series.format, reading.value ?? 0)
          // A sign has room beside its number, a word has it below.
          let isSign = reading.kpi.unit == "%"
          return .tile(
            isSign ? format.text(value) : format.bare(value), notes(reading, tellsUnit: !isSign))
        }
      ])
  }

  private func notes(_ reading: KPIReading, tellsUnit: Bool) -> String {
    var notes: [String] = []
    if tellsUnit, case .number = reading.series.format.chart, let unit = reading.kpi.unit {
      notes.append(unit)
    }
    if reading.state != .current, let day = reading.day { notes.append("of \(reading.series.name(of: day))") }
    if let target = reading.targetLabel { notes.append(target) }
    if let change = reading.previous?.text {
      notes.append("\(change) on the \(reading.kpi.period.rawValue) before")
    }
    return notes.joined(separator: ", ")
  }
}
