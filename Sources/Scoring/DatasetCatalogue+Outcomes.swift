package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let evaluationSameOutcomes = Self("evaluation-same-outcomes")
}

extension DatasetCatalogue {
  /// What is wrong where the outcomes of an evaluation are the same for every date: each night would be held against
  /// all of them. nil where dates tell them apart.
  package func sameOutcomes(of evaluation: Configuration.Evaluation) throws(Diagnostic) -> Diagnostic? {
    if evaluation.backtest?.hasOneDate == true { return nil }
    return try sameOutcomes(in: evaluation.actuals, of: "evaluation '\(evaluation.name)'")
  }

  /// The same of a readout.
  package func sameOutcomes(of readout: Configuration.Readout) throws(Diagnostic) -> Diagnostic? {
    try sameOutcomes(in: readout.actuals, of: "readout '\(readout.name)'")
  }

  private func sameOutcomes(in actuals: String, of reader: String) throws(Diagnostic) -> Diagnostic? {
    guard try !dependsOnDate(actuals) else { return nil }
    let what: (summary: String, next: String)
    switch configuration.datasets[actuals]?.kind {
    case .csv:
      what = (
        "is one file for all dates", "Let a query give the outcomes of ':date', or put ':date' into its path."
      )
    case .sqliteTable:
      what = (
        "has no date column", "Name it with date: COLUMN, or let a query give the outcomes of ':date'."
      )
    case .sqliteQuery, .query:
      what = (
        "gives the same rows for every date", "Let its query give the outcomes of ':date', from that day on."
      )
    case nil: return nil
    }
    return Diagnostic(
      .evaluationSameOutcomes, .configuration, at: configuration.place(of: "datasets.\(actuals)"),
      "dataset '\(actuals)', the outcomes of \(reader), \(what.summary)",
      next: what.next)
  }
}
