import Book
import Datasets
import Diagnostics
import Registry
import Scoring
import Workspace

extension Configuration.Job {
  /// What fills the rows of its result, a shadow not among it.
  ///
  /// - Parameter model: Stands in for the champion.
  func scoring(model: ModelReference? = nil) -> [ModelReference] {
    [model ?? self.model] + [fallback?.model].compactMap(\.self) + (split?.variants.compactMap(\.model) ?? [])
  }
}

/// Runs jobs and tells about each date as it is done.
struct JobSession {
  let session: Session
  let book: Book
  let registry: Registry
  private let progress: Progress

  /// - Parameters:
  ///   - jobs: Those that will be run, if nothing before them fails.
  ///   - evaluations: What is evaluated beside them; their own versions are needed, too.
  ///   - model: Stands in for the champion of each.
  init(
    _ session: Session, jobs: [String], evaluations: [String] = [], model: ModelReference? = nil
  ) throws {
    self.session = session
    book = try session.book()
    let configured = jobs.compactMap { session.configuration.jobs[$0] }
    let scored = evaluations.flatMap { session.configuration.evaluations[$0]?.backtest?.versions ?? [] }
    let scoring = configured.flatMap { $0.scoring(model: model) } + scored
    // A shadow fills nobody's rows: with what was registered it says what its number says.
    registry = try session.registry(book, for: scoring + configured.flatMap(\.shadows), scoring: scoring)
    progress = Progress(isOn: !session.options.output.quiet && !session.options.output.json)
  }

  var runner: JobRunner {
    JobRunner(
      configuration: session.configuration, book: book, registry: registry, catalogue: session.catalogue,
      environment: session.environment(progress))
  }

  func run(
    _ job: String, dates: [CalendarDate?], options: JobRunner.Options
  ) throws -> [DateResult] {
    if dates.isEmpty { session.tell("\(job): no date is due") }
    progress.begin(job, expected: nil)
    defer { progress.end() }
    return try runner.run(job, dates: dates, options: options) { result in
      progress.end()
      session.tell("\(job)  \(RunSummary.line(result))")
      for warning in result.warnings { Terminal.standardError.write(Problems([warning])) }
      if case .committed(let commit, _, _) = result.outcome {
        progress.begin(job, expected: commit.rowsIn)
      }
    }
  }
}
