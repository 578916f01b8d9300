import Book
import Charts
import Markdown
import Workspace

/// The list of all jobs with their last nights.
struct JobIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.jobs, title: "Jobs",
      description: "What is scored with what, where it goes, and how the nights went.", weight: 12,
      snapshot: snapshot)
    guard !snapshot.jobNames.isEmpty else {
      return index.page { _ in
        "There is no job yet: \(.code("scorebook.yaml")) declares them under \(.code("jobs"))."
      }
    }
    return index.page(lead: lead) { page in
      NightsSection(snapshot: snapshot, most: 40).draw(on: &page)
      page.body.table(
        [
          .init("job"), .init("last night"), .init("state"), .init("scores"), .init("with"), .init("dates"),
          .init("writes to"),
        ], snapshot.jobNames.map { row($0, page) })
    }
  }

  /// How many there are, and which wait to be mended.
  private func lead(_ page: PageWriter) -> InlineMarkdown {
    func links(_ names: [String]) -> InlineMarkdown {
      IndexPage.named(names.map { page.link(.plain($0), PagePath.job($0)) })
    }
    let names = snapshot.jobNames
    let attention = Attention(snapshot: snapshot)
    let troubled = names.filter { !attention.nights(page, of: $0).isEmpty }
    let idle = names.filter { snapshot.runs(of: $0).isEmpty }
    let count = NumberText.count(names.count, "job")
    let state: InlineMarkdown =
      troubled.isEmpty
      ? idle.count == names.count ? "" : "; no night waits to be mended"
      : "; nights of \(links(troubled)) wait to be mended"
    return "\(count)\(state)." + (idle.isEmpty ? "" : " Never ran: \(links(idle)).")
  }

  private func row(_ name: String, _ page: PageWriter) -> [InlineMarkdown] {
    let job = snapshot.configuration.jobs[name]
    let last = snapshot.runs(of: name).first
    return [
      page.link(.plain(name), PagePath.job(name)),
      last.map { page.link(run: $0.id, .plain(RunWords.date($0))) } ?? "never ran",
      .plain(last.map(RunWords.marked) ?? NumberText.none),
      job.map { page.link(.plain($0.input), PagePath.dataset($0.input)) } ?? .recorded(nil),
      job.map { page.link(.plain($0.model.description), PagePath.model($0.model.name)) } ?? .recorded(nil),
      .plain(JobPage.schedule(job)), .code(JobPage.target(job, last)),
    ]
  }
}
