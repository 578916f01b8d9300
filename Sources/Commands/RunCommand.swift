import ArgumentParser
import Datasets
import Diagnostics
import Scoring
import Workspace

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Scores a job's dates and writes each exactly once.",
    discussion: """
      Without a date the newest of the job's dates up to today is run, and those inside its lookback whose \
      rows changed. A date that stands is left alone: equal means nothing to do, different is told and left. \
      --force replaces it.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var dates: DateOptions
  @Argument(help: "The job, as scorebook.yaml names it.")
  var job: String
  @Option(help: ArgumentHelp("Score with this version instead of the job's.", valueName: "name@version"))
  var model: String?
  @Flag(help: "Replace dates that stand.")
  var force = false
  @Flag(name: .customLong("dry-run"), help: "Score and judge; write nothing.")
  var dryRun = false
  @Flag(name: .customLong("keep-going"), help: "Go on with the next date after one failed.")
  var keepGoing = false
  @Flag(
    help: "Exit 3 where rows were rejected or took the fallback, or a shadow failed or left rows unanswered.")
  var strict = false

  func run() throws {
    let session = try Session(global)
    guard let configured = session.configuration.jobs[job] else { throw session.unknown("job", job, \.jobs) }
    try dates.check(configured, session)
    let wanted = try dates.dates(of: configured, session)
    let model = try model.map(session.modelReference)
    let runner = try JobSession(session, jobs: [job], model: model)
    let results = try runner.run(
      job, dates: wanted,
      options: .init(
        force: force, dryRun: dryRun, keepGoing: keepGoing, model: model))
    if global.output.json { session.print(try RunSummary(results).json()) }
    try RunSummary(results).finish(strict: strict)
  }
}

/// Which dates a command is about.
struct DateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("One date.", valueName: "yyyy-mm-dd"))
  var date: String?
  @Option(help: ArgumentHelp("The first of several dates.", valueName: "yyyy-mm-dd"))
  var from: String?
  @Option(help: ArgumentHelp("The last of several dates.", valueName: "yyyy-mm-dd"))
  var to: String?
  @Flag(help: "All of the job's dates up to today that have nothing standing.")
  var gaps = false

  func validate() throws {
    if date != nil, from != nil || to != nil || gaps {
      throw ValidationError("--date goes alone: leave out --from, --to and --gaps.")
    }
    if from == nil, to != nil, !gaps { throw ValidationError("--to needs --from.") }
  }

  /// The options that were given.
  private var given: [String] {
    [date.map { _ in "--date" }, from.map { _ in "--from" }, to.map { _ in "--to" }, gaps ? "--gaps" : nil]
      .compactMap(\.self)
  }

  /// **Throws** where the command is about dates and the job has none.
  func check(_ job: Configuration.Job, _ session: Session) throws(Diagnostic) {
    guard let option = given.first, session.configuration.dates(of: job) == .none else { return }
    throw Diagnostic(
      .commandDate, .configuration, at: session.configuration.place(of: "jobs.\(job.name)"),
      "job '\(job.name)' has no dates: its rows are the same on every day, and one result is kept",
      expected: "no \(option)",
      next: "Leave it out; or give the job 'every' and 'since', or its dataset a path with ':date'.")
  }

  /// The dates of a job, ascending; a single nil for a job without dates, whatever is asked of others.
  func dates(of job: Configuration.Job, _ session: Session) throws -> [CalendarDate?] {
    let kind = session.configuration.dates(of: job)
    if kind == .none { return [nil] }
    if date == nil, from == nil, kind == .named(isOptional: false) || gaps && kind != .scheduled {
      throw Diagnostic(
        .commandDate, .configuration, at: session.configuration.place(of: "jobs.\(job.name)"),
        gaps
          ? "job '\(job.name)' has no 'every', so that nobody knows which of its dates are missing"
          : "job '\(job.name)' keeps a result for each date, and no date is given",
        expected: gaps ? "--from with --gaps" : "--date, or --from and --to",
        next: "Or give the job 'every' and 'since'.")
    }
    let first = try Session.date(from, option: "--from")
    let last = try Session.date(to, option: "--to")
    if let day = try Session.date(date, option: "--date") {
      try job.checkDate(day)
      return [day]
    }
    guard job.every != nil || first != nil else { return [nil] }
    let today = try session.today()
    if gaps {
      let target = session.configuration.target(of: job)
      let standing = Set(try target.commits(job: job.name).map(\.date))
      return job.dates(within: first ?? job.since ?? today, last ?? today)
        .filter { !standing.contains($0.description) }
    }
    if let first {
      if let last, last < first {
        throw Diagnostic(
          .commandDate, .configuration, "--from is \(first) and --to is \(last)",
          expected: "--from before --to")
      }
      let span = job.dates(within: first, last ?? today)
      guard !span.isEmpty else {
        throw Diagnostic(
          .commandDate, .configuration, "job '\(job.name)' has no date from \(first) to \(last ?? today)",
          next: job.since.map { "Its dates begin on \($0)." })
      }
      return span
    }
    guard let newest = job.latestDate(upTo: today) else { return [] }
    return job.dates(within: newest.adding(days: -job.lookback), newest)
  }
}

extension Configuration.Job {
  /// The job's dates in a span, both ends included, oldest first; every day where it has no `every`.
  func dates(within first: CalendarDate, _ last: CalendarDate) -> [CalendarDate] {
    guard let every, let since else {
      guard first <= last else { return [] }
      return (first.daysSinceEpoch...last.daysSinceEpoch).map { CalendarDate(daysSinceEpoch: $0) }
    }
    let steps = max(0, (first.daysSinceEpoch - since.daysSinceEpoch + every - 1) / every)
    let start = first <= since ? since : since.adding(days: steps * every)
    guard start <= last else { return [] }
    return stride(from: start.daysSinceEpoch, through: last.daysSinceEpoch, by: every)
      .map { CalendarDate(daysSinceEpoch: $0) }
  }
}
