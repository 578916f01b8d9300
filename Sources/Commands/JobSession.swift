import Book
import Datasets
import Diagnostics
import Registry
import Scoring
import Workspace

/// Runs jobs and tells about each date as it is done.
struct JobSession {
  let session: Session
  let book: Book
  let registry: Registry
  private let progress: Progress

  /// - Parameters:
  ///   - jobs: Those that will be run, if nothing before them fails.
  ///   - model: Stands in for the champion of each.
  init(_ session: Session, jobs: [String], model: ModelReference? = nil) throws {
    self.session = session
    book = try session.book()
    let needed = jobs.compactMap { session.configuration.jobs[$0] }.flatMap { job -> [ModelReference] in
      let others = [job.fallback?.model].compactMap(\.self) + (job.split?.variants.compactMap(\.model) ?? [])
      return [model ?? job.model] + job.shadows + others
    }
    registry = try session.registry(book, for: needed, scores: true)
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
