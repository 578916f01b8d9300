import Charts
import Markdown
import Workspace

/// One KPI of a report: its newest value, what it says, and its chart or its parts.
struct KPISection {
  let item: KPIItem
  /// Whether the report has room for its chart.
  let isDrawn: Bool

  private static let mostParts = 8

  private var reading: KPIReading { item.reading }

  func write(to page: inout PageWriter) {
    page.body.heading(2, .plain(reading.title))
    guard let day = reading.day, let value = reading.value else {
      guard item.hasOnlyParts else {
        page.body.paragraph("There is no value yet.")
        page.aside("\(Command.update(kpi: item.kpi.name)) asks for it.")
        return
      }
      let sentences = ["It is asked for by part, and has no value for the whole.", item.partsSentence]
      page.body.paragraph(.plain(sentences.compactMap { $0 }.joined(separator: " ")))
      parts(&page)
      return
    }
    let series = reading.series
    page.body.paragraph(
      "**\(series.format.text(value))** \(series.during(day)). \(reading.numberSentences.joined(separator: " "))"
    )
    page.body.paragraph(
      .plain((reading.processSentences + [item.partsSentence].compactMap { $0 }).joined(separator: " ")))
    if isDrawn { draw(&page) }
    parts(&page)
  }

  /// Its chart.
  func draw(_ page: inout PageWriter) {
    let series = reading.series
    var words =
      limitsWords.map { "Mean and natural limits \($0); signals are marked." } ?? "\(reading.title)."
    if let target = reading.target { words += " Target \(series.format.text(target.value))." }
    page.figure(
      SmallChart(series.chart(title: reading.title, isSmall: true)), "kpi-\(item.kpi.name)", caption: words,
      hasTable: false)
  }

  /// Where the limits that are drawn come from; nil where none are.
  private var limitsWords: String? {
    let series = reading.series
    guard series.phases.contains(where: { $0.limits != nil }) else { return nil }
    let kpi = item.kpi
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

  private func parts(_ page: inout PageWriter) {
    guard !item.parts.isEmpty else { return }
    // A table right below the chart would be taken for the chart's own data.
    page.body.paragraph(
      item.parts.count > Self.mostParts
        ? "Its \(Self.mostParts) largest parts:"
        : item.parts.count == 1 ? "Its only part:" : "Its parts, the largest first:")
    KPIParts(item: item).write(item.parts.prefix(Self.mostParts), to: &page)
    let rest = item.parts.count - Self.mostParts
    guard rest > 0 else { return }
    let verb = rest == 1 ? "stands" : "stand"
    page.body.paragraph(
      "\(NumberText.count(rest, "smaller part")) \(verb) at the end, with how the number is made.")
  }

  /// Whether parts are left for the end.
  static func leavesParts(_ item: KPIItem) -> Bool { item.parts.count > mostParts }
}

/// A chart at a height that leaves room for others on a printed page.
struct SmallChart: Chart {
  private let chart: any Chart

  init(_ chart: any Chart) { self.chart = chart }

  var title: String { chart.title }
  var summary: String { chart.summary }
  var table: DataTable { chart.table }

  func height(width: Double) -> Double { min(chart.height(width: width), width < 500 ? 220 : 190) }
  func draw(on canvas: inout Canvas) { chart.draw(on: &canvas) }
}
