import Book
import Charts
import Markdown
import Workspace

/// The numbers at the head of the first page: the last night of the job with the most rows, how all jobs did, how good
/// the model is, and where KPIs stand against their targets.
struct HomeTiles {
  let snapshot: BookSnapshot

  private static let most = 5
  private static let named = 2

  private struct Tile {
    let title: String
    let cell: InlineMarkdown
  }

  func write(to page: inout PageWriter) {
    let tiles = [largest(page), jobs(page), quality(page)].compactMap { $0 } + kpis(page)
    guard tiles.count > 1 else { return }
    let shown = tiles.prefix(Self.most)
    page.body.table(shown.map { .init(.plain($0.title)) }, [shown.map(\.cell)])
  }

  /// Of each job the newest run that stands; the jobs by name.
  private var standing: [RunRecord] {
    snapshot.jobNames.compactMap { snapshot.runs(of: $0).first(where: \.isStanding) }
  }

  private func largest(_ page: PageWriter) -> Tile? {
    let standing = standing
    guard let most = standing.map({ $0.rowsOut ?? 0 }).max(),
      let run = standing.first(where: { ($0.rowsOut ?? 0) == most })
    else { return nil }
    let day = run.date ?? NumberText.day(run.startedAt)
    return Tile(
      title: "Last night of \(run.job)",
      cell: "\(page.link(run: run.id, .plain(day))) *\(NumberText.count(most, "row")), "
        + "\(NumberText.count(run.rejects ?? 0, "reject"))*")
  }

  /// Whether rows of the job's newest night stand; of a job without dates those of its newest run.
  private func isDone(_ job: String) -> Bool {
    guard let newest = snapshot.nights(of: job).nights.last else {
      return snapshot.runs(of: job).first?.isStanding == true
    }
    return [.standing, .again, .warned].contains(newest.state)
  }

  /// Jobs whose last night stands, of all.
  private func jobs(_ page: PageWriter) -> Tile? {
    let names = snapshot.jobNames
    guard names.count > 1, !snapshot.runs.isEmpty else { return nil }
    let open = names.filter { !isDone($0) }
    var note = ""
    if open.isEmpty {
      let newest = standing.filter { $0.date != nil }.max {
        ($0.date ?? "", $1.job) < ($1.date ?? "", $0.job)
      }
      if let newest, let date = newest.date { note = "newest: \(newest.job), \(date)" }
    } else {
      let rest = open.count - Self.named
      note =
        "not: \(open.prefix(Self.named).joined(separator: ", "))"
        + (rest > 0 ? " and \(NumberText.count(rest)) more" : "")
    }
    let count = "\(NumberText.count(names.count - open.count)) of \(NumberText.count(names.count))"
    return Tile(
      title: "Jobs whose last night stands",
      cell: note.isEmpty
        ? page.link(.plain(count), PagePath.jobs) : "\(page.link(.plain(count), PagePath.jobs)) *\(note)*")
  }

  /// The leading version of the first evaluation that has one, by its first measure.
  private func quality(_ page: PageWriter) -> Tile? {
    for name in EvaluationPage.names(snapshot) {
      let verdict = EvaluationVerdict(name, snapshot)
      guard let version = verdict.view?.leading, let pooled = version.pooled,
        let metric = verdict.shown.first,
        let value = pooled.metric(metric)
      else { continue }
      let decimals = ["auc", "average_precision"].contains(metric) ? 3 : 4
      let bounds = NumberText.bounds(value.lower, value.upper) { NumberText.fixed($0, decimals) }
      let notes = [bounds, NumberText.count(pooled.dates, "night")].compactMap { $0 }
      return Tile(
        title: "\(MetricTitle.of(metric)) of \(version.reference)",
        cell: "\(page.link(.plain(NumberText.fixed(value.value, decimals)), PagePath.evaluation(name))) "
          + "*\(notes.joined(separator: ", "))*")
    }
    return nil
  }

  private func kpis(_ page: PageWriter) -> [Tile] {
    snapshot.configuration.kpis.values.sorted { $0.name < $1.name }.compactMap { kpi in
      let series = KPISeries(kpi, snapshot)
      guard let target = kpi.target, let value = series.newestValue else { return nil }
      let sign = series.isTargetMet.map { $0 ? "✓ " : "✗ " } ?? ""
      let verdict = series.isTargetMet.map { $0 ? " met" : " missed" } ?? ""
      let note = "\(sign)target \(series.format.text(target))\(verdict)"
      return Tile(
        title: NumberText.title(kpi.name),
        cell: "\(KPILink.to(kpi.name, page, snapshot, .plain(series.format.text(value)))) *\(note)*")
    }
  }
}
