package import Diagnostics
import Datasets
import Workspace

extension Diagnostic.Identifier {
  package static let evaluationEarlyOutcome = Self("evaluation-early-outcome")
  package static let evaluationLateOutcome = Self("evaluation-late-outcome")
  package static let evaluationOutcomeDate = Self("evaluation-outcome-date")
}

/// The days on which an outcome of a date may have happened: from its morning on, as long as outcomes take.
struct OutcomeWindow {
  private let plan: EvaluationPlan
  private let date: CalendarDate
  /// Outcomes before the date: known when the score was made.
  private var early = 0
  private var firstEarly: RowPlace?
  private var count = 0
  private var late = 0
  private var firstLate: RowPlace?

  /// Goes into the digest of outcomes beside what is taken for what came too late.
  static let mark = UInt64.max

  init(_ plan: EvaluationPlan, _ date: CalendarDate) {
    self.plan = plan
    self.date = date
  }

  /// Whether an outcome of that day came after the window; nothing that happened has no day.
  ///
  /// **Throws** for a cell that is no day.
  mutating func isLate(
    _ text: UnsafeRawBufferPointer?, _ place: @autoclosure () -> RowPlace, _ dataset: String
  ) throws(Diagnostic) -> Bool {
    count += 1
    guard let text else { return false }
    guard let day = OutcomeWindow.day(text) else {
      let place = place()
      throw Diagnostic(
        .evaluationOutcomeDate, at: Diagnostic.Place(file: place.source, line: place.line),
        "record \(place.record) of dataset '\(dataset)' for \(date) has no day in column "
          + "'\(plan.outcomeDate ?? "")'",
        expected: "a day such as 1997-11-02, with or without a time behind it, or nothing",
        found: "something else", next: "Let its query give one: date(…).")
    }
    if day < date {
      early += 1
      if firstEarly == nil { firstEarly = place() }
    } else if day.daysSinceEpoch >= date.daysSinceEpoch + max(1, plan.maturesAfter) {
      late += 1
      if firstLate == nil { firstLate = place() }
      return true
    }
    return false
  }

  /// **Throws** where outcomes happened before the date.
  func requireNoneBefore(_ dataset: String) throws(Diagnostic) {
    guard early > 0, let first = firstEarly else { return }
    throw Diagnostic(
      .evaluationEarlyOutcome, at: Diagnostic.Place(file: first.source, line: first.line),
      "\(early) of \(count) outcomes of \(date) in dataset '\(dataset)' happened before that morning, "
        + "when the predictions could know them",
      expected: "days from \(date) on in column '\(plan.outcomeDate ?? "")'",
      found: "the first earlier one in record \(first.record)",
      next: "Let its query give only what happened from ':date' on.")
  }

  /// What a number or a label was within the window is not known once it came later; of something that happens or does
  /// not, it is: it had not happened.
  ///
  /// **Throws** where outcomes that are no events came after the window.
  func requireNoneAfter(_ dataset: String) throws(Diagnostic) {
    guard plan.kind != .binary, late > 0, let first = firstLate else { return }
    let days = max(1, plan.maturesAfter)
    throw Diagnostic(
      .evaluationLateOutcome, at: Diagnostic.Place(file: first.source, line: first.line),
      "\(late) of \(count) outcomes of \(date) in dataset '\(dataset)' came after the \(days) "
        + "day\(days == 1 ? "" : "s") in which they count, and what '\(plan.outcome)' was before is not known",
      expected: "days before \(date.adding(days: days)) in column '\(plan.outcomeDate ?? "")'",
      found: "the first later one in record \(first.record)",
      next: "Let its query give what was known by then, whenever it is asked.")
  }

  /// `1997-11-02`, alone or before a time.
  private static func day(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
    guard text.count == 10 || (text.count > 10 && (text[10] == 0x20 || text[10] == 0x54)) else { return nil }
    return CalendarDate(String(decoding: text.prefix(10), as: UTF8.self))
  }
}
