extension Configuration.Evaluation {
  /// Whose predictions are judged.
  package enum Predictions: Sendable, Hashable {
    /// A job's, as it wrote them; its shadows come along.
    case job(String)
    /// Those of versions that are scored when the evaluation is made, and written nowhere.
    case versions(Backtest)
  }

  /// Versions scored over past dates, without a job that ran on them.
  package struct Backtest: Sendable, Hashable {
    /// The first answers for the rows: one that it can't score is left out for all.
    package let versions: [ModelReference]
    /// The dataset whose rows are scored.
    package let input: String
    /// Dataset column → the model's input.
    package let rename: [String: String]
    /// **Units:** days between two dates; nil where there is only one.
    package let every: Int?
    package let since: CalendarDate
    /// No date is later; nil: as many as there are.
    package let until: CalendarDate?
    package let maxRejects: Configuration.Limit

    /// Whether all rows belong to one date, so that nothing has to tell dates apart.
    package var hasOneDate: Bool { since == until }

    /// The dates that there are on a morning, oldest first.
    package func dates(upTo day: CalendarDate) -> [CalendarDate] {
      let last = min(until ?? day, day)
      guard since <= last else { return [] }
      guard let every else { return [since] }
      return stride(from: since.daysSinceEpoch, through: last.daysSinceEpoch, by: every)
        .map(CalendarDate.init(daysSinceEpoch:))
    }
  }

  /// The job whose predictions are judged; nil for versions scored by the evaluation itself.
  package var job: String? {
    if case .job(let name) = predictions { name } else { nil }
  }

  package var backtest: Backtest? {
    if case .versions(let backtest) = predictions { backtest } else { nil }
  }

  /// Outputs of which a version needs one, the one that says most first; the metrics tell.
  package var scores: [Configuration.Job.Prediction] {
    if metrics.contains(where: { $0.family == .number }) { return [.prediction] }
    if metrics.allSatisfy({ $0.family == .decision }) { return [.class] }
    return [.probability, .margin, .prediction]
  }

  /// Whether metrics judge classes beside a score.
  package var judgesClasses: Bool {
    scores != [.class] && metrics.contains { $0.family == .decision }
  }
}
