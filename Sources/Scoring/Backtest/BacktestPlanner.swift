import Datasets
import Diagnostics
package import Registry
package import Workspace

/// Makes the plan of an evaluation that scores versions itself: they are resolved once and opened.
package struct BacktestPlanner: Sendable {
  package let catalogue: DatasetCatalogue
  package let registry: Registry

  package init(catalogue: DatasetCatalogue, registry: Registry) {
    self.catalogue = catalogue
    self.registry = registry
  }

  /// - Parameter dates: those that will be scored; one of them shows the columns.
  /// **Throws** all that does not fit, before any row is read.
  package func plan(
    _ evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest,
    dates: [CalendarDate]
  ) throws -> BacktestPlan {
    let configuration = catalogue.configuration
    let place = { (key: String) in
      configuration.place(of: "evaluations.\(evaluation.name).\(key)") as Diagnostic.Place?
    }
    var problems = Problems()
    var versions: [PlannedVersion] = []
    for (index, reference) in backtest.versions.enumerated() {
      do {
        versions.take(PlannedVersion(versions.isEmpty ? .champion : .shadow, try registry.open(reference)))
      } catch {
        problems.add(
          Problems(
            error.list.map {
              $0.at(configuration.place(of: "evaluations.\(evaluation.name).versions.\(index)"))
            }))
      }
    }
    try problems.throwIfAny()
    if let same = try catalogue.sameRows(of: evaluation, backtest) { throw same }
    // Files of an older date may be gone by now; any date shows the columns.
    let sample = dates.first { (try? catalogue.source(backtest.input, date: $0).columnNames()) != nil }
    return try BacktestPlan(
      evaluation, backtest, versions: versions, keys: configuration.datasets[backtest.input]?.key ?? [],
      available: try catalogue.source(backtest.input, date: sample ?? dates.first ?? backtest.since)
        .columnNames(),
      sourceText: try catalogue.sourceText(of: backtest.input), place: place)
  }
}

extension DatasetCatalogue {
  /// What is wrong where an evaluation would score the same rows on every date: they can't be those that were known
  /// on each.
  func sameRows(
    of evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest
  ) throws(Diagnostic) -> Diagnostic? {
    guard !backtest.hasOneDate, try !dependsOnDate(backtest.input) else { return nil }
    return Diagnostic(
      .evaluationSameRows, .configuration,
      at: configuration.place(of: "evaluations.\(evaluation.name).input"),
      "dataset '\(backtest.input)' is the same on every date, and evaluation '\(evaluation.name)' scores it on several",
      expected: "rows as they were known on each date",
      next:
        "Let ':date' tell them in its query or path, or a date column; or evaluate one date only: 'until' as 'since'."
    )
  }
}
