import Book
import Charts
import Markdown
import Workspace

/// A report of the configuration: its contents in their order, two printed pages long.
struct KPIReport {
  let report: Configuration.Report
  let snapshot: BookSnapshot
  let prose: ProseLibrary
  /// The morning that it is of, where a person asked for one: later periods and looks are not seen.
  let asOf: Day?
  let items: [KPIItem]
  let evaluations: [EvaluationVerdict]
  let readouts: [ReadoutVerdict]
  /// `asOf`, or the morning after the newest period of any of its KPIs; nil without one.
  let morning: Day?

  /// More charts don't fit two pages: then those are drawn that ask for it.
  static let mostCharts = 4

  init(report: Configuration.Report, snapshot: BookSnapshot, prose: ProseLibrary, asOf: Day? = nil) {
    self.report = report
    self.snapshot = snapshot
    self.prose = prose
    self.asOf = asOf
    let kpis = report.contents.compactMap { content -> Configuration.KPI? in
      guard case .kpi(let name) = content else { return nil }
      return snapshot.configuration.kpis[name]
    }
    let morning = asOf ?? KPIReading.morning(of: kpis.flatMap { Self.asked($0, snapshot) })
    self.morning = morning
    items = kpis.map { KPIItem($0, snapshot, asOf: morning, clipped: asOf != nil) }
    evaluations = report.contents.compactMap { content in
      guard case .evaluation(let name) = content else { return nil }
      return EvaluationVerdict(name, snapshot)
    }
    readouts = report.contents.compactMap { content in
      guard case .readout(let name) = content else { return nil }
      return ReadoutVerdict(name, snapshot, asOf: asOf)
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
      items.filter { !$0.hasOnlyParts }.map(\.reading), evaluations: evaluations, readouts: readouts)
  }

  /// The first day of the newest period that has a value.
  var newest: Day? {
    items.flatMap { [$0.reading.day] + $0.parts.map(\.reading.day) }.compactMap { $0 }.max()
  }

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", report.title)
    matter.add("description", description)
    if let date = newest { matter.add("date", .text(date.iso)) }
    matter.add("layout", "report")
    var page = PageWriter(path: PagePath.report(report.name), title: report.title, matter)
    introduce(&page)
    let drawn = drawn
    var hasTable = items.count <= Self.mostCharts
    for content in report.contents {
      switch content {
      case .text(let path): if let prose = prose.texts[path] { page.body.markdown(prose.body) }
      case .kpi(let name):
        guard let item = items.first(where: { $0.kpi.name == name }) else { continue }
        if !hasTable {
          page.body.heading(2, "All numbers")
          KPITable(items: items).write(to: &page)
          hasTable = true
        }
        KPISection(item: item, isDrawn: drawn.contains(name)).write(to: &page)
      case .evaluation(let name): evaluations.first { $0.name == name }?.write(to: &page)
      case .readout(let name): readouts.first { $0.name == name }?.write(to: &page)
      }
    }
    KPIAppendix(items: items, snapshot: snapshot).write(to: &page)
    return page.finish(snapshot)
  }

  /// The KPIs whose charts are drawn: all, or where there are too many the first and those that ask for attention.
  private var drawn: Set<String> {
    let names = items.map(\.kpi.name)
    guard names.count > Self.mostCharts else { return Set(names) }
    let asking = items.dropFirst().filter {
      !$0.reading.signals.isEmpty || KPISummary.trouble($0.reading) != nil
    }
    return Set((names.prefix(1) + asking.map(\.kpi.name)).prefix(Self.mostCharts))
  }

  /// What it covers: "the week from 1998-06-15", as of which morning.
  var coverage: String? {
    guard let morning else { return nil }
    let day = KPISeries.before(KPISeries.start(of: morning, report.period), report.period)
    let name =
      switch report.period {
      case .day: day.iso
      case .week: "Week from \(day.iso) to \(Day(number: day.number + 6).iso)"
      case .month: "Month from \(day.iso) to \(Day(number: KPISeries.after(day, .month).number - 1).iso)"
      }
    return "\(name), as of the morning of \(morning.iso)"
  }

  private func introduce(_ page: inout PageWriter) {
    let word =
      switch report.period {
      case .day: "daily"
      case .week: "weekly"
      case .month: "monthly"
      }
    guard let coverage else {
      page.body.paragraph("A \(word) report. It has no numbers yet.")
      return
    }
    page.body.paragraph("\(coverage). A \(word) report of whole periods.")
    tiles(&page)
    let summary = summary
    page.body.list([
      "**What changed.** \(summary.changed)", "**What needs attention.** \(summary.attention)",
      "**What is fine.** \(summary.fine)",
    ])
  }

  /// The first numbers, large; the first of all is the report's headline.
  private func tiles(_ page: inout PageWriter) {
    let told = items.map(\.reading).filter { $0.value != nil }.prefix(Self.mostCharts)
    // A row of tiles is a table of two columns at least.
    guard told.count > 1 else {
      guard let reading = told.first, let value = reading.value else { return }
      let notes = notes(reading)
      let headline: InlineMarkdown = "**\(reading.title): \(reading.series.format.text(value))**"
      page.body.paragraph(notes.isEmpty ? headline : "\(headline) (\(notes))")
      return
    }
    page.body.table(
      told.map { .init(.plain($0.title)) },
      [told.map { reading in .tile(reading.series.format.bare(reading.value ?? 0), notes(reading)) }])
  }

  private func notes(_ reading: KPIReading) -> String {
    var notes: [String] = []
    if case .number = reading.series.format.chart, let unit = reading.kpi.unit, items.count > 1 {
      notes.append(unit)
    }
    if reading.state != .current, let day = reading.day { notes.append("of \(reading.series.name(of: day))") }
    if let target = reading.targetLabel { notes.append(target) }
    if let share = reading.previous?.share {
      notes.append("\(NumberText.signed(share * 100, 1))% on the \(reading.kpi.period.rawValue) before")
    }
    return notes.joined(separator: ", ")
  }
}
