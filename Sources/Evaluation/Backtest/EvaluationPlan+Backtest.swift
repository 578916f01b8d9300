import Book
import Diagnostics
import Workspace

extension EvaluationPlan {
  /// The plan of an evaluation that scores versions itself. Without a baseline they are held against the first.
  ///
  /// **Throws** for keys that don't meet, and for a version that is not registered.
  init(
    _ evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest,
    of configuration: Configuration, book: Book
  ) throws(Diagnostic) {
    let keys = try EvaluationPlan.keys(of: backtest.input, evaluation, configuration)
    var versions: [EvaluatedVersion] = []
    for (place, reference) in backtest.versions.enumerated() {
      guard let version = try EvaluationPlan.version(reference, in: book) else {
        throw Diagnostic(
          .evaluationVersion, .configuration,
          at: configuration.place(of: "evaluations.\(evaluation.name).versions.\(place)"),
          "'\(reference)' is not registered", next: "See 'scorebook model list'.")
      }
      // Two aliases may lead to one version: it is scored once.
      if !versions.contains(version) { versions.append(version) }
    }
    let baseline = try evaluation.baseline.flatMap { reference throws(Diagnostic) in
      try EvaluationPlan.version(reference, in: book)
    }
    self.init(
      name: evaluation.name, job: "", actuals: evaluation.actuals, keys: keys, outcome: evaluation.outcome,
      maturesAfter: evaluation.maturesAfter, metrics: evaluation.metrics,
      baseline: baseline ?? versions.first,
      correction: evaluation.correction, by: evaluation.by, worstSlices: evaluation.worstSlices,
      quantile: evaluation.quantile, versions: versions, outcomeDate: evaluation.outcomeDate)
  }
}
