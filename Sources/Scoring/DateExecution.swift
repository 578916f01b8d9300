import Book
import Datasets
package import Diagnostics
import Tabular
import Workspace

/// One run: score, judge, commit, for one date.
struct DateExecution {
  let runner: JobRunner
  let plan: RunPlan
  let target: any OutputTarget
  let date: CalendarDate?
  let options: JobRunner.Options
  let insideLookback: Bool

  private var environment: RunEnvironment { runner.environment }

  func perform() -> DateResult {
    do throws(Diagnostic) {
      if let interruption = environment.watch.interruption() { throw interruption }
      let standing = try target.standing(job: plan.job.name, date: date?.description)
        .flatMap { $0.date == date?.description ?? "" ? $0 : nil }
      if standing == nil, let later = try laterCommit() { return result(.left(later, .laterDate)) }
      let early = RunDecision.judge(
        standing: standing, planDigest: plan.digest, force: options.force, isDated: date != nil)
      if case .leave(let commit, let reason)? = early { return result(.left(commit, reason)) }
      let source: any DatasetSource
      let stamp: SourceStamp
      do throws(Diagnostic) {
        source = try runner.catalogue.source(plan.job.input, date: date)
        stamp = try source.stamp()
      } catch {
        guard early == nil, date != nil, let standing, error.identifier == .csvNoMatch else { throw error }
        return result(.left(standing, .inputGone))
      }
      let decision: RunDecision
      if let early { decision = early } else { decision = try compared(standing, source, stamp) }
      switch decision {
      case .score, .compare: return try score(source, stamp, replacing: nil)
      case .replace(let commit): return try score(source, stamp, replacing: commit)
      case .leave(let commit, let reason): return result(.left(commit, reason))
      case .same:
        guard let standing else { return try score(source, stamp, replacing: nil) }
        return result(.same(standing))
      }
    } catch {
      return result(.failed(error))
    }
  }

  /// Where only one date is kept: a later one that an earlier date must not push out.
  private func laterCommit() throws(Diagnostic) -> CommitRecord? {
    guard plan.job.write == .latest, !options.force, let day = date?.description else { return nil }
    return try target.commits(job: plan.job.name).first { $0.date > day }
  }

  /// What stands under the same plan, held against the input: by its stamp, else by its rows.
  private func compared(
    _ standing: CommitRecord?, _ source: any DatasetSource, _ stamp: SourceStamp
  ) throws(Diagnostic) -> RunDecision {
    guard let standing else { return .score }
    let decision = RunDecision.judge(standing: standing, stamp: stamp.digest)
    guard case .compare = decision else { return decision }
    return RunDecision.judge(
      standing: standing, inputDigest: try digest(of: source).description,
      mayReplace: insideLookback || date == nil)
  }

  private func result(
    _ outcome: DateResult.Outcome, _ warnings: [Diagnostic] = [], of scored: Engine.Outcome? = nil
  ) -> DateResult {
    DateResult(
      job: plan.job.name, date: date, outcome: outcome, warnings: warnings,
      fallbacks: plan.fallback == nil ? nil : scored?.fallbacks,
      unanswered: zip(plan.shadowPlaces, scored?.unanswered ?? []).filter { $0.1 > 0 }
        .map { (plan.versions[$0].label, $1) },
      rejectKinds: scored?.rejectKinds ?? RejectKinds(),
      variants: scored.flatMap { plan.split?.counts($0.variantRows, plan.versions) } ?? [])
  }

  private var threads: Int {
    switch plan.job.threads {
    case .all: WorkerThreads.processors
    case .count(let count): count
    }
  }

  private func digest(of source: any DatasetSource) throws(Diagnostic) -> RowDigest {
    try source.rowDigest(plan.binding.layout, timed(from: environment.seconds()))
  }

