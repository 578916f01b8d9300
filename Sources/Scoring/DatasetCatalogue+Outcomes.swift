package import Diagnostics

extension Diagnostic.Identifier {
  package static let evaluationSameOutcomes = Self("evaluation-same-outcomes")
}

extension Configuration {
  /// What is wrong where the outcomes of an evaluation are the same for every date: each night would be held against
  /// all of them. nil where dates tell them apart, or the query does.
  package func sameOutcomes(of evaluation: Evaluation) -> Diagnostic? {
    if evaluation.backtest?.hasOneDate == true { return nil }
    return sameOutcomes(in: evaluation.actuals, of: "evaluation '\(evaluation.name)'")
  }

  /// The same of a readout.
  package func sameOutcomes(of readout: Readout) -> Diagnostic? {
    sameOutcomes(in: readout.actuals, of: "readout '\(readout.name)'")
  }

  private func sameOutcomes(in actuals: String, of reader: String) -> Diagnostic? {
    let what: (summary: String, next: String)
    switch datasets[actuals]?.kind {
    case .csv(let path, _) where !path.contains(":date"):
      what = (
        "is one file for all dates", "Let a query give the outcomes of ':date', or put ':date' into its path."
      )
    case .sqliteTable(_, _, nil):
      what = (
        "has no date column", "Name it with date: COLUMN, or let a query give the outcomes of ':date'."
      )
    case .csv, .sqliteTable, .sqliteQuery, .query, nil: return nil
    }
    return Diagnostic(
      .evaluationSameOutcomes, .configuration, at: place(of: "datasets.\(actuals)"),
      "dataset '\(actuals)', the outcomes of \(reader), \(what.summary)",
      next: what.next)
  }
}
