import Book
import Charts
import Diagnostics
import Markdown
import Workspace

/// A report of the configuration: its contents in their order.
struct KPIReport {
  let report: Configuration.Report
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  /// What the first text says of itself.
  var description: String? {
    for case .text(let path) in report.contents {
      if let description = prose.texts[path]?.description { return description }
    }
    return nil
  }

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", report.title)
    matter.add("description", description)
    if let date = newest { matter.add("date", .text(date.iso)) }
    matter.add("layout", "report")
    var page = PageWriter(path: PagePath.report(report.name), title: report.title, matter, snapshot.runLinks)
    period(&page)
    tiles(&page)
    for content in report.contents {
      switch content {
      case .text(let path): if let prose = prose.texts[path] { page.prose(prose) }
      case .kpi(let name):
        if let kpi = snapshot.configuration.kpis[name] {
          KPISection(series: series(kpi), snapshot: snapshot).write(to: &page)
        }
      case .evaluation(let name): write(evaluation: name, &page)
      case .readout(let name):
        page.body.heading(2, .plain("What the split showed: \(name)"))
        ReadoutSection(name: name, snapshot: snapshot).write(to: &page)
      }
    }
    return page.finish(snapshot)
  }

  private var kpis: [Configuration.KPI] {
    report.contents.compactMap { content in
      guard case .kpi(let name) = content else { return nil }
      return snapshot.configuration.kpis[name]
    }
  }

  private func series(_ kpi: Configuration.KPI) -> KPISeries {
    KPISeries(kpi, snapshot)
  }

  /// The first day of the newest period that has a value.
  private var newest: Day? {
    kpis.map(series).compactMap { series in series.latest.map { series.days[$0] } }.max()
  }

  private func period(_ page: inout PageWriter) {
    let word =
      switch report.period {
      case .day: "daily"
      case .week: "weekly"
      case .month: "monthly"
      }
    guard let newest else {
      page.body.paragraph("A \(word) report. It has no numbers yet.")
      return
    }
    page.body.paragraph(
      "A \(word) report, with whole periods only; the newest begins on \(newest.iso).")
  }

  private func tiles(_ page: inout PageWriter) {
    var columns: [MarkdownWriter.Column] = []
    var cells: [InlineMarkdown] = []
    for kpi in kpis {
      let series = series(kpi)
      guard let latest = series.latest, let value = series.values[latest] else { continue }
      columns.append(.init(.plain(NumberText.title(kpi.name))))
      var notes: [String] = []
      if case .number = series.format.chart, let unit = kpi.unit { notes.append(unit) }
      if let before = series.previous, before > 0 {
        let share = NumberText.signed((value - before) / before * 100, 1)
        notes.append("\(share)% on the \(kpi.period.rawValue) before")
      }
      cells.append(.tile(series.format.bare(value), notes.joined(separator: ", ")))
    }
    if columns.count > 1 { page.body.table(columns, [cells]) }
  }

  private func write(evaluation name: String, _ page: inout PageWriter) {
    page.body.heading(2, "What the model was worth: \(name)")
    guard let view = EvaluationView(name, snapshot) else {
      page.body.paragraph("It was not evaluated yet. \(Command.evaluate(name)) does it.")
      return
    }
    EvaluationSection(view: view, snapshot: snapshot, level: 3).write(to: &page)
  }
}

/// One KPI of a report: its newest value, what it says, its chart, and where it comes from.
struct KPISection {
  let series: KPISeries
  let snapshot: BookSnapshot

  func write(to page: inout PageWriter) {
    let kpi = series.kpi
    let title = NumberText.title(kpi.name)
    page.body.heading(2, .plain(title))
    let hasParts = (snapshot.kpiValues[kpi.name] ?? []).contains { $0.dimension != nil }
    guard let latest = series.latest, let value = series.values[latest] else {
      if hasParts {
        page.body.paragraph("It is asked for by part, and has no value for the whole.")
        parts(&page)
        provenance(&page)
        return
      }
      page.body.paragraph("There is no value yet. \(Command.update(kpi: kpi.name)) asks for it.")
      return
    }
    let sentences = [series.change, series.againstTarget].compactMap { $0 }.joined(separator: " ")
    page.body.paragraph(
      "**\(series.format.text(value))** in \(series.name(of: series.days[latest])). \(sentences)")
    page.body.paragraph(.plain(series.explanation))
    draw(title, &page)
    parts(&page)
    provenance(&page)
  }

