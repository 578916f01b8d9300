import Book
import Charts
import Markdown
import Workspace

/// The first page: the last nights, the models, the KPIs, and what needs attention.
struct HomePage {
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  private static let nights = 1
  private static let attention = 12
  private static let questions = 6
  /// Jobs whose last nights stand here; the page of all jobs has more.
  private static let jobs = 12
  private static let sparkline = 26

  func page() -> PageWriter.Page {
    let title = prose.home?.title ?? snapshot.configuration.site.title
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", prose.home?.description)
    matter.add("layout", "home")
    if let navigation = prose.home?.navigation, !navigation.isEmpty {
      matter.add("navigation", .list(navigation.map { .text($0) }))
    }
    var page = PageWriter(
      path: PagePath.home, title: title, heading: prose.home?.headingMarkdown, matter, snapshot.runLinks)
    if let prose = prose.home { page.prose(prose) }
    HomeTiles(snapshot: snapshot).write(to: &page)
    let attention = Attention(snapshot: snapshot).items(page)
    if !attention.isEmpty {
      page.body.callout(.warning) { inner in
        inner.paragraph("**Needs attention**")
        inner.list(Array(attention.prefix(Self.attention)))
        if attention.count > Self.attention {
          inner.paragraph("And \(NumberText.count(attention.count - Self.attention)) more: see the jobs.")
        }
        if attention.prefix(Self.attention).contains(where: { $0.markdown.contains("(PSI ") }) {
          inner.paragraph(
            "PSI, the population stability index, tells how far rows lie from those of training: below 0.1 nothing has "
              + "changed that matters, from 0.2 on it has.")
        }
      }
    }
    nights(&page)
    models(&page)
    questions(&page)
    kpis(&page)
    return page.finish(snapshot)
  }

  private func nights(_ page: inout PageWriter) {
    page.body.heading(2, "Last nights")
    NightsSection(snapshot: snapshot, most: Self.jobs).draw(on: &page)
    var rows: [[InlineMarkdown]] = []
    for job in snapshot.jobNames.prefix(Self.jobs) {
      let runs = snapshot.runs(of: job).lazy.filter { $0.state != .committed || $0.isStanding }
      let name = page.link(.plain(job), PagePath.job(job))
      guard !runs.isEmpty else {
        rows.append([name, "never ran"])
        continue
      }
      rows += runs.prefix(Self.nights).map { run in
        [
          name, page.link(run: run.id, .plain(RunWords.date(run))),
          .plain(RunWords.marked(run)),
          run.champion.map { page.link(version: $0.model, $0.number) } ?? .plain(NumberText.none),
          .plain(RunWords.written(run)), .plain(NumberText.count(run.rejects)),
          .plain(RunWords.duration(run)),
        ]
      }
    }
    if snapshot.runs.isEmpty {
      page.body.callout(.note) { inner in
        inner.paragraph("Nothing ran yet. \(Command.firstRun(snapshot.configuration)) scores the first date.")
      }
      return
    }
    page.body.table(
      [
        .init("job"), .init("date"), .init("state"), .init("champion"), .init("rows", .right),
        .init("rejects", .right), .init("duration", .right),
      ], rows)
    let rest = snapshot.jobNames.count - Self.jobs
    page.body.paragraph(
      "\(page.link(rest > 0 ? "All \(snapshot.jobNames.count) jobs" : "All jobs", PagePath.jobs)), \(page.link("all runs", PagePath.runs)), "
        + "\(page.link("what is made from what", PagePath.lineage)).")
  }

  private func models(_ page: inout PageWriter) {
    page.body.heading(2, "Models")
    guard !snapshot.modelNames.isEmpty else {
      page.body.paragraph("There is no model yet. \(.code("scorebook model add")) registers one.")
      return
    }
    page.body.table(
      [
        .init("model"), .init("question"), .init("version"), .init("AUC", .right), .init("log loss", .right),
        .init("nights", .right),
      ], snapshot.modelNames.flatMap { rows(of: $0, page) })
  }

