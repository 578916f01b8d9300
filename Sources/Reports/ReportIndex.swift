import Charts
import Markdown
import Workspace

/// The list of all reports.
struct ReportIndex {
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  func page() -> PageWriter.Page {
    let reports = snapshot.configuration.reports.values.sorted { $0.name < $1.name }
    let views = reports.map { KPIReport(report: $0, snapshot: snapshot, prose: prose) }
    let index = IndexPage(
      path: PagePath.reports, title: "Reports",
      description: "Numbers over time, and what the models were worth.", weight: 20, snapshot: snapshot)
    return index.page { page in
      let troubled = zip(reports, views).filter { $1.hasNumbers && $1.summary.needsAttention }.map {
        report, _ in
        page.link(.plain(report.title), PagePath.report(report.name))
      }
      let count = NumberText.count(reports.count, "report")
      if !views.contains(where: \.hasNumbers) {
        return "\(count); the book has no numbers for \(reports.count == 1 ? "it" : "them") yet."
      }
      return troubled.isEmpty
        ? "\(count), and nothing in \(reports.count == 1 ? "it" : "them") needs attention."
        : "\(count); something needs attention in \(IndexPage.named(troubled))."
    } rest: { page in
      page.body.table(
        [.init("report"), .init("newest"), .init("state"), .init("KPIs"), .init("about")],
        zip(reports, views).map { row($0, $1, page) })
    }
  }

  private func row(_ report: Configuration.Report, _ view: KPIReport, _ page: PageWriter) -> [InlineMarkdown]
  {
    let kpis = report.contents.compactMap { content -> String? in
      guard case .kpi(let name) = content else { return nil }
      return NumberText.title(name)
    }
    let state =
      !view.hasNumbers ? "no numbers yet" : view.summary.needsAttention ? "◆ needs attention" : "✓ fine"
    return [
      page.link(.plain(report.title), PagePath.report(report.name)),
      .plain(
        view.first.map { "\(report.period.rawValue) \($0.iso)" } ?? view.newest?.iso ?? report.period.rawValue
      ),
      .plain(state), .plain(kpis.joined(separator: ", ")), .plain(view.description ?? ""),
    ]
  }
}