  private func score(
    _ source: any DatasetSource, _ stamp: SourceStamp, replacing: CommitRecord?
  ) throws(Diagnostic) -> DateResult {
    try requireDependencies()
    let runID = environment.makeRunID()
    let began = environment.seconds()
    // A dry run leaves no trace.
    if !options.dryRun {
      try runner.book.begin(
        RunStart(
          id: runID, job: plan.job.name, date: date?.description, startedAt: environment.now(),
          versions: plan.versions.map { RunRecord.Version($0) }, planDigest: plan.digest,
          target: TargetName(runner.configuration, plan.job).text, threads: threads,
          process: environment.identity, program: environment.program,
          split: plan.split?.record(plan.versions)))
    }
    var outcome = Engine.Outcome()
    var clock = StageClock(began)
    do throws(Diagnostic) {
      let stage = try target.stage(plan.outputPlan(date: date, runID: runID))
      defer { stage.discard() }
      outcome = try Engine(
        source: source, layout: plan.binding.layout, seats: plan.seats, split: plan.engineSplit,
        fallback: plan.engineFallback(isLate: lateness(from: began)), stage: stage, profile: plan.profile,
        digest: true, threads: threads, watch: timed(from: began)
      ).run()
      if !options.dryRun {
        let complaints =
          [outcome.championComplaint] + outcome.shadowFailures.sorted { $0.key < $1.key }.map(\.value.aside)
        outcome.complaintFile = runner.complaintFile.keep(complaints.compactMap { $0 }, run: runID)
      }
      clock.scored = environment.seconds()
      // Rows that changed while they were read would be committed under a stamp that is not theirs.
      let after = try source.stamp()
      if after != stamp {
        throw Diagnostic(
          .runSourceChanged, .notNow, "dataset '\(plan.job.input)' changed while it was read",
          next: "Nothing was written. Run again when its files are complete.")
      }
      try judge(outcome, showsValues: environment.showsValues)
      clock.judged = environment.seconds()
      if options.dryRun {
        return result(
          .wouldCommit(rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut, rejects: outcome.rejects),
          warnings(outcome), of: outcome)
      }
      let record = commitRecord(runID, outcome, stamp)
      var afterwards: [Diagnostic] = []
      do throws(Diagnostic) {
        try Interruption.holding { () throws(Diagnostic) in try stage.commit(record) }
      } catch {
        // What failed may have failed after the commit: the target knows.
        guard stands(runID) else { throw error }
        afterwards.append(unsettled(error))
      }
      clock.committed = environment.seconds()
      do throws(Diagnostic) {
        try finish(runID, .committed, outcome, stamp, clock, problems: nil)
      } catch {
        afterwards.append(unsettled(error))
      }
      return result(
        .committed(record, replaced: replacing, seconds: environment.seconds() - began),
        warnings(outcome) + afterwards, of: outcome)
    } catch {
      let state: RunRecord.State =
        switch error.kind {
        case .refused: .refused
        case .failure, .configuration, .notNow:
          environment.watch.interruption() != nil ? .interrupted : .failed
        }
      let failure = options.dryRun ? error : kept(error, runID)
      // The run's own failure is what a person must hear; the book is corrected at the next command.
      try? finish(runID, state, outcome, stamp, clock, problems: record(of: failure, outcome))
      return result(.failed(failure), warnings(outcome))
    }
  }

  /// The jobs named by `depends_on` must stand for the same date.
  private func requireDependencies() throws(Diagnostic) {
    for name in plan.job.dependsOn {
      guard let job = runner.configuration.jobs[name] else { continue }
      let other = runner.configuration.target(of: job)
      guard try other.standing(job: name, date: date?.description) == nil else { continue }
      throw Diagnostic(
        .runDependency, .notNow,
        "job '\(plan.job.name)' depends on '\(name)', which has nothing for \(date?.description ?? "now")",
        next: "Run 'scorebook run \(name)\(date.map { " --date \($0)" } ?? "")' first.")
    }
  }

  /// Limits of the whole date, before anything of it is visible.
  private func judge(_ outcome: Engine.Outcome, showsValues: Bool) throws(Diagnostic) {
    let day = date.map { " for \($0)" } ?? ""
    if outcome.rowsIn == 0 {
      throw Diagnostic(
        .runNoRows, .refused, "dataset '\(plan.job.input)' has no rows\(day)",
        next: "Nothing was written. Check its files and its query.")
    }
    try outcome.judge(
      plan.job.maxRejects, what: "dataset '\(plan.job.input)'\(day)",
      advice: "Nothing was written. Mend the rows, or raise max_rejects of job '\(plan.job.name)'.",
      showsValues: showsValues)
    if let limit = plan.job.fallback?.limit { try outcome.judgeFallbacks(limit, job: plan.job.name) }
  }

  private func kept(_ failure: Diagnostic, _ runID: String) -> Diagnostic {
    guard let aside = failure.aside else { return failure }
    return told(failure, in: runner.complaintFile.keep([aside], run: runID))
  }

  private func told(_ problem: Diagnostic, in file: String?) -> Diagnostic {
    guard problem.aside != nil, let file else { return problem }
    return problem.adding(
      next: "What the program wrote to standard error is kept in \(file).",
      keepsAside: environment.showsValues)
  }

  /// What the book keeps of a failure: never what a cell held.
  private func record(of failure: Diagnostic, _ outcome: Engine.Outcome) -> String {
    guard failure.identifier == .runTooManyRejects else { return failure.description }
    do throws(Diagnostic) {
      try judge(outcome, showsValues: false)
      return failure.summary
    } catch {
      return error.description
    }
  }

