import Book
import Charts
import Markdown
import Workspace

/// The list of all jobs with their last nights.
struct JobIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Jobs")
    matter.add("description", "What is scored with what, where it goes, and how the nights went.")
    matter.add("weight", .integer(12))
    var page = PageWriter(path: PagePath.jobs, title: "Jobs", matter, snapshot.runLinks)
    guard !snapshot.jobNames.isEmpty else {
      page.body.paragraph(
        "There is no job yet: \(.code("scorebook.yaml")) declares them under \(.code("jobs")).")
      return page.finish(snapshot)
    }
    page.body.paragraph("A job says what to score with what, and where to write it. Each has a page.")
    NightsSection(snapshot: snapshot, most: 40).draw(on: &page)
    page.body.table(
      [
        .init("job"), .init("scores"), .init("with"), .init("writes to"), .init("every"), .init("last night"),
        .init("state"),
      ],
      snapshot.jobNames.map { name in
        let job = snapshot.configuration.jobs[name]
        let last = snapshot.runs(of: name).first
        return [
          page.link(.plain(name), PagePath.job(name)),
          job.map { page.link(.plain($0.input), PagePath.dataset($0.input)) } ?? .recorded(nil),
          job.map { page.link(.plain($0.model.description), PagePath.model($0.model.name)) }
            ?? .recorded(nil),
          .code(JobPage.target(job, last)), .plain(JobPage.schedule(job)),
          last.map { page.link(run: $0.id, .plain($0.date ?? NumberText.moment($0.startedAt))) }
            ?? "never ran",
          .plain(last.map(RunWords.marked) ?? NumberText.none),
        ]
      })
    return page.finish(snapshot)
  }
}
