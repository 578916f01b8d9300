import Book
import Markdown

/// The list of all runs: for each job the newest nights, and its months.
struct RunIndex {
  let snapshot: BookSnapshot

  private static let newest = 7
  private static let months = 13

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.runs, title: "Runs",
      description: "Every night that was scored, with its versions, rows and time.", weight: 30,
      snapshot: snapshot)
    guard !snapshot.runs.isEmpty else {
      return index.page { _ in
        "Nothing ran yet. \(Command.firstRun(snapshot.configuration)) scores the first date."
      }
    }
    return index.page { _ in
      lead
    } rest: { page in
      months(&page)
      for job in snapshot.jobNames { newest(job, &page) }
    }
  }

  private var lead: InlineMarkdown {
    let runs = snapshot.runs
    return "\(RunMonthPage.words(runs)). As far as the book knows, the target holds the rows of a "
      + "*standing* run; of one that was *replaced* it holds others, and the book keeps the run."
  }

  private func newest(_ job: String, _ page: inout PageWriter) {
    let runs = snapshot.runs(of: job)
    page.body.heading(2, .plain(job))
    guard !runs.isEmpty else {
      page.body.paragraph("It never ran. \(.code("scorebook run \(job)")) scores its next date.")
      return
    }
    RunTable(runs: Array(runs.prefix(Self.newest)), showsJob: false).write(to: &page)
    guard runs.count > Self.newest else {
      let words = runs.contains { $0.date != nil } ? "What it does, and all of its nights" : "What it does"
      page.body.paragraph("\(page.link(.plain(words), PagePath.job(job))).")
      return
    }
    page.body.paragraph(
      "The newest \(Self.newest) of \(NumberText.count(runs.count, "run")); "
        + "\(page.link("what it does, and all of its nights", PagePath.job(job))).")
  }

  /// The newest months; a page of their own has all.
  private func months(_ page: inout PageWriter) {
    let months = snapshot.months
    page.body.heading(2, "Months")
    RunMonthIndex.table(months.prefix(Self.months), &page)
    if months.count > Self.months {
      let link = page.link(.plain("all \(NumberText.count(months.count, "month"))"), PagePath.months)
      page.body.paragraph("The newest \(Self.months); \(link).")
    }
  }
}
