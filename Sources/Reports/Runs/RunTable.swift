import Book
import Markdown

/// Runs in lines, the newest date first.
struct RunTable {
  let runs: [RunRecord]
  let showsJob: Bool

  func write(to page: inout PageWriter) {
    let showsFallbacks = runs.contains { $0.fallbacks != nil }
    let showsDate = runs.contains { $0.date != nil }
    page.body.table(
      (showsJob ? [.init("job")] : []) + (showsDate ? [.init("date")] : []) + [
        .init("state"), .init("champion"), .init("rows", .right), .init("rejects", .right),
      ] + (showsFallbacks ? [.init("fallbacks", .right)] : []) + [.init("duration", .right), .init("run")],
      runs.map { row($0, showsFallbacks, showsDate, page) })
  }

  private func row(
    _ run: RunRecord, _ showsFallbacks: Bool, _ showsDate: Bool, _ page: PageWriter
  ) -> [InlineMarkdown] {
    (showsJob ? [page.link(.plain(run.job), PagePath.job(run.job))] : [])
      + (showsDate ? [date(run, page)] : []) + [
        .plain(RunWords.marked(run)),
        run.champion.map { page.link(version: $0.model, $0.number) } ?? .plain(NumberText.none),
        .plain(NumberText.count(run.rowsOut)), .plain(NumberText.count(run.rejects)),
      ] + (showsFallbacks ? [.plain(NumberText.count(run.fallbacks?.rows))] : []) + [
        .plain(run.state == .running ? NumberText.none : NumberText.duration(run.stages.total)),
        page.isPaged(run.id) ? page.link(run: run.id) : .code(run.id),
      ]
  }

  /// Leads to the run's page, where it has one: what is read first on a narrow screen.
  private func date(_ run: RunRecord, _ page: PageWriter) -> InlineMarkdown {
    guard let date = run.date else { return .plain(NumberText.none) }
    return page.isPaged(run.id) ? page.link(run: run.id, .plain(date)) : .plain(date)
  }
}
