import Charts
import Markdown
import Workspace

/// The parts of a KPI as a table: a line each, with its course.
struct KPIParts {
  let item: KPIItem

  func write(_ parts: ArraySlice<KPIItem.Part>, to page: inout PageWriter) {
    guard !parts.isEmpty else { return }
    let newest = item.parts.compactMap(\.reading.day).max()
    let kpi = item.kpi
    let rows = parts.map { part -> [InlineMarkdown] in
      let series = part.reading.series
      let recent = Array(series.values.suffix(26))
      let line = Sparkline(
        title: "\(NumberText.title(kpi.name)), \(part.name), \(recent.count) values",
        format: series.format.chart,
        values: recent)
      let change = part.reading.previous?.text
      return [
        .plain(part.name),
        .plain(part.reading.value.map { series.format.text($0) } ?? NumberText.none),
        .plain(change ?? NumberText.none), .plain(part.reading.signalLabel),
        page.sparkline(line, "\(page.stem)-kpi-\(kpi.name)-part-\(part.file)"),
        // A part that has no value in the newest period is told by its own.
        .plain(part.reading.day.map { $0 == newest ? "" : series.during($0) } ?? ""),
      ]
    }
    page.body.table(
      [
        .init("part"), .init("latest", .right), .init(.plain("on the \(kpi.period.rawValue) before"), .right),
        .init("signal"), .init("course"), .init(""),
      ], rows)
  }
}
