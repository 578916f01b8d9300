import ArgumentParser
import Book
import Datasets
import Diagnostics
import Evaluation
import Pipelines
import Reports
import Scoring
import Site
import Workspace

struct PipelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Steps in order: one line in cron runs a whole night.",
    subcommands: [PipelineListCommand.self, PipelineRunCommand.self],
    defaultSubcommand: PipelineListCommand.self)
}

struct PipelineListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The pipelines and their steps.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = try Session(global)
    let runner = PipelineRunner(session.configuration, seconds: { Host.seconds() })
    let names = session.configuration.pipelines.keys.sorted()
    let steps = try names.map { try runner.steps(of: $0).map(\.description) }
    if global.output.json {
      return session.print(try JSONText.encode(Dictionary(zip(names, steps)) { first, _ in first }))
    }
    guard !names.isEmpty else { return session.tell("scorebook.yaml has no pipelines") }
    for (name, steps) in zip(names, steps) { session.print("\(name)\n" + steps.map { "  \($0)\n" }.joined()) }
  }
}

/// A step's result for `--json`.
private struct StepReport: Encodable {
  let step: String
  let outcome: String
  let told: [String]
  let seconds: Double

  init(_ result: PipelineRunner.StepResult) {
    step = result.step.description
    seconds = result.seconds
    switch result.outcome {
    case .done(let line): (outcome, told) = ("done", [line])
    case .failed(let problems): (outcome, told) = ("failed", problems.list.map(\.description))
    case .skipped: (outcome, told) = ("skipped", [])
    }
  }
}

