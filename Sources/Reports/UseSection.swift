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
    let jobs = snapshot.configuration.jobs.values.sorted { $0.name < $1.name }.compactMap { job in
      let roles =
        (job.model.name == model ? ["champion \(job.model)"] : [])
        + job.shadows.filter { $0.name == model }.map { "shadow \($0)" }
        + (job.split?.variants ?? []).filter { $0.model?.name == model }.map { variant in
          "variant \(variant.name) \(variant.model.map(\.description) ?? "")"
        }
        + [job.fallback?.model].compactMap { $0 }.filter { $0.name == model }.map { "fallback \($0)" }
      return roles.isEmpty ? nil : (job: job, roles: roles)
    }
    if jobs.isEmpty {
      page.body.paragraph("No job of the workspace uses it.")
    } else {
      page.body.table(
        [.init("job"), .init("as"), .init("scores"), .init("every", .right)],
        jobs.map { job, roles in
          [
            .code(job.name), .plain(roles.joined(separator: ", ")), .code(job.input),
            .plain(job.every.map { NumberText.count($0, "day") } ?? NumberText.none),
          ]
        })
    }
    let runs = snapshot.runs(with: model)
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
          .plain(NumberText.count(run.rowsOut)),
        ] + (showsFallbacks ? [.plain(NumberText.count(run.fallbacks?.rows))] : [])
      })
    if runs.count > Self.recent {
      page.body.paragraph(
        "The newest \(Self.recent) of \(NumberText.count(runs.count)); \(page.link("all runs", PagePath.runs))."
      )
    }
  }
}
