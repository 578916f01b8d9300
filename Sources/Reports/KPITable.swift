import Charts
import Markdown
import Workspace

/// Many KPIs at one glance: a line each. `change` is on the period before.
struct KPITable {
  let items: [KPIItem]

  func write(to page: inout PageWriter) {
    let hasTargets = items.contains { $0.reading.target != nil }
    let hasYears = items.contains { $0.reading.lastYear != nil }
    var columns: [MarkdownWriter.Column] = [.init("KPI"), .init("latest", .right)]
    if hasTargets { columns += [.init("target", .right), .init("to target", .right)] }
    columns.append(.init("change", .right))
    if hasYears { columns.append(.init("in a year", .right)) }
    columns += [.init("signal"), .init("course")]
    var rows: [[InlineMarkdown]] = []
    for item in items {
      let reading = item.reading
      let format = reading.series.format
      var row: [InlineMarkdown] = [
        .plain(reading.title), .plain(reading.value.map { format.text($0) } ?? NumberText.none),
      ]
      if hasTargets {
        row.append(.plain(reading.target.map { format.text($0.value) } ?? NumberText.none))
        row.append(.plain(reading.targetDistance ?? NumberText.none))
      }
      row.append(share(reading.previous))
      if hasYears { row.append(share(reading.lastYear)) }
      let line = Sparkline(
        title: "\(reading.title), its course", format: format.chart,
        values: Array(reading.series.values.suffix(26)))
      row.append(.plain(reading.signalLabel))
      row.append(page.sparkline(line, "\(page.stem)-kpi-\(item.kpi.name)-course"))
      rows.append(row)
    }
    page.body.table(columns, rows)
  }

  private func share(_ change: KPIReading.Change?) -> InlineMarkdown {
    .plain(change?.text ?? NumberText.none)
  }
}