  /// A line for the champion and one for the challenger; the newest version where there is neither.
  private func rows(of model: String, _ page: PageWriter) -> [[InlineMarkdown]] {
    let question = snapshot.configuration.models[model]?.question
    var versions = ["champion", "challenger"].compactMap { alias in
      snapshot.number(of: alias, in: model).map { (number: $0, name: alias) }
    }
    if versions.isEmpty, let newest = snapshot.versions(of: model).last {
      let isBaseline = snapshot.configuration.models.values.contains {
        $0.baseline.flatMap(snapshot.resolved) == newest.reference
      }
      versions = [(newest.number, isBaseline ? "baseline" : "newest")]
    }
    let name = page.link(.plain(model), PagePath.model(model))
    guard !versions.isEmpty else { return [[name, .recorded(question), "not registered yet"]] }
    return versions.enumerated().map { place, version in
      let pooled = snapshot.evaluations.first {
        $0.model == model && $0.number == version.number && $0.date == nil
      }
      return [
        place == 0 ? name : "", place == 0 ? .recorded(question) : "",
        .plain("\(version.number), \(version.name)"), .plain(pooled?.text(of: "auc") ?? NumberText.none),
        .plain(pooled?.text(of: "log_loss") ?? NumberText.none),
        .plain(pooled.map { NumberText.count($0.dates) } ?? NumberText.none),
      ]
    }
  }

  /// What is being found out: experiments by their newest trial, and splits.
  private func questions(_ page: inout PageWriter) {
    let experiments = snapshot.experiments.filter { !$0.trials.isEmpty || $0.question != nil }
      .sorted { ($0.trials.last?.startedAt ?? "", $1.name) > ($1.trials.last?.startedAt ?? "", $0.name) }
    let readouts = snapshot.readoutNames
    guard !experiments.isEmpty || !readouts.isEmpty else { return }
    page.body.heading(2, "Questions")
    var rows = experiments.prefix(Self.questions).map { view -> [InlineMarkdown] in
      [
        page.link(.plain(TrialText.short(view.name, 40)), view.path), .recorded(view.question),
        .plain(ExperimentIndex.verdict(view)),
      ]
    }
    rows += readouts.prefix(Self.questions).map { name in
      let record = snapshot.readouts.last { $0.name == name }
      return [
        page.link(.plain(name), PagePath.readout(name)),
        .plain(
          record.map { "Split \($0.split) of job \($0.job), looked at on \($0.asOf)" } ?? "not looked at yet"),
        .plain(record.map(ReadoutIndex.outcome) ?? NumberText.none),
      ]
    }
    page.body.table([.init("experiment or readout"), .init("question"), .init("what it showed")], rows)
  }

  private func kpis(_ page: inout PageWriter) {
    let kpis = snapshot.configuration.kpis.values.sorted { $0.name < $1.name }
    guard !kpis.isEmpty else { return }
    page.body.heading(2, "KPIs")
    var rows: [[InlineMarkdown]] = []
    for kpi in kpis {
      let series = KPISeries(kpi, snapshot)
      let link = KPILink.to(kpi.name, page, snapshot)
      guard let latest = series.latest, let value = series.values[latest] else {
        rows.append([link, "", "no value yet", "", "", "", "\(Command.update(kpi: kpi.name)) asks for it"])
        continue
      }
      let recent = Array(series.values.suffix(Self.sparkline))
      let line = Sparkline(
        title: "\(NumberText.title(kpi.name)), \(recent.count) values", format: series.format.chart,
        values: recent)
      rows.append([
        link, page.sparkline(line, "kpi-\(kpi.name)"), .plain(series.days[latest].iso),
        KPILink.to(kpi.name, page, snapshot, .plain(series.format.text(value))),
        .plain(kpi.target.map { series.format.text($0) } ?? NumberText.none),
        .plain(series.isTargetMet.map { $0 ? "✓ met" : "✗ missed" } ?? NumberText.none),
        .plain(series.shortSignal),
        .plain(kpi.direction.map { $0 == .up ? "more is better" : "less is better" } ?? NumberText.none),
      ])
    }
    page.body.table(
      [
        .init("KPI"), .init("course"), .init("period from"), .init("latest", .right), .init("target", .right),
        .init("state"), .init("signal"), .init("wanted"),
      ], rows)
  }
}
