import Book
import Datasets
package import Diagnostics
package import Scoring
import Workspace

extension EvaluationSources {
  /// What an evaluation reads that scores its versions itself: a date's predictions are made when they are asked for.
  ///
  /// **Throws** for outcomes that are the same on every date.
  package init(
    _ plan: EvaluationPlan, _ backtest: Backtest, _ catalogue: DatasetCatalogue
  ) throws(Diagnostic) {
    let configuration = catalogue.configuration
    if let evaluation = configuration.evaluations[plan.name],
      let same = try catalogue.sameOutcomes(of: evaluation)
    {
      throw same
    }
    let (first, digest) = (backtest.plan.versions.first, backtest.plan.digest)
    self.init(
      commits: { () throws(Diagnostic) in
        backtest.dates.map { date in
          CommitRecord(
            job: "", date: date.description, runID: BacktestPlan.mark, model: first?.label ?? "",
            modelDigest: first?.digest ?? "", planDigest: digest, inputDigest: "", sourceStamp: "", rowsIn: 0,
            rowsOut: 0, rejects: 0, committedAt: "")
        }
      },
      champion: { date, _ throws(Diagnostic) in try backtest.rows(date) },
      shadows: { date, _ throws(Diagnostic) in try backtest.otherRows(date) }, backtest: backtest,
      outcomes: { date throws(Diagnostic) in try catalogue.source(plan.actuals, date: date) })
    reach = { () throws(Diagnostic) in try catalogue.reach(of: plan.actuals) }
  }
}

extension Backtest {
  /// How a date was scored, and of which rows.
  func scoring(_ date: CalendarDate) throws(Diagnostic) -> EvaluationRecord.Detail.Scoring {
    let input = try input(date)
    return .init(planDigest: plan.digest, inputDigest: input.digest, inputStamp: input.stamp)
  }

  /// What the book holds of a date, if the rows that were scored are as they were; else nothing.
  func unchanged(
    _ known: [EvaluationRecord], on date: CalendarDate
  ) throws(Diagnostic) -> [EvaluationRecord] {
    guard let scoring = known.first?.detail?.scoring else { return [] }
    let stamp = try stamp(date)
    if stamp == scoring.inputStamp { return known }
    // Files that were touched or that grew by a day: the rows of this one may be as they were.
    guard try digest(date) == scoring.inputDigest else { return [] }
    return known.map { record in
      var record = record
      record.detail?.scoring = .init(
        planDigest: scoring.planDigest, inputDigest: scoring.inputDigest, inputStamp: stamp)
      return record
    }
  }
}
