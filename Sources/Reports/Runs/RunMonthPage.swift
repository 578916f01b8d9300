import Book
import Charts
import Markdown

/// All runs of a month.
struct RunMonthPage {
  let month: String
  /// Newest date first.
  let runs: [RunRecord]
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Runs of \(month)")
    matter.add("description", "\(Self.words(runs)).")
    // In the navigation the newest month stands first.
    matter.add("weight", .integer(1 + (Day(iso: month + "-01").map { 100_000 - $0.number } ?? 100_000)))
    var page = PageWriter(path: PagePath.runs(month), title: "Runs of \(month)", matter, snapshot.runLinks)
    let paged = runs.count { page.isPaged($0.id) }
    page.body.paragraph(.plain(Self.words(runs) + "."))
    if paged < runs.count {
      page.body.paragraph(
        "The newest runs have a page each, and older ones where something went wrong: "
          + "\(NumberText.count(paged)) of these \(NumberText.count(runs.count)). The book has all of them: "
          + "\(.code("scorebook runs RUN")).")
    }
    let jobs = Set(runs.map(\.job)).sorted()
    for job in jobs {
      if jobs.count > 1 { page.body.heading(2, page.link(.plain(job), PagePath.job(job))) }
      RunTable(runs: runs.filter { $0.job == job }, showsJob: jobs.count == 1).write(to: &page)
    }
    return page.finish(snapshot)
  }

  /// It went wrong, and wrote nothing.
  static func isBad(_ run: RunRecord) -> Bool { run.state != .committed && run.state != .running }

  /// "38 runs of 4 jobs: 212,435 rows scored, none rejected, none went wrong"
  static func words(_ runs: [RunRecord]) -> String {
    let rejects = runs.reduce(0) { $0 + ($1.rejects ?? 0) }
    let bad = runs.count(where: isBad)
    return
      "\(NumberText.count(runs.count, "run")) of \(NumberText.count(Set(runs.map(\.job)).count, "job")): "
      + "\(NumberText.count(runs.reduce(0) { $0 + ($1.rowsOut ?? 0) }, "row")) scored, "
      + "\(rejects == 0 ? "none" : NumberText.count(rejects)) rejected; "
      + "\(bad == 0 ? "none of the runs" : NumberText.count(bad, "run")) went wrong"
  }
}
