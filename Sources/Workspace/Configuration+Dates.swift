package import Diagnostics

extension Configuration.Job {
  /// The dates of the job in a span, oldest first; both ends count and must be dates of the job.
  ///
  /// A job without `every` has the dates that a command names: every day of the span.
  /// **Throws:** for an end that is not one of the job's dates, naming those around it; for a span backwards.
  package func dates(from first: CalendarDate, to last: CalendarDate) throws(Diagnostic) -> [CalendarDate] {
    guard first <= last else {
      throw Diagnostic(
        .workspaceDates, .configuration, "the span of dates ends before it begins",
        found: "\(first) to \(last)",
        next: "Swap them.")
    }
    try checkDate(first)
    try checkDate(last)
    return stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: every ?? 1)
      .map(CalendarDate.init(daysSinceEpoch:))
  }

  /// **Throws:** for a day that is not one of the job's dates, naming those around it.
  package func checkDate(_ date: CalendarDate) throws(Diagnostic) {
    guard let every, let since else { return }
    let days = date.daysSinceEpoch - since.daysSinceEpoch
    guard days < 0 || days % every != 0 else { return }
    let before = since.adding(days: days / every * every)
    let near =
      days < 0
      ? "Its first date is \(since)." : "Its nearest dates are \(before) and \(before.adding(days: every))."
    throw Diagnostic(
      .workspaceDates, .configuration, "\(date) is not a date of job '\(name)'",
      expected: "a date every \(every)d since \(since)", next: near)
  }

  /// The latest of the job's dates that is not after a day; nil before the first. Without `every`: the day.
  package func latestDate(upTo day: CalendarDate) -> CalendarDate? {
    guard let every, let since else { return day }
    let days = day.daysSinceEpoch - since.daysSinceEpoch
    return days < 0 ? nil : since.adding(days: days / every * every)
  }
}

extension Configuration {
  /// Where a job's dates come from.
  package enum Dates: Sendable, Hashable {
    /// From `every` and `since`.
    case scheduled
    /// A command names them, or none where the job may run without.
    case named(isOptional: Bool)
    /// It has none: one result, made from the rows as they are.
    case none
  }

  package func dates(of job: Job) -> Dates {
    if job.every != nil { return .scheduled }
    let isInputDated = datasets[job.input]?.kind.canHaveDates ?? true
    if job.write == .latest { return isInputDated ? .named(isOptional: true) : .none }
    switch job.destination {
    case .csv: return .named(isOptional: false)
    // Of a query it is not known whether it asks for the date.
    case .sqlite: return .named(isOptional: isInputDated)
    }
  }
}

extension Configuration.Dataset.Kind {
  /// Whether the rows can depend on the date; of SQL it is not known here, so it can.
  var canHaveDates: Bool {
    switch self {
    case .csv(let path, _): path.contains(":date")
    case .sqliteTable(_, _, let column): column != nil
    case .sqliteQuery, .query: true
    }
  }
}
