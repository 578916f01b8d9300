import Book
import Markdown

/// Runs in lines, the newest date first.
struct RunTable {
  let runs: [RunRecord]
  let showsJob: Bool

  func write(to page: inout PageWriter) {
    let showsFallbacks = runs.contains { $0.fallbacks != nil }
    let showsDate = runs.contains { $0.date != nil }
    let links = Links(runs, page)
    page.body.table(
      (showsJob ? [.init("job")] : []) + (showsDate ? [.init("date")] : []) + [
        .init("state"), .init("champion"), .init("rows written", .right), .init("rejects", .right),
      ] + (showsFallbacks ? [.init("fallbacks", .right)] : []) + [.init("duration", .right), .init("run")],
      runs.map { row($0, showsFallbacks, showsDate, links, page) })
  }

  /// The few places that very many lines lead to.
  private struct Links {
    private struct Version: Hashable {
      let model: String
      let number: Int
    }

    private var jobs: [String: InlineMarkdown] = [:]
    private var versions: [Version: InlineMarkdown] = [:]

    init(_ runs: [RunRecord], _ page: PageWriter) {
      for run in runs {
        if jobs[run.job] == nil { jobs[run.job] = page.link(.plain(run.job), PagePath.job(run.job)) }
        guard let champion = run.champion else { continue }
        let version = Version(model: champion.model, number: champion.number)
        if versions[version] == nil {
          versions[version] = page.link(version: champion.model, champion.number)
        }
      }
    }

    func job(_ run: RunRecord) -> InlineMarkdown { jobs[run.job] ?? .plain(run.job) }

    func champion(_ run: RunRecord) -> InlineMarkdown {
      run.champion.flatMap { versions[Version(model: $0.model, number: $0.number)] }
        ?? .plain(NumberText.none)
    }
  }

  private func row(
    _ run: RunRecord, _ showsFallbacks: Bool, _ showsDate: Bool, _ links: Links, _ page: PageWriter
  ) -> [InlineMarkdown] {
    (showsJob ? [links.job(run)] : [])
      + (showsDate ? [date(run, page)] : []) + [
        .plain(RunWords.marked(run)), links.champion(run),
        .plain(RunWords.written(run)), .plain(NumberText.count(run.rejects)),
      ] + (showsFallbacks ? [.plain(NumberText.count(run.fallbacks?.rows))] : []) + [
        .plain(RunWords.duration(run)),
        page.isPaged(run.id) ? page.link(run: run.id) : .code(run.id),
      ]
  }

  /// Leads to the run's page, where it has one: what is read first on a narrow screen.
  private func date(_ run: RunRecord, _ page: PageWriter) -> InlineMarkdown {
    guard let date = run.date else { return .plain(NumberText.none) }
    return page.isPaged(run.id) ? page.link(run: run.id, .plain(date)) : .plain(date)
  }
}
