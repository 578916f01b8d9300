import Book
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
    matter.add("description", "\(NumberText.count(runs.count, "run")) of \(month).")
    var page = PageWriter(path: PagePath.runs(month), title: "Runs of \(month)", matter, snapshot.runLinks)
    let paged = runs.count { page.isPaged($0.id) }
    page.body.paragraph(
      paged == runs.count
        ? "Each run has a page with its versions, its profile and its provenance."
        : "The newest runs have a page each, and older ones where something went wrong: "
          + "\(NumberText.count(paged)) of these \(NumberText.count(runs.count)). The book has all of them: "
          + "\(.code("scorebook runs RUN")).")
    let jobs = Set(runs.map(\.job)).sorted()
    for job in jobs {
      if jobs.count > 1 { page.body.heading(2, page.link(.plain(job), PagePath.job(job))) }
      RunTable(runs: runs.filter { $0.job == job }, showsJob: jobs.count == 1).write(to: &page)
    }
    return page.finish(snapshot)
  }
}
