import Book
import Markdown
import Workspace

/// Which jobs a model drives, and what it did lately.
struct UseSection {
  let model: String
  let snapshot: BookSnapshot

  private static let recent = 10

  func write(to page: inout PageWriter) {
    page.body.heading(2, "Where it is used")
    let uses = JobUse.all(of: model, snapshot.configuration)
    if uses.isEmpty {
      page.body.paragraph("No job of the workspace uses it.")
    } else {
      page.body.table(
        [
          .init("job"), .init("as"), .init("version"), .init("scores"), .init("every", .right),
          .init("last run"),
        ], uses.flatMap { use in use.roles.map { row(use.job, $0, page) } })
    }
    recentRuns(&page)
  }

  private func row(_ job: Configuration.Job, _ role: JobUse.Role, _ page: PageWriter) -> [InlineMarkdown] {
    let now = snapshot.resolved(role.reference)
    var version: InlineMarkdown = .plain(now ?? role.reference.description)
    // What an alias means now stands behind it.
    if case .alias(let alias) = role.reference.pointer {
      version = .plain(now.map { "\($0), as \(alias)" } ?? "\(role.reference), which is not set")
    }
    return [
      .code(job.name), .plain(role.role.rawValue + (role.variant.map { " \($0)" } ?? "")), version,
      .code(job.input), .plain(job.every.map { NumberText.count($0, "day") } ?? NumberText.none),
      last(job.name, now).map { run in
        page.link(run: run.id, .plain("\(run.date ?? "run"), \(RunWords.state(run))"))
      } ?? .plain(NumberText.none),
    ]
  }

  private var runs: [RunRecord] {
    snapshot.runs(with: model)
  }

  /// The newest run of a job with a version in it.
  private func last(_ job: String, _ reference: String?) -> RunRecord? {
    runs.first { run in run.job == job && run.versions.contains { $0.reference == reference } }
  }

  private func recentRuns(_ page: inout PageWriter) {
    let runs = runs
    page.body.heading(3, "Recent runs")
    guard !runs.isEmpty else {
      page.body.paragraph(
        "It has not scored anything yet. \(Command.firstRun(snapshot.configuration)) runs it.")
      return
    }
    let recent = runs.prefix(Self.recent)
    let showsFallbacks = recent.contains { $0.fallbacks != nil }
    page.body.table(
      [
        .init("date"), .init("job"), .init("run"), .init("state"), .init("roles"), .init("rows", .right),
      ] + (showsFallbacks ? [.init("fallbacks", .right)] : []),
      recent.map { run in
        let roles = run.versions.filter { $0.model == model }.map { "\($0.role.rawValue) \($0.number)" }
        return [
          .plain(run.date ?? NumberText.none), .plain(run.job), page.link(run: run.id),
          .plain(RunWords.state(run)), .plain(roles.joined(separator: ", ")),
          .plain(RunWords.written(run)),
        ] + (showsFallbacks ? [.plain(NumberText.count(run.fallbacks?.rows))] : [])
      })
    if runs.count > Self.recent {
      page.body.paragraph(
        "The newest \(Self.recent) of \(NumberText.count(runs.count)); \(page.link("all runs", PagePath.runs))."
      )
    }
  }
}
