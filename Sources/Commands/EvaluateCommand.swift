import ArgumentParser
import Book
import Datasets
import Diagnostics
import Evaluation
import Registry
import Scoring
import Workspace

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Holds predictions against what really happened.",
    discussion: """
      A date is judged once its outcomes are complete: its day plus matures_after is not later than --as-of. \
      Younger dates are counted and left out. Figures go into the book, for each version, date by date and \
      pooled; a date whose rows and outcomes are as they were is not computed again. A look back, from a morning \
      on which less was known than the book knows, is shown and not entered.

      Then each version is compared with the baseline on the rows that both have scored: better, no evidence, \
      or worse; by how much; and where nothing can be told, which difference these rows would have shown. \
      Intervals and p values allow for customers who appear on many dates, and for the number of comparisons.

      An evaluation of versions in place of a job scores them for that, over its own dates, and writes them nowhere.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The evaluation, as scorebook.yaml names it.")
  var name: String
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The morning it is judged on (default: today).", valueName: "yyyy-mm-dd"))
  var asOf: String?
  @Flag(
    name: .customLong("beyond-data"),
    help: "Judge also dates to whose last day the data don't reach, where there is nothing to come.")
  var beyondData = false
  @Flag(help: "Show each date too.")
  var nights = false
  @Flag(help: "Show each slice too.")
  var slices = false

  func run() throws {
    let session = try Session(global)
    let day = try Session.date(asOf, option: "--as-of") ?? session.today()
    let outcome = try session.evaluate(
      name, asOf: day, book: session.book(), takesBeyond: beyondData)
    if global.output.json { return session.print(try outcome.json() + "\n") }
    session.printResult(TextTable(outcome.table(nights: nights)).text)
    if slices, !outcome.slices.isEmpty { session.printResult("\n" + TextTable(outcome.sliceTable()).text) }
    if !outcome.verdicts.isEmpty { session.printResult("\n" + Session.list(outcome.verdicts)) }
    if !outcome.changes.isEmpty { session.printResult("\n" + Session.list(outcome.changes)) }
    if !outcome.movements.isEmpty { session.printResult("\n" + Session.list(outcome.movements)) }
    if !outcome.worstSlices.isEmpty {
      session.printResult(
        "\nSlices furthest below the rest; p allows for the number of slices:\n"
          + Session.list(outcome.worstSlices))
    }
    session.tell(Session.line(outcome))
  }
}

extension Session {
  /// Evaluates by name, as of a morning.
  ///
  /// - Parameter registry: with what the configuration declares; nil: it is brought up to date where versions are scored.
  func evaluate(
    _ name: String, asOf: CalendarDate, book: Book, registry: Registry? = nil, takesBeyond: Bool = false
  ) throws -> EvaluationOutcome {
    Signals.watch()
    if let evaluation = configuration.evaluations[name], let backtest = evaluation.backtest {
      let known =
        try registry ?? self.registry(book, for: backtest.versions, scoring: backtest.versions)
      return try evaluate(evaluation, backtest, asOf: asOf, known, takesBeyond: takesBeyond)
    }
    let plan = try EvaluationPlan(name, of: configuration, book: book)
    guard let job = configuration.jobs[plan.job] else { throw unknown("job", plan.job, \.jobs) }
    let sources = try EvaluationSources(plan, catalogue, target: configuration.target(of: job))
    return try Evaluator(
      plan, sources: sources, book: book, now: Host.now(), takesBeyond: takesBeyond,
      interruption: { Signals.interruption() }
    ).evaluate(asOf: asOf)
  }

  /// Evaluates versions that are scored for it.
  private func evaluate(
    _ evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest, asOf: CalendarDate,
    _ registry: Registry, takesBeyond: Bool
  ) throws -> EvaluationOutcome {
    let book = registry.book
    let progress = Progress(isOn: !options.output.quiet && !options.output.json)
    progress.begin(evaluation.name, expected: nil)
    defer { progress.end() }
    let dates = backtest.dates(upTo: asOf)
    let scoring = try BacktestPlanner(catalogue: catalogue, registry: registry)
      .plan(evaluation, backtest, dates: dates)
    let plan = try EvaluationPlan(evaluation.name, of: configuration, book: book)
    let sources = try EvaluationSources(
      plan,
      Backtest(scoring, dates: dates, catalogue: catalogue, environment: environment(progress)),
      catalogue)
    return try Evaluator(
      plan, sources: sources, book: book, now: Host.now(), takesBeyond: takesBeyond,
      interruption: { Signals.interruption() }
    ).evaluate(asOf: asOf)
  }

  /// A line for each.
  static func list(_ sentences: [String]) -> String { sentences.map { $0 + "\n" }.joined() }

  /// "31 of 35 dates judged as of 1998-06-28, 4 too young; 31 computed, 0 unchanged".
  static func line(_ outcome: EvaluationOutcome) -> String {
    "\(outcome.mature) of \(outcome.nights) dates judged as of \(outcome.asOf), \(outcome.immature) too young; "
      + "\(outcome.computed) computed, \(outcome.unchanged) unchanged"
      + (outcome.isLookBack ? "; a look back: the book keeps the later dates that it knows" : "")
  }
}
