package import Book
import Datasets
package import Diagnostics
import Scoring
package import Workspace

/// Holds predictions against actual outcomes, night by night and version by version, and enters the figures.
///
/// Which version scored a night is told by what stands in the target: after a promotion each version is judged
/// by its own nights. A night whose run and outcomes are as they were is not read again; doing all of it twice
/// changes no byte of the book.
///
/// **Units:** memory for the outcomes and predictions of one night, some 200 bytes for each key, and 256 MiB of rows of
/// what is pooled anew; rows beyond that lie in temporary files in the book's folder, some 6 bytes for each and 8 for each
/// and version, and up to 60 more while they are sorted and laid out by slice, 120 where versions are compared within
/// slices. See `Pool` and `ScratchSpace`.
package struct Evaluator: Sendable {
  let plan: EvaluationPlan
  let sources: EvaluationSources
  let book: Book
  /// RFC 3339.
  let now: String
  /// Bytes of rows that are kept in memory.
  let memory: Int
  let interruption: @Sendable () -> Diagnostic?
  /// Judges also nights to whose last day the data don't reach.
  let takesBeyond: Bool

  package init(
    _ plan: EvaluationPlan, sources: EvaluationSources, book: Book, now: String,
    memory: Int? = nil, takesBeyond: Bool = false,
    interruption: @escaping @Sendable () -> Diagnostic? = { nil }
  ) {
    self.takesBeyond = takesBeyond
    self.plan = plan
    self.sources = sources
    self.book = book
    self.now = now
    self.memory = memory ?? ScratchSpace.memoryLimit
    self.interruption = interruption
  }

  /// Judges every night whose outcomes are complete.
  ///
  /// - Parameter asOf: the morning on which it is judged: only what happened before is known. A night is
  ///   mature when its date plus `maturesAfter` is not later. A command's last date, or today. Looking back
  ///   from an earlier day gives what that morning knew, and the book keeps what it knows.
  /// **Throws** for outcomes and predictions that can't be joined; then the book is as it was.
  package func evaluate(asOf: CalendarDate) throws(Diagnostic) -> EvaluationOutcome {
    let stored = try StoredEvaluations(plan, in: book)
    let commits = try sources.commits()
    try refuseForgetting(commits)
    let nights = try StandingNights(commits, plan: plan, asOf: asOf)
    let reach = takesBeyond ? nil : try sources.reach()
    if let reach, let first = nights.mature.first(where: { !plan.isFilled($0.date, reach) }) {
      throw beyond(first.date, reach)
    }
    var work = EvaluationWork(
      reader: NightReader(
        plan: plan, sources: sources, versions: try versions(),
        otherVariants: { commit throws(Diagnostic) in try otherVariants(of: commit) },
        interruption: interruption),
      stored: stored, nights: nights, space: ScratchSpace(folder: book.folder, limit: memory), now: now)
    for night in nights.mature {
      if let stop = interruption() { throw stop }
      try work.judge(night)
    }
    for night in nights.immature { work.count(try participants(of: night)) }
    let found = try work.finish()
    let isLookBack = try knowsLater(than: asOf, commits, reach)
    let written =
      isLookBack
      ? 0
      : try book.replaceEvaluations(
        of: plan.name, with: found.records, comparisons: found.comparisons, slices: found.slices)
    return EvaluationOutcome(
      name: plan.name, job: plan.job, asOf: asOf.description, nights: nights.count,
      mature: nights.mature.count, immature: nights.immature.count, computed: work.computed.count,
      unchanged: nights.mature.count - work.computed.count, written: written,
      metrics: plan.metrics.map(\.rawValue), records: found.records, comparisons: found.comparisons,
      slices: found.slices, isLookBack: isLookBack)
  }

  /// A night is forgotten when it stands no longer; where none does, the output itself is not there, as of a disk that
  /// was not mounted, and what was judged from it is not to be forgotten for that.
  private func refuseForgetting(_ commits: [CommitRecord]) throws(Diagnostic) {
    guard sources.backtest == nil, commits.isEmpty else { return }
    let judged = Set(try book.evaluations(name: plan.name).compactMap(\.date))
    guard let last = judged.max() else { return }
    throw Diagnostic(
      .evaluationOutputGone, .failure,
      "no date of job '\(plan.job)' stands in its output, and evaluation '\(plan.name)' has judged dates of it",
      expected: "the output with its dates, the last that was judged \(last)",
      next: "Put the output back. Nothing that was judged is forgotten.")
  }

  private func beyond(_ date: CalendarDate, _ reach: DataReach) -> Diagnostic {
    Diagnostic(
      .evaluationBeyondData, .notNow,
      "evaluation '\(plan.name)' would judge \(date) by outcomes that are not there yet",
      expected: "data up to \(date.adding(days: max(1, plan.maturesAfter) - 1))", found: reach.words,
      next: reach.advice("Evaluate again when the data are there"))
  }

  /// Whether the book has judged a night that stands, and whose outcomes were not complete on this morning. A night that
  /// was judged before its outcomes were there is no knowledge.
  private func knowsLater(
    than asOf: CalendarDate, _ commits: [CommitRecord], _ reach: DataReach?
  ) throws(Diagnostic) -> Bool {
    let standing = Set(commits.map(\.date))
    for record in try book.evaluations(name: plan.name) {
      guard let day = record.date, let date = CalendarDate(day), !plan.isMature(date, on: asOf) else {
        continue
      }
      if let reach, !plan.isFilled(date, reach) { continue }
      if sources.backtest != nil || standing.contains(day) { return true }
    }
    return false
  }

  private func versions() throws(Diagnostic) -> [EvaluatedVersion: VersionRecord] {
    var found: [EvaluatedVersion: VersionRecord] = [:]
    for version in try book.versions() {
      found[EvaluatedVersion(model: version.model, number: version.number)] = version
    }
    return found
  }

  /// As the book knows the run; of one that it does not know, as the job is configured today.
  private func otherVariants(of commit: CommitRecord) throws(Diagnostic) -> [String] {
    guard let run = try book.run(commit.runID), let split = run.split else { return plan.otherVariants }
    return split.others(than: run.champion)
  }

  /// Who scored a night, as far as the book knows its run; else the champion alone.
  private func participants(
    of night: StandingNights.Night
  ) throws(Diagnostic) -> [EvaluatedVersion: RunRecord.Version.Role] {
    var found: [EvaluatedVersion: RunRecord.Version.Role] = [:]
    if sources.backtest != nil {
      for version in plan.versions { found[version] = .scored }
      return found
    }
    for version in try book.run(night.commit.runID)?.versions ?? []
    where version.role == .champion || version.role == .shadow {
      let evaluated = EvaluatedVersion(model: version.model, number: version.number)
      if found[evaluated] == nil { found[evaluated] = version.role }
    }
    if let champion = EvaluatedVersion(night.commit.model) { found[champion] = .champion }
    return found
  }
}
