package import Workspace

/// Days, weeks and months as the spans of KPI values.
package enum KPIPeriod {
  /// The first day of the span that holds a day: itself, the Monday, the first of the month.
  package static func start(of date: CalendarDate, _ period: Configuration.KPI.Period) -> CalendarDate {
    switch period {
    case .day: return date
    // 1970-01-01 was a Thursday.
    case .week: return CalendarDate(daysSinceEpoch: date.daysSinceEpoch - mod(date.daysSinceEpoch + 3, 7))
    case .month: return CalendarDate(daysSinceEpoch: date.daysSinceEpoch - date.parts.day + 1)
    }
  }

  /// The first day after a span, from its first day.
  package static func end(of start: CalendarDate, _ period: Configuration.KPI.Period) -> CalendarDate {
    switch period {
    case .day: return CalendarDate(daysSinceEpoch: start.daysSinceEpoch + 1)
    case .week: return CalendarDate(daysSinceEpoch: start.daysSinceEpoch + 7)
    // The 28th and four days more always lie in the next month.
    case .month:
      return self.start(of: CalendarDate(daysSinceEpoch: start.daysSinceEpoch + 31), .month)
    }
  }

  private static func mod(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  static func name(of start: Configuration.KPI.Period) -> String {
    switch start {
    case .day: "a day"
    case .week: "a Monday, the first day of a week"
    case .month: "the first day of a month"
    }
  }
}
