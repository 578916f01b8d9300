package import Book
package import Datasets
package import Diagnostics
package import Registry
package import Tabular
package import Workspace

extension Diagnostic.Identifier {
  package static let runNoRows = Self("run-no-rows")
  package static let runTooManyRejects = Self("run-too-many-rejects")
  package static let runDependency = Self("run-dependency")
}

/// Runs a job: plans it once, then date by date decides, scores, judges and commits.
package struct JobRunner: Sendable {
  package struct Options: Sendable, Hashable {
    /// Replace dates that stand.
    package var force = false
    /// Score and judge, commit nothing.
    package var dryRun = false
    /// Go on with the next date after one failed.
    package var keepGoing = false
    /// A version other than the job's, pinned for this command.
    package var model: ModelReference?

    package init(
      force: Bool = false, dryRun: Bool = false, keepGoing: Bool = false, model: ModelReference? = nil
    ) {
      self.force = force
      self.dryRun = dryRun
      self.keepGoing = keepGoing
      self.model = model
    }
  }

  package let configuration: Configuration
  package let book: Book
  package let registry: Registry
  package let catalogue: DatasetCatalogue
  package let environment: RunEnvironment

  package init(
    configuration: Configuration, book: Book, registry: Registry, catalogue: DatasetCatalogue,
    environment: RunEnvironment
  ) {
    self.configuration = configuration
    self.catalogue = catalogue
    self.book = book
    self.registry = registry
    self.environment = environment
  }

  /// Runs a job for some dates, oldest first; each commits alone.
  ///
  /// - Parameters:
  ///   - dates: nil for a job without dates; ascending.
  ///   - told: hears of each date as it is done.
  /// **Throws** what stops the job before its first date; what a date met stands in its result.
  package func run(
    _ name: String, dates: [CalendarDate?], options: Options = Options(),
    told: (DateResult) -> Void = { _ in }
  ) throws -> [DateResult] {
    guard let job = configuration.jobs[name] else {
      throw Diagnostic(
        .runUnknownJob, .configuration, at: .init(file: configuration.file), "there is no job '\(name)'",
        next: nearestName(to: name, among: configuration.jobs.keys).map { "Did you mean '\($0)'?" })
    }
    let lock = try JobLock(job: name, folder: configuration.location(of: ".scorebook/locks"))
    defer { withExtendedLifetime(lock) {} }
    if !options.dryRun { complaintFile.sweep() }
    let target = configuration.target(of: job)
    let commits = try recover(job, target)
    let planner = JobPlanner(catalogue: catalogue, registry: registry)
    // Files of an older date may be gone by now; any date of the command shows the columns.
    let sample = dates.first { (try? catalogue.source(job.input, date: $0).columnNames()) != nil }
    let plan = try planner.plan(job, model: options.model, date: sample ?? dates.first ?? nil)
    if let split = job.split, let before = try book.newestSplit(split.name, ofJob: name) {
      try RunningSplit(before).check(
        split, job: name, place: configuration.place(of: "jobs.\(name).split.salt"))
      if let change = RunningSplit(before).change(to: split) { environment.tell("\(name)  \(change)") }
    }

    // A command for one old date must not be inside its own lookback.
    let standing = commits.compactMap { CalendarDate($0.date) }.max()
    let newest = [dates.last ?? nil, standing].compactMap { $0 }.max()
    var results: [DateResult] = []
    for date in dates {
      let execution = DateExecution(
        runner: self, plan: plan, target: target, date: date, options: options,
        insideLookback: isInsideLookback(date, job: job, newest: newest))
      let result = execution.perform()
      results.append(result)
      told(result)
      if case .failed(let failure) = result.outcome {
        if failure.identifier == .runInterrupted || !options.keepGoing { break }
      }
    }
    return results
  }

  /// The target is the truth: what a crash left is swept, and the book is corrected from it. Gives what stands.
  private func recover(_ job: Configuration.Job, _ target: any OutputTarget) throws(Diagnostic)
    -> [StandingCommit]
  {
    try target.recover(job: job.name)
    let commits = try target.commits(job: job.name).map(StandingCommit.init)
    let name = TargetName(configuration, job)
    let correction = try book.reconcile(
      job: job.name, commits: commits, target: name.text, isTarget: name.isMeant, now: environment.now(),
      program: environment.program, process: environment.identity)
    for id in correction.committed { environment.tell("run \(id) had committed before its process died") }
    for id in correction.interrupted { environment.tell("run \(id) was interrupted and wrote nothing") }
    for id in correction.adopted { environment.tell("run \(id) stands in the target; the book now knows it") }
    for id in correction.fallen { environment.tell("run \(id) no longer stands in the target") }
    return commits
  }

  /// What programs complained of lies in a file of its own, and is shown only to who may see what rows hold.
  var complaintFile: ComplaintFile {
    ComplaintFile(
      folder: configuration.location(of: ".scorebook/complaints"), now: environment.now())
  }

  /// The cells in which a version's training profile counts, by column name.
  func trainingEdges(of version: PlannedVersion) throws(Diagnostic) -> [String: [Double]] {
    guard let profile = try book.trainingProfile(model: version.name, number: version.number) else {
      return [:]
    }
    var edges: [String: [Double]] = [:]
    for case .number(let column) in profile.inputs + profile.outputs {
      edges[column.name] = column.histogram.edges
    }
    return edges
  }

  private func isInsideLookback(
    _ date: CalendarDate?, job: Configuration.Job, newest: CalendarDate?
  ) -> Bool {
    guard let date, let newest else { return job.lookback > 0 }
    return job.lookback > 0 && newest.daysSinceEpoch - date.daysSinceEpoch <= job.lookback
  }
}

extension Diagnostic.Identifier {
  package static let runUnknownJob = Self("run-unknown-job")
}

extension StandingCommit {
  /// The book's form of what a target holds.
  init(_ commit: CommitRecord) {
    self.init(
      job: commit.job, date: commit.date, runID: commit.runID, model: commit.model,
      modelDigest: commit.modelDigest, planDigest: commit.planDigest, inputDigest: commit.inputDigest,
      sourceStamp: commit.sourceStamp, rowsIn: commit.rowsIn, rowsOut: commit.rowsOut,
      rejects: commit.rejects, committedAt: commit.committedAt)
  }
}

/// What became of one date.
package struct DateResult: Sendable {
  package enum Outcome: Sendable {
    case committed(CommitRecord, replaced: CommitRecord?, seconds: Double)
    /// `--dry-run`: what would have been committed.
    case wouldCommit(rowsIn: Int, rowsOut: Int, rejects: Int)
    case same(CommitRecord)
    case left(CommitRecord, RunDecision.LeaveReason)
    case failed(Diagnostic)
  }

  package let job: String
  /// nil for a job without dates.
  package let date: CalendarDate?
  package let outcome: Outcome
  /// What a person should know besides: a shadow that failed, the first rejects.
  package let warnings: [Diagnostic]
  /// Rows that the fallback answered; nil for a job without one, and where nothing was scored.
  package let fallbacks: Int?
  /// Rows that came out and for which a shadow has none, by its label; in the order of the plan, and only where
  /// there are any.
  package let unanswered: [(shadow: String, rows: Int)]
  /// Why rows were rejected; empty where none was, and where nothing was scored.
  package let rejectKinds: RejectKinds
  /// Rows by variant; empty for a job without a split, and where nothing was scored.
  package let variants: [VariantCount]

  package struct VariantCount: Sendable, Hashable {
    package let name: String
    /// `50%`.
    package let share: String
    /// `repurchase@2`.
    package let version: String
    package let rows: Int
  }
}
