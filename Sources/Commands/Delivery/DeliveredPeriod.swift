import Evaluation
import Workspace

/// What the book knows the period of a message by: `week 2026-11-23`, or of a pipeline that failed `2026-11-30 run nightly`
/// with what went wrong.
enum DeliveredPeriod {
  /// The day that `--as-of` names it by: the morning after a report's period, the date of a pipeline; nil where the text is
  /// neither.
  static func day(of period: String) -> String? {
    let words = period.split(separator: " ")
    guard let first = words.first else { return nil }
    if let date = CalendarDate(String(first)) { return date.description }
    guard words.count == 2, let kind = Configuration.KPI.Period(rawValue: String(first)),
      let start = CalendarDate(String(words[1]))
    else { return nil }
    return KPIPeriod.end(of: start, kind).description
  }
}