  func draw(_ title: String, _ page: inout PageWriter) {
    let kpi = series.kpi
    let name = "kpi-\(kpi.name)"
    var words = "\(title), \(series.format.axis)"
    if let limits = limitsWords {
      words +=
        "; mean and natural limits \(limits), signals marked. Below: the moving range, the change from one \(kpi.period.rawValue) to the next"
    }
    if let target = kpi.target { words += ". Target \(series.format.text(target))" }
    if series.older > 0 { words += ". \(NumberText.count(series.older, "older value")) are not drawn" }
    let digest = series.records.last.flatMap { $0?.dataDigest }
    page.figure(
      series.chart(title: title), name,
      caption: words + ". Data \(digest.map(NumberText.short) ?? NumberText.notRecorded).")
  }

  /// Where the limits that are drawn come from; nil where none are.
  private var limitsWords: String? {
    guard series.phases.contains(where: { $0.limits != nil }) else { return nil }
    let kpi = series.kpi
    switch kpi.limits.rule {
    case .recent: return "from the last \(NumberText.count(series.window.count, kpi.period.rawValue))"
    case .restartAtRelease:
      guard series.phases.count > 1 || series.phases.last?.release != nil else {
        return
          "from all \(NumberText.count(series.window.count, kpi.period.rawValue)) shown, in which no champion changed"
      }
      // Without values enough there are no present limits to speak of.
      let last = series.phases.last { $0.limits != nil && $0.range == series.window }
      let since = last?.release.map {
        "; the present ones since \($0.reference) became champion on \($0.day.iso)"
      }
      return "of each phase between releases\(since ?? "")"
    }
  }

  /// The parts of a KPI that has some: the largest newest values first.
  private func parts(_ page: inout PageWriter) {
    let kpi = series.kpi
    let records = Dictionary(grouping: snapshot.kpiValues[kpi.name] ?? []) { $0.dimension ?? "" }
    let releases = KPIRelease.all(for: kpi, snapshot)
    let names = records.keys.filter { !$0.isEmpty }.sorted()
    // Names of files can't hold every name of a part, so that its place among them stands for it.
    let parts = names.enumerated().map { place, name in
      (name: name, file: "\(place + 1)", series: KPISeries(kpi, records[name] ?? [], releases: releases))
    }
    guard !parts.isEmpty else { return }
    let newest = parts.compactMap { part in part.series.latest.map { part.series.days[$0] } }.max()
    let sorted = parts.sorted { left, right in
      let (a, b) = (left.series.newestValue ?? -.infinity, right.series.newestValue ?? -.infinity)
      return a == b ? left.name < right.name : a > b
    }
    let rows = sorted.map { part -> [InlineMarkdown] in
      let series = part.series
      let recent = Array(series.values.suffix(26))
      let line = Sparkline(
        title: "\(NumberText.title(kpi.name)), \(part.name), \(recent.count) values",
        format: series.format.chart,
        values: recent)
      let day = series.latest.map { series.days[$0] }
      return [
        .plain(part.name),
        series.newestValue.map { .plain(series.format.text($0)) } ?? .plain(NumberText.none),
        .plain(series.shortSignal), page.sparkline(line, "kpi-\(kpi.name)-part-\(part.file)"),
        // A part that has no value in the newest period is told by its own.
        .plain(day.map { $0 == newest ? "" : "in \(series.name(of: $0))" } ?? ""),
      ]
    }
    page.body.table(
      [.init("part"), .init("latest", .right), .init("signal"), .init("course"), .init("")], rows)
  }

  private func provenance(_ page: inout PageWriter) {
    let kpi = series.kpi
    let newest =
      series.latest.flatMap { series.records[$0] }
      ?? (snapshot.kpiValues[kpi.name] ?? []).max { $0.period < $1.period }
    let sql = try? WorkspaceText.read(snapshot.configuration.location(of: kpi.query), isExpected: false)
    page.body.details("How \(NumberText.title(kpi.name)) is computed") { inner in
      inner.facts([
        ("query", .code(kpi.query)),
        (
          "tables",
          kpi.tables.isEmpty
            ? "none"
            : .joined(
              kpi.tables.sorted { $0.key < $1.key }.map { "\(.code($0.key)): dataset \(.code($0.value))" })
        ),
        ("owner", .recorded(kpi.owner)),
        ("digest of the SQL", newest.map { .code($0.sqlDigest) } ?? .recorded(nil)),
        ("digest of the data", newest?.dataDigest.map { .code($0) } ?? .recorded(nil)),
        ("computed", .recorded(newest.map { NumberText.moment($0.computedAt) })),
      ])
      guard let text = sql ?? nil else {
        inner.paragraph("The query's file can't be read any more.")
        return
      }
      if ContentDigest.sha256(text) != newest?.sqlDigest {
        inner.paragraph("**The query has changed** since the newest value was computed. It reads now:")
      }
      inner.code(text, language: "sql")
    }
  }
}
