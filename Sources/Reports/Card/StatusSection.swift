import Book
import Markdown
import Workspace

/// What a card says first: which version is meant, what it is used for, and how it does.
struct StatusSection {
  let card: ModelCard
  let version: VersionRecord
  let completeness: CardCompleteness

  private var snapshot: BookSnapshot { card.snapshot }

  func write(to page: inout PageWriter) {
    tiles(&page)
    page.body.paragraph(.joined([standing, use, lastRun, drift].compactMap { $0 }, separator: " "))
  }

  private func tiles(_ page: inout PageWriter) {
    let alias = snapshot.aliases(of: card.model, version.number).first ?? "no alias"
    var columns: [MarkdownWriter.Column] = [.init(.plain(NumberText.title(alias)))]
    var cells: [InlineMarkdown] = [
      .tile("version \(version.number)", version.trainedWith ?? version.format)
    ]
    if let (metric, nights) = headline {
      columns.append(.init(.plain("\(metric.title), \(NumberText.count(nights, "night"))")))
      cells.append(
        .tile(
          NumberText.fixed(metric.value, 3),
          NumberText.bounds(metric.lower, metric.upper) { NumberText.fixed($0, 3) } ?? ""))
    }
    columns.append(.init("Verification"))
    let verification = version.verification
    switch verification.state {
    case .verified: cells.append(.tile("verified", NumberText.count(verification.cases, "case")))
    case .unverified: cells.append(.tile("unverified", "no cases"))
    case .failed: cells.append(.tile("failed", "other answers than its framework"))
    }
    columns.append(.init("Card"))
    cells.append(
      .tile(
        "\(completeness.percent)%",
        completeness.isComplete ? "complete" : "\(completeness.missing.count) missing"))
    page.body.table(columns, [cells])
  }

  /// The first metric that ranks or measures an error.
  private var headline: (metric: EvaluationRecord.Metric, nights: Int)? {
    let own = snapshot.evaluations.filter { $0.reference == version.reference && $0.date == nil }
    for name in ["auc", "accuracy", "mae", "rmse", "r2"] {
      for record in own {
        if let metric = record.metric(name) { return (metric, record.dates) }
      }
    }
    return nil
  }

  private var standing: InlineMarkdown {
    let aliases = snapshot.aliases(of: card.model, version.number)
    guard let alias = aliases.first else {
      return "\(version.reference) has no alias."
    }
    let change = snapshot.history.last {
      $0.model == card.model && $0.alias == alias && $0.number == version.number
    }
    guard let change else { return "\(version.reference) is **\(alias)**." }
    let why = change.reason.map { ": \($0)" } ?? ""
    return
      "\(version.reference) is **\(alias)** since \(NumberText.moment(change.since)), set by \(change.by)\(why)."
  }

  private var use: InlineMarkdown? {
    let uses = JobUse.all(of: card.model, snapshot.configuration)
    let roles = uses.flatMap { use in
      use.roles.filter { snapshot.resolved($0.reference) == version.reference }.map { role in
        (role: role.role.rawValue + (role.variant.map { " \($0)" } ?? ""), job: use.job.name)
      }
    }
    let kinds = roles.map(\.role).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard !kinds.isEmpty else { return "No job of the workspace uses it." }
    let words = kinds.map { kind in
      "\(kind) of \(NumberText.list(roles.filter { $0.role == kind }.map(\.job)))"
    }
    return .plain("It is \(words.joined(separator: "; ")).")
  }

  private var lastRun: InlineMarkdown? {
    func own(_ run: RunRecord) -> RunRecord.Version? {
      run.versions.first { $0.model == card.model && $0.number == version.number }
    }
    let last = snapshot.runs(with: card.model).lazy.compactMap { run in own(run).map { (run, $0.role) } }
      .first
    guard let (last, role) = last else {
      return "It has not run yet."
    }
    let name = last.date.map { "job \(last.job) for \($0)" } ?? "job \(last.job)"
    let part = part(role, last)
    let lead = "Its last run, \(name),\(part.map { " as \($0)," } ?? "")"
    switch last.state {
    case .committed:
      let rows = last.rowsOut.map { NumberText.count($0, "row") } ?? "its rows"
      let since = last.isStanding ? "" : ", which were replaced since"
      let champion = last.champion?.reference ?? "the champion"
      let words =
        switch role {
        case .champion, .scored: "wrote \(rows)"
        case .shadow: "had it as a shadow: \(champion) wrote \(rows)"
        case .variant: "had it as a variant: together with \(champion) it wrote \(rows)"
        case .fallback:
          "had it as the fallback: it answered \(NumberText.count(last.fallbacks?.rows ?? 0)) of \(rows) of \(champion)"
        }
      return .plain("Its last run, \(name), \(words)\(since).")
    case .running: return .plain("\(lead) had not ended when this page was made.")
    case .refused, .failed, .interrupted:
      return .plain("\(lead) \(last.state == .failed ? "" : "was ")\(last.state.rawValue).")
    }
  }

  /// "a shadow of repurchase@1"; nil for the champion, whose run it was.
  private func part(_ role: RunRecord.Version.Role, _ run: RunRecord) -> String? {
    let other = run.champion.map(\.reference)
    switch role {
    case .champion, .scored: return nil
    case .shadow: return other.map { "a shadow of \($0)" } ?? "a shadow"
    case .variant: return other.map { "a variant beside \($0)" } ?? "a variant"
    case .fallback: return other.map { "the fallback of \($0)" } ?? "the fallback"
    }
  }

  private var drift: InlineMarkdown? {
    guard let series = snapshot.drift(of: card.model),
      series.reference == version.reference,
      let score = series.score, let latest = score.latest
    else { return nil }
    return .plain(
      "Its scores of \(series.newest) are \(Drift.words(latest)) against training (PSI \(NumberText.fixed(latest, 3)))."
    )
  }
}
