import Book
import Markdown
import Workspace

/// The list of all runs, by job and date.
struct RunIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Runs")
    matter.add("description", "Every night that was scored, with its versions, rows and time.")
    matter.add("weight", .integer(30))
    var page = PageWriter(path: PagePath.runs, title: "Runs", matter)
    page.body.paragraph(
      "One line for each execution of a job for a date, the newest date first. *Standing* rows are what the "
        + "target holds now; a run that was replaced keeps its page.")
    if snapshot.runs.isEmpty {
      page.body.callout(.note) { inner in
        inner.paragraph("Nothing ran yet. \(Command.firstRun(snapshot.configuration)) scores the first date.")
      }
    }
    for job in snapshot.jobNames {
      let runs = snapshot.runs.filter { $0.job == job }
        .sorted { ($0.date ?? "", $0.id) > ($1.date ?? "", $1.id) }
      page.body.heading(2, .plain(job))
      if let configured = snapshot.configuration.jobs[job] {
        page.body.paragraph(
          "Scores \(.code(configured.input)) with \(.code(configured.model.description))\(shadows(configured))."
        )
      }
      guard !runs.isEmpty else {
        page.body.paragraph("It never ran. \(.code("scorebook run \(job)")) scores its next date.")
        continue
      }
      let showsFallbacks = runs.contains { $0.fallbacks != nil }
      page.body.table(
        [
          .init("date"), .init("run"), .init("state"), .init("champion"), .init("rows", .right),
          .init("rejects", .right),
        ] + (showsFallbacks ? [.init("fallbacks", .right)] : []) + [.init("duration", .right)],
        runs.map { row($0, showsFallbacks, page) })
    }
    return page.finish(snapshot)
  }

  private func shadows(_ job: Configuration.Job) -> InlineMarkdown {
    guard !job.shadows.isEmpty else { return "" }
    return "; beside it \(.joined(job.shadows.map { .code($0.description) }))"
  }

  private func row(_ run: RunRecord, _ showsFallbacks: Bool, _ page: PageWriter) -> [InlineMarkdown] {
    [
      .plain(run.date ?? NumberText.none), page.link(run: run.id), .plain(RunWords.state(run)),
      run.champion.map { page.link(version: $0.model, $0.number) } ?? .plain(NumberText.none),
      .plain(NumberText.count(run.rowsOut)), .plain(NumberText.count(run.rejects)),
    ] + (showsFallbacks ? [.plain(NumberText.count(run.fallbacks?.rows))] : []) + [
      .plain(run.state == .running ? NumberText.none : NumberText.duration(run.stages.total))
    ]
  }
}

/// How pages call the states of a run.
enum RunWords {
  static func state(_ run: RunRecord) -> String {
    switch run.state {
    case .committed: run.isStanding ? "standing" : "replaced"
    case .refused: "refused"
    case .running, .failed, .interrupted: run.state.rawValue
    }
  }
}

/// The command that a page names where something is missing.
enum Command {
  static func firstRun(_ configuration: Configuration) -> InlineMarkdown {
    let pipeline = configuration.pipelines.keys.sorted().first
    let job = configuration.jobs.keys.sorted().first ?? "JOB"
    return .code(pipeline.map { "scorebook pipeline run \($0)" } ?? "scorebook run \(job)")
  }

  static func update(kpi name: String) -> InlineMarkdown { .code("scorebook kpi update \(name)") }
  static func evaluate(_ name: String) -> InlineMarkdown { .code("scorebook evaluate \(name)") }
  static func readout(_ name: String) -> InlineMarkdown { .code("scorebook readout \(name)") }
}
