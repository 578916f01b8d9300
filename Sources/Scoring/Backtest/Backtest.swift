import Book
package import Datasets
package import Diagnostics
import Models
import Synchronization
import Tabular
package import Workspace

extension Diagnostic.Identifier {
  package static let evaluationVersionFailed = Self("evaluation-version-failed")
}

/// Versions scored over past dates, one date at a time, for nobody but who judges them: nothing is written anywhere.
package final class Backtest: Sendable {
  /// The rows of one date, readable until the next is scored.
  private struct Scored: Sendable {
    let date: CalendarDate
    let output: ScratchOutput
    let input: Input
  }

  /// What was read of a date.
  package struct Input: Sendable, Hashable {
    /// Of all rows, in any order.
    package let digest: String
    /// Equal stamp, equal rows.
    package let stamp: String
  }

  package let plan: BacktestPlan
  /// Oldest first.
  package let dates: [CalendarDate]
  private let catalogue: DatasetCatalogue
  private let environment: RunEnvironment
  private let current = Mutex<Scored?>(nil)

  package init(
    _ plan: BacktestPlan, dates: [CalendarDate], catalogue: DatasetCatalogue, environment: RunEnvironment
  ) {
    self.plan = plan
    self.dates = dates
    self.catalogue = catalogue
    self.environment = environment
  }

  /// The first version's rows of a date: keys, predictions, columns of slices, `run_id`.
  package func rows(_ date: CalendarDate) throws(Diagnostic) -> any DatasetSource {
    try scored(date).output.rows(called: name(date))
  }

  /// The other versions' rows: keys, `model`, `version`, predictions, `run_id`; nil where there is one version.
  package func otherRows(_ date: CalendarDate) throws(Diagnostic) -> (any DatasetSource)? {
    try scored(date).output.shadowRows(called: name(date))
  }

  /// What was read for the rows of a date.
  package func input(_ date: CalendarDate) throws(Diagnostic) -> Input { try scored(date).input }

  package func stamp(_ date: CalendarDate) throws(Diagnostic) -> String { try source(date).stamp().digest }

  /// Of all rows of a date, read without scoring them.
  package func digest(_ date: CalendarDate) throws(Diagnostic) -> String {
    try source(date).rowDigest(plan.binding.layout, environment.watch).description
  }

  private func name(_ date: CalendarDate) -> String { "predictions of evaluation \(plan.name) for \(date)" }

  private func source(_ date: CalendarDate) throws(Diagnostic) -> any DatasetSource {
    try catalogue.source(plan.input, date: date)
  }

  private func scored(_ date: CalendarDate) throws(Diagnostic) -> Scored {
    if let found = current.withLock({ $0 }), found.date == date { return found }
    // The rows of the last date go before there are others.
    current.withLock { $0 = nil }
    let scored = try score(date)
    current.withLock { $0 = scored }
    return scored
  }

  private func score(_ date: CalendarDate) throws(Diagnostic) -> Scored {
    let source = try source(date)
    let stamp = try source.stamp()
    let output = try ScratchOutput(
      plan.outputPlan, folder: catalogue.configuration.location(of: ".scorebook/staging"))
    let outcome = try Engine(
      source: source, layout: plan.binding.layout, seats: plan.seats, stage: output, profile: nil,
      digest: true, threads: WorkerThreads.processors, watch: environment.watch
    ).run()
    guard try source.stamp() == stamp else {
      throw Diagnostic(
        .runSourceChanged, .notNow, "dataset '\(plan.input)' changed while it was read",
        next: "Evaluate again when its files are complete.")
    }
    if outcome.rowsIn == 0 {
      throw Diagnostic(
        .runNoRows, .refused, "dataset '\(plan.input)' has no rows for \(date)",
        next: "Check its files and its query, or the dates of evaluation '\(plan.name)'.")
    }
    if let (label, failure) = outcome.shadowFailures.min(by: { $0.key < $1.key }) {
      let reason = failure.description
      throw Diagnostic(
        .evaluationVersionFailed, .failure, at: failure.place, "\(label) could not score \(date)",
        found: reason.hasSuffix(".") ? String(reason.dropLast()) : reason,
        next: "Mend it, or leave it out of the versions of evaluation '\(plan.name)'.", aside: failure.aside)
    }
    try outcome.judge(
      plan.maxRejects, what: "dataset '\(plan.input)' for \(date)",
      advice: "Mend the rows, or raise max_rejects of evaluation '\(plan.name)'.",
      showsValues: environment.showsValues)
    try output.finish()
    return Scored(
      date: date, output: output,
      input: Input(digest: outcome.digest.description, stamp: stamp.digest))
  }
}
