import Book
import Charts
import Markdown
import Workspace

/// One job: what it scores with what and where it writes, how its nights went, and what hangs on it.
struct JobPage {
  let job: String
  let snapshot: BookSnapshot

  private static let lastRuns = 15
  private static let months = 24

  private var configured: Configuration.Job? { snapshot.configuration.jobs[job] }
  private var runs: [RunRecord] { snapshot.runs(of: job) }

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", job)
    matter.add("description", description)
    matter.add("layout", "report")
    var page = PageWriter(path: PagePath.job(job), title: job, matter, snapshot.runLinks)
    tiles(&page)
    trouble(&page)
    what(&page)
    guard !runs.isEmpty else {
      page.body.paragraph("It never ran. \(.code("scorebook run \(job)")) scores its next date.")
      LineageSection(snapshot: snapshot, around: .job(job)).write(to: &page)
      return page.finish(snapshot)
    }
    nights(&page)
    JobCharts(job: job, snapshot: snapshot).write(to: &page)
    drift(&page)
    lastRuns(&page)
    LineageSection(snapshot: snapshot, around: .job(job)).write(to: &page)
    return page.finish(snapshot)
  }

  private var description: String {
    guard let configured else { return "A job of the past: scorebook.yaml does not declare it any more." }
    return "Scores \(configured.input) with \(configured.model)."
  }

  /// `_out/cdnow.db#repurchase_scores`.
  static func target(_ job: Configuration.Job?, _ last: RunRecord?) -> String {
    switch job?.destination {
    case .sqlite(let file, let table)?: "\(file)#\(table)"
    case .csv(let path)?: path
    case nil: last?.target ?? NumberText.notRecorded
    }
  }

  static func schedule(_ job: Configuration.Job?) -> String {
    guard let job else { return NumberText.none }
    guard let every = job.every else {
      return job.write == .latest ? "one result only" : "dates that a command names"
    }
    let days = every == 1 ? "every day" : "every \(every) days"
    return job.write == .latest ? "\(days), of which the newest is kept" : days
  }

  private func tiles(_ page: inout PageWriter) {
    guard let last = runs.first else { return }
    let nights = snapshot.nights(of: job)
    var columns: [MarkdownWriter.Column] = [.init(last.date == nil ? "Last run" : "Last night")]
    var cells: [InlineMarkdown] = [
      "\(page.link(run: last.id, .plain(last.date ?? NumberText.moment(last.startedAt)))) *\(RunWords.marked(last))*"
    ]
    if !nights.nights.isEmpty {
      columns.append(.init("Nights"))
      cells.append(
        .tile(
          NumberText.count(nights.nights.count), nights.note))
    }
    if let standing = runs.first(where: \.isStanding) {
      columns.append(.init("Rows written"))
      cells.append(
        .tile(NumberText.count(standing.rowsOut), NumberText.count(standing.rejects ?? 0, "reject")))
      columns.append(.init("Time"))
      let speed = standing.rowsIn.flatMap { rows in
        rows > 0 && standing.stages.score > 0
          ? "\(NumberText.value(Double(rows) / standing.stages.score)) rows a second" : nil
      }
      cells.append(.tile(RunWords.duration(standing), speed ?? ""))
    }
    page.body.table(columns, [cells])
  }

  /// Nights of the job that went wrong and were not mended since.
  private func trouble(_ page: inout PageWriter) {
    let items = Attention(snapshot: snapshot).nights(page, of: job)
    guard !items.isEmpty else { return }
    page.body.callout(.warning) { inner in
      inner.paragraph("**Needs attention**")
      inner.list(Array(items.prefix(10)))
      if items.count > 10 { inner.paragraph("And \(NumberText.count(items.count - 10)) more.") }
    }
  }

  private func what(_ page: inout PageWriter) {
    page.body.heading(2, "What it does")
    guard let configured else {
      page.body.paragraph(
        "\(.code("scorebook.yaml")) does not declare it any more; the book keeps what it did.")
      return
    }
    func version(_ reference: ModelReference) -> InlineMarkdown {
      let link = page.link(.plain(reference.description), PagePath.model(reference.name))
      guard case .alias = reference.pointer, let now = snapshot.resolved(reference) else { return link }
      return "\(link), now \(now)"
    }
    var rows: [(String, InlineMarkdown)] = [
      ("scores", page.link(.plain(configured.input), PagePath.dataset(configured.input))),
      ("with", version(configured.model)),
    ]
    if !configured.shadows.isEmpty {
      rows.append(("beside it, not used", .joined(configured.shadows.map(version))))
    }
    if let split = configured.split {
      let variants = split.variants.map { variant -> InlineMarkdown in
        let share = "\(variant.name) \(variant.share)"
        return variant.model.map { "\(share) by \(version($0))" } ?? .plain(share)
      }
      rows.append(("split \(split.name)", .joined(variants)))
    }
    if let fallback = configured.fallback { rows.append(("fallback", self.fallback(fallback, version))) }
    rows.append(("writes to", .code(Self.target(configured, nil))))
    if let outputs = configured.outputs { rows.append(("columns", .joined(outputs.map { .code($0) }))) }
    if !configured.keep.isEmpty { rows.append(("keeps", .joined(configured.keep.map { .code($0) }))) }
    if !configured.rename.isEmpty {
      rows.append(
        (
          "renamed",
          .joined(
            configured.rename.sorted { $0.key < $1.key }.map { "\(.code($0.key)) is \(.code($0.value))" })
        ))
    }
    rows.append(
      ("dates", .plain(Self.schedule(configured) + (configured.since.map { ", since \($0)" } ?? ""))))
    if configured.lookback > 0 {
      rows.append(
        ("looks back", "\(NumberText.count(configured.lookback, "day")): scored again if their rows changed"))
    }
    rows.append(("rejects", .plain(Self.most(configured.maxRejects))))
    if let seconds = configured.timeLimit {
      rows.append(("time", .plain("at most \(NumberText.duration(seconds))")))
    }
    if !configured.dependsOn.isEmpty {
      rows.append(("after", .joined(configured.dependsOn.map { page.link(.plain($0), PagePath.job($0)) })))
    }
    page.body.facts(rows)
  }

  private static func most(_ limit: Configuration.Limit) -> String {
    switch limit {
    case .count(0), .share(0): "none is allowed"
    case .count(let rows): "at most \(NumberText.count(rows, "row"))"
    case .share(let share): "at most \(NumberText.value(share * 100))% of the rows"
    }
  }

  private func fallback(
    _ fallback: Configuration.Fallback, _ version: (ModelReference) -> InlineMarkdown
  ) -> InlineMarkdown {
    var words: InlineMarkdown =
      switch fallback.answer {
      case .model(let reference): version(reference)
      case .value: "a fixed value"
      case .defaultOutput: "the version's own default"
      }
    if let unsure = fallback.unsureBelow {
      words = "\(words); also where the likeliest class has less than \(NumberText.value(unsure))"
    }
    if let limit = fallback.limit { words = "\(words); \(Self.most(limit))" }
    return words
  }

  private func nights(_ page: inout PageWriter) {
    let nights = snapshot.nights(of: job)
    guard !nights.nights.isEmpty else { return }
    page.body.heading(2, "Its nights")
    let shown = nights.months(Self.months)
    page.body.paragraph(.plain(nights.sentence))
    page.figure(
      CalendarChart(title: "Nights of job \(job)", months: shown), "nights",
      caption: "A cell for each date of the job, its newest month first"
        + (shown.count < nights.nights.count ? "; the last \(Self.months) months." : ".")
        + " Missing is a date of the job without a run, up to the newest date that any job of the book has."
    )
  }

  private func drift(_ page: inout PageWriter) {
    guard let drift = snapshot.drifts[job] else { return }
    page.body.heading(2, "Drift")
    page.body.paragraph(drift.sentence)
    page.body.paragraph("\(page.link("Drift of its score and inputs by night", PagePath.drift(job))).")
  }

  private func lastRuns(_ page: inout PageWriter) {
    page.body.heading(2, "Last runs")
    RunTable(runs: Array(runs.prefix(Self.lastRuns)), showsJob: false).write(to: &page)
    guard runs.count > Self.lastRuns else { return }
    let months = Set(runs.map(\.month)).sorted(by: >)
    page.body.paragraph(
      "The newest \(Self.lastRuns) of \(NumberText.count(runs.count)). By month: "
        + .joined(months.prefix(36).map { page.link(.plain($0), PagePath.runs($0)) })
        + (months.count > 36 ? "; \(page.link("older ones", PagePath.runs))." : "."))
  }
}
