import Charts
import Markdown
import Workspace

/// The list of all reports.
struct ReportIndex {
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Reports")
    matter.add("description", "Numbers over time, and what the models were worth.")
    matter.add("weight", .integer(20))
    var page = PageWriter(path: PagePath.reports, title: "Reports", matter)
    let reports = snapshot.configuration.reports.values.sorted { $0.name < $1.name }
    page.body.table(
      [.init("report"), .init("newest"), .init("state"), .init("KPIs"), .init("about")],
      reports.map { report in
        let kpis = report.contents.compactMap { content -> String? in
          guard case .kpi(let name) = content else { return nil }
          return NumberText.title(name)
        }
        let view = KPIReport(report: report, snapshot: snapshot, prose: prose)
        let state =
          !view.hasNumbers
          ? "no numbers yet" : view.summary.needsAttention ? "◆ needs attention" : "✓ fine"
        return [
          page.link(.plain(report.title), PagePath.report(report.name)),
          .plain(
            view.first.map { "\(report.period.rawValue) \($0.iso)" } ?? view.newest?.iso
              ?? report.period.rawValue),
          .plain(state),
          .plain(kpis.joined(separator: ", ")), .plain(view.description ?? ""),
        ]
      })
    return page.finish(snapshot)
  }
}