  private func warnings(_ outcome: Engine.Outcome) -> [Diagnostic] {
    let champion = outcome.championFailure.map { failure in
      Diagnostic(
        .runChampionFailed, .failure, severity: .warning,
        at: Diagnostic.Place(file: failure.source, line: failure.line), failure.reason,
        next: "The fallback answers where it does.", aside: outcome.championComplaint)
    }
    let all =
      [champion].compactMap { $0 }
      + outcome.shadowFailures.sorted { $0.key < $1.key }.map { label, failure in
        // A diagnostic ends with its own full stop.
        let reason = failure.description
        return Diagnostic(
          .runShadowFailed, .failure, severity: .warning,
          "shadow \(label) failed: \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)",
          next: "The champion's rows are complete.", aside: failure.aside)
      }
    return all.map { told($0, in: outcome.complaintFile) }
  }

  private func stands(_ runID: String) -> Bool {
    let standing = try? target.standing(job: plan.job.name, date: date?.description)
    return standing?.runID == runID
  }

  private func unsettled(_ failure: Diagnostic) -> Diagnostic {
    Diagnostic(
      .runUnsettled, .failure, severity: .warning, at: failure.place,
      "rows were committed, and then: \(failure.summary)", found: failure.found,
      next: "Nothing is lost: the next 'scorebook run \(plan.job.name)' settles it from the target.")
  }

  private func commitRecord(
    _ runID: String, _ outcome: Engine.Outcome, _ stamp: SourceStamp
  ) -> CommitRecord {
    CommitRecord(
      job: plan.job.name, date: date?.description ?? "", runID: runID, model: plan.champion.label,
      modelDigest: plan.champion.digest, planDigest: plan.digest, inputDigest: outcome.digest.description,
      sourceStamp: stamp.digest, rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut, rejects: outcome.rejects,
      committedAt: environment.now())
  }

  private func finish(
    _ runID: String, _ state: RunRecord.State, _ outcome: Engine.Outcome, _ stamp: SourceStamp,
    _ clock: StageClock, problems: String?
  ) throws(Diagnostic) {
    if options.dryRun { return }
    let notes = [problems].compactMap { $0 } + warnings(outcome).map(\.description)
    let edges = try runner.trainingEdges(of: plan.champion)
    let profile = outcome.profile?.record(edges: edges)
    try runner.book.finish(
      runID,
      RunEnd(
        state: state, finishedAt: environment.now(), inputDigest: outcome.digest.description,
        sourceStamp: stamp.digest, rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut, rejects: outcome.rejects,
        stages: clock.stages, problems: notes.isEmpty ? nil : notes.joined(separator: "\n"),
        fallbacks: fallbacks(outcome), restarts: outcome.restarts,
        unanswered: Dictionary(
          uniqueKeysWithValues: zip(plan.shadowPlaces, outcome.unanswered).map { ($0, $1) }),
        variantRows: plan.split == nil ? [] : outcome.variantRows),
      profiles: profile.map { [$0] } ?? [])
  }

  /// nil where the job has no fallback, and where the run did not come so far.
  private func fallbacks(_ outcome: Engine.Outcome) -> RunRecord.Fallbacks? {
    guard plan.fallback != nil, outcome.rowsIn > 0 else { return nil }
    return RunRecord.Fallbacks(
      rows: outcome.fallbacks, reasons: outcome.fallbackReasons.map(\.description))
  }

  /// Whether the champion has had the time that the job's fallback gives it.
  private func lateness(from began: Double) -> @Sendable () -> Bool {
    guard let after = plan.job.fallback?.after else { return { false } }
    let seconds = environment.seconds
    return { seconds() - began > after }
  }

  private func timed(from began: Double) -> Watch {
    guard let limit = plan.job.timeLimit else { return environment.watch }
    let (watch, seconds, job) = (environment.watch, environment.seconds, plan.job.name)
    return Watch(
      interruption: {
        if let interruption = watch.interruption() { return interruption }
        guard seconds() - began > limit else { return nil }
        return Diagnostic(
          .runTimeLimit, .failure, "job '\(job)' took longer than its time_limit of \(limit) s",
          next: "Nothing was written. Raise time_limit, or give it more threads.")
      }, progress: watch.progress)
  }
}

extension Diagnostic.Identifier {
  package static let runSourceChanged = Self("run-source-changed")
  package static let runChampionFailed = Self("run-champion-failed")
  package static let runShadowFailed = Self("run-shadow-failed")
  package static let runUnsettled = Self("run-unsettled")
}

/// When each stage ended, on a clock that never jumps.
struct StageClock {
  let began: Double
  var scored: Double?
  var judged: Double?
  var committed: Double?

  init(_ began: Double) { self.began = began }

  /// **Units:** seconds; 0 for a stage that was not reached.
  var stages: RunRecord.Stages {
    RunRecord.Stages(
      score: (scored ?? began) - began, judge: judged.map { $0 - (scored ?? $0) } ?? 0,
      commit: committed.map { $0 - (judged ?? $0) } ?? 0)
  }
}
