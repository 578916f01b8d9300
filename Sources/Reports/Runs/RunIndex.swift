import Book
import Markdown

/// The list of all runs: for each job the newest nights, and its months.
struct RunIndex {
  let snapshot: BookSnapshot

  private static let newest = 7

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Runs")
    matter.add("description", "Every night that was scored, with its versions, rows and time.")
    matter.add("weight", .integer(30))
    var page = PageWriter(path: PagePath.runs, title: "Runs", matter, snapshot.runLinks)
    page.body.paragraph(
      "A run is one execution of a job for a date. *Standing* rows are what the target holds now; a run that was "
        + "replaced is kept. Each month has a page with all of its runs.")
    if snapshot.runs.isEmpty {
      page.body.callout(.note) { inner in
        inner.paragraph("Nothing ran yet. \(Command.firstRun(snapshot.configuration)) scores the first date.")
      }
    }
    months(&page)
    for job in snapshot.jobNames {
      let runs = snapshot.runs(of: job)
      page.body.heading(2, .plain(job))
      page.body.paragraph(
        "\(page.link("What it does, and all of its nights", PagePath.job(job))).")
      guard !runs.isEmpty else {
        page.body.paragraph("It never ran. \(.code("scorebook run \(job)")) scores its next date.")
        continue
      }
      RunTable(runs: Array(runs.prefix(Self.newest)), showsJob: false).write(to: &page)
      if runs.count > Self.newest {
        page.body.paragraph("The newest \(Self.newest) of \(NumberText.count(runs.count, "run")).")
      }
    }
    return page.finish(snapshot)
  }

  /// A line for each month, the newest first.
  private func months(_ page: inout PageWriter) {
    let months = snapshot.months
    guard !months.isEmpty else { return }
    page.body.heading(2, "Months")
    page.body.table(
      [
        .init("month"), .init("runs", .right), .init("rows scored", .right), .init("rejects", .right),
        .init("not done", .right), .init("time", .right),
      ],
      months.map { month, runs in
        let bad = runs.count { $0.state != .committed && $0.state != .running }
        return [
          page.link(.plain(month), PagePath.runs(month)), .plain(NumberText.count(runs.count)),
          .plain(NumberText.count(runs.reduce(0) { $0 + ($1.rowsOut ?? 0) })),
          .plain(NumberText.count(runs.reduce(0) { $0 + ($1.rejects ?? 0) })),
          .plain(bad == 0 ? "0" : "\(NumberText.count(bad)) ✗"),
          .plain(NumberText.duration(runs.reduce(0) { $0 + $1.stages.total })),
        ]
      })
  }
}
