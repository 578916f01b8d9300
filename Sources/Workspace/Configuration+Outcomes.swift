package import Diagnostics

extension Diagnostic.Identifier {
  package static let evaluationSameOutcomes = Self("evaluation-same-outcomes")
}

extension Configuration {
  /// What is wrong where the outcomes of an evaluation are the same for every date: each night would be held against
  /// all of them. nil where dates tell them apart, or the query does.
  package func sameOutcomes(of evaluation: Evaluation) -> Diagnostic? {
    if evaluation.backtest?.hasOneDate == true { return nil }
    let what: (summary: String, next: String)
    switch datasets[evaluation.actuals]?.kind {
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
      .evaluationSameOutcomes, .configuration, at: place(of: "datasets.\(evaluation.actuals)"),
      "dataset '\(evaluation.actuals)', the outcomes of evaluation '\(evaluation.name)', \(what.summary)",
      next: what.next)
  }
}