struct PipelineRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a pipeline's steps in order; the first that fails stops the rest.",
    discussion: """
      Dates are given to every job of it as 'scorebook run' takes them; evaluations, readouts and KPIs are as of the last \
      of them (default: today).
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var dates: DateOptions
  @Argument(help: "The pipeline, as scorebook.yaml names it.")
  var name: String

  func run() throws {
    let session = try Session(global)
    let runner = PipelineRunner(session.configuration, seconds: { Host.seconds() })
    let steps = try runner.steps(of: name)
    let jobs = try JobSession(
      session, jobs: steps.compactMap { step in if case .run(let job) = step { job } else { nil } },
      evaluations: steps.compactMap { step in if case .evaluate(let name) = step { name } else { nil } })
    let last = try Session.date(dates.date ?? dates.to, option: dates.date == nil ? "--to" : "--date")
    let asOf = try last ?? session.today()
    let results = try runner.run(name) { step in
      try perform(step, session, jobs, asOf)
    } told: { result in
      switch result.outcome {
      case .done(let line): session.tell("\(result.step)  \(line)  (\(Quantity.seconds(result.seconds)))")
      case .failed: session.tell("\(result.step)  failed")
      case .skipped: session.tell("\(result.step)  skipped")
      }
    }
    if global.output.json { session.print(try JSONText.encode(results.map(StepReport.init))) }
    for case .failed(let problems) in results.map(\.outcome) {
      tellFailure(results, session, jobs.book, asOf)
      throw problems
    }
  }

  /// Whoever is to know of a failure is told; that this fails, too, is told besides.
  private func tellFailure(
    _ results: [PipelineRunner.StepResult], _ session: Session, _ book: Book, _ date: CalendarDate
  ) {
    guard let name = session.configuration.pipelines[name]?.onFailure,
      let audience = session.configuration.audiences[name]
    else { return }
    var failed: (step: String, identifiers: [String])?
    let told = results.map { result -> (step: String, told: [String], isSkipped: Bool) in
      switch result.outcome {
      case .done: return (result.step.description, [], false)
      case .skipped: return (result.step.description, [], true)
      case .failed(let problems):
        failed = (result.step.description, problems.list.map(\.identifier.name))
        // No cell of a row goes by mail.
        return (
          result.step.description,
          problems.list.map { ProblemText.shown($0.description, showsValues: false) }, false
        )
      }
    }
    guard let failed else { return }
    do {
      try FailureMail(session: session, pipeline: self.name, audience: audience, date: date).send(
        FailureMail.markdown(self.name, date, told), step: failed.step, identifiers: failed.identifiers,
        book: book)
    } catch let problems as Problems {
      Terminal.standardError.write(problems)
    } catch let problem as Diagnostic {
      Terminal.standardError.write(Problems([problem]))
    } catch {
      Terminal.standardError.say("\(audience.name) could not be told of the failure: \(error)")
    }
  }

  /// The command's last date, or the newest that stands: an old date that is run again must not make the
  /// evaluation or a readout forget what came after it.
  private func day(forJob name: String?, _ session: Session, _ asOf: CalendarDate) throws -> CalendarDate {
    guard let name, let job = session.configuration.jobs[name] else { return asOf }
    let standing = try session.configuration.target(of: job).commits(job: job.name).map(\.date)
    return max(asOf, standing.max().flatMap { CalendarDate($0) } ?? asOf)
  }

  private func day(
    forEvaluation name: String, _ session: Session, _ book: Book, _ asOf: CalendarDate
  ) throws -> CalendarDate {
    guard let configured = session.configuration.evaluations[name] else { return asOf }
    if let job = configured.job { return try day(forJob: job, session, asOf) }
    // Versions that it scores itself: what it knows already stays known.
    let judged = try book.evaluations(name: name).compactMap { $0.date.flatMap { CalendarDate($0) } }
    return max(asOf, judged.max()?.adding(days: configured.maturesAfter) ?? asOf)
  }

  /// A test that is over does not stop the night: its last look stands. Outcomes after today are not there, whatever
  /// morning is scored.
  private func readout(
    _ name: String, _ session: Session, _ book: Book, _ asOf: CalendarDate
  ) throws -> String {
    let readout = session.configuration.readouts[name]
    if let readout, let last = try book.readouts(name: name).last,
      let over = session.catalogue.missingSplit(of: readout, lastLook: last.asOf)
    {
      return "\(over.summary); nothing was taken"
    }
    let day = min(try day(forJob: readout?.job, session, asOf), try session.today())
    return try session.readout(name, asOf: day, book: book).record.sentence
  }

  private func perform(
    _ step: Configuration.Pipeline.Step, _ session: Session, _ jobs: JobSession, _ asOf: CalendarDate
  ) throws -> String {
    switch step {
    case .run(let name):
      guard let job = session.configuration.jobs[name] else { throw session.unknown("job", name, \.jobs) }
      let wanted = try dates.dates(of: job, session)
      let results = try jobs.run(name, dates: wanted, options: .init())
      try RunSummary(results).finish(strict: false)
      let committed = results.count { if case .committed = $0.outcome { true } else { false } }
      if committed == 0 { return "nothing new: what is asked for stands already" }
      let others = committed < wanted.count ? "; the others stood already" : ""
      return "\(committed) of \(Quantity.count(wanted.count, "date")) written\(others)"
    case .evaluate(let name):
      return Session.line(
        try session.evaluate(
          name, asOf: try day(forEvaluation: name, session, jobs.book, asOf), book: jobs.book,
          registry: jobs.registry))
    case .readout(let name):
      return try readout(name, session, jobs.book, asOf)
    case .kpis(let name):
      let (outcomes, problems) = try session.updateKPIs(name.map { [$0] }, asOf: asOf, book: jobs.book)
      try problems.throwIfAny()
      let written = outcomes.reduce(0) { $0 + $1.written }
      return
        "\(Quantity.count(outcomes.count, "KPI")), \(Quantity.count(written, "value")) new or changed"
    case .siteBuild:
      let pages = try session.buildSite(to: session.siteFolder).pages
      return "\(session.siteFolder)/index.html, \(Quantity.count(pages)) pages"
    case .send(let name):
      guard let report = session.configuration.reports[name] else {
        throw session.unknown("report", name, \.reports)
      }
      return try ReportSending(session: session, report: report).sentence()
    case .pipeline(let name): return name
    }
  }
}
