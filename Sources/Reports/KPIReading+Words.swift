import Charts
import Statistics
import Workspace

/// Sentences for people who have never seen a control chart. Each is made from the figures, and says no more than
/// they do.
extension KPIReading {
  private var period: String { kpi.period.rawValue }

  private func text(_ value: Double) -> String { series.format.text(value) }

  /// "$7,058 (30.8%) below".
  private func distance(_ difference: Double, _ share: Double?) -> String {
    let told = share.flatMap { $0.magnitude > Change.mostPercent ? nil : $0 }
    let percent = told.map { " (\(NumberText.percent($0.magnitude)))" } ?? ""
    return text(difference.magnitude) + percent
  }

  private func side(_ difference: Double) -> String { difference > 0 ? "above" : "below" }

  /// Whether the newest value is that of the report's period, where it is not.
  var dataSentence: String? {
    let expected = expected.map(series.name) ?? "the newest \(period)"
    switch state {
    case .current: return nil
    case .none: return "There is no value yet."
    case .late:
      return
        "The value of \(expected) is not there yet; what is told here is of \(day.map(series.name) ?? "before")."
    case .missing:
      return
        "The query gives no value for \(series.days.last.map(series.name) ?? expected); what is told here is of "
        + "\(day.map(series.name) ?? "before")."
    }
  }

  /// The newest value against the period before and the one a year before.
  var changeSentence: String? {
    guard day != nil else { return nil }
    let year = lastYear.map { "\(words($0)) \(yearBefore)" }
    guard let previous else {
      return "There is no value for the \(period) before\(year.map { "; it is \($0)" } ?? "")."
    }
    return "It is \(words(previous)) the \(period) before\(year.map { " and \($0)" } ?? "")."
  }

  private func words(_ change: Change) -> String {
    guard change.difference != 0 else { return "the same as" }
    let percent =
      change.share.map { share in
        let isFactor = share.magnitude > Change.mostPercent
        return " (\(isFactor ? change.text ?? "" : NumberText.percent(share.magnitude)))"
      } ?? ""
    return series.format.bare(change.difference.magnitude) + percent + " " + side(change.difference)
  }

  private var yearBefore: String {
    switch kpi.period {
    case .day: "364 days earlier"
    case .week: "52 weeks earlier"
    case .month: "the same month a year earlier"
    }
  }

  /// Where the newest value stands against the target.
  var targetSentence: String? {
    guard let target else { return nil }
    let whole = "the target of \(text(target.value))"
    if target.difference == 0 { return "It meets \(whole) exactly." }
    let distance = distance(target.difference, target.share)
    switch target.isMet {
    case true?: return "It meets \(whole), by \(distance)."
    case false?: return "It misses \(whole) by \(distance)."
    case nil: return "It lies \(distance) \(side(target.difference)) \(whole)."
    }
  }

  /// Whether the process as it runs can meet the target; a single value can't tell.
  var reachSentence: String? {
    guard let target, let limits = series.limits, let direction = kpi.direction, let met = target.met,
      limits.upper > limits.lower
    else { return nil }
    let count = "\(NumberText.count(met.count)) of \(NumberText.count(met.of, period)) did"
    let isUp = direction == .up
    if isUp ? target.value > limits.upper : target.value < limits.lower {
      return
        "The target lies beyond the natural limits: as things run, hardly any \(period) will meet it (\(count))."
    }
    if isUp ? target.value < limits.lower : target.value > limits.upper {
      return "As things run, nearly every \(period) will meet the target (\(count))."
    }
    let within = "The target lies within the natural limits: "
    let whole = NumberText.count(met.of, period)
    if met.count == 0 {
      return "\(within)none of \(whole) met it, and yet one may without anything having changed."
    }
    if met.count == met.of {
      return "\(within)all \(whole) met it, and yet one may miss it without anything having changed."
    }
    return
      "\(within)some \(period)s meet it and some miss it without anything having changed (\(count))."
  }

  /// What the newest value tells about the process.
  var signalSentence: String? {
    guard day != nil else { return nil }
    guard let limits = series.limits else { return withoutLimits }
    if limits.upper == limits.lower, signals.isEmpty {
      return "All values that the limits come from are the same, \(text(limits.mean))."
    }
    let usual = "\(series.format.bare(series.lower(limits))) to \(series.format.bare(limits.upper))"
    guard !signals.isEmpty else {
      return
        "No signal: the value lies within its natural limits, \(usual). A difference of this size is usual and needs "
        + "no explanation.\(lastSignalWords)"
    }
    let reasons = signals.map { words($0, limits) }.joined(separator: "; ")
    return "Signal: \(reasons). The natural limits are \(usual). \(verdict)"
  }

  private var lastSignalWords: String {
    guard let lastSignal else { return "" }
    return " The last signal was \(series.during(lastSignal.day)): \(lastSignal.label)."
  }

  private var withoutLimits: String {
    let known = series.values[series.window].count { $0 != nil }
    guard known < KPISeries.fewest else { return "The values say nothing about their usual variation." }
    if let release = series.phases.last?.release {
      return "\(release.reference) became champion on \(release.day.iso), and limits start again there: "
        + "\(known) of \(KPISeries.fewest) values that they need are there."
    }
    return
      "There are too few values to tell usual variation from a change: \(known) of \(KPISeries.fewest)."
  }

  /// Since when the present limits hold, where they started again.
  var restartSentence: String? {
    guard kpi.limits.rule == .restartAtRelease, series.limits != nil, let phase = series.phases.last,
      let release = phase.release, phase.range.lowerBound > 0
    else { return nil }
    return
      "The limits are of the \(NumberText.count(phase.range.count, period)) since \(release.reference) became "
      + "champion on \(release.day.iso)."
  }

  var gapSentence: String? {
    gaps == 0
      ? nil
      : "\(NumberText.count(gaps)) of the \(NumberText.count(series.window.count, period)) that the limits come from "
        + "\(gaps == 1 ? "has" : "have") no value."
  }

  func words(_ signal: Signal, _ limits: XmRLimits) -> String {
    let isAbove = signal.side == .above
    let since = "since \(series.name(of: signal.since))"
    switch signal.rule {
    case .beyondLimit:
      let limit = isAbove ? "upper" : "lower"
      return signal.length > 1
        ? "the last \(signal.length) values, \(since), lie \(signal.side?.rawValue ?? "beyond") the \(limit) natural limit"
        : "the value lies \(signal.side?.rawValue ?? "beyond") its \(limit) natural limit"
    case .rangeBeyondLimit: return "the change from the \(period) before is larger than changes usually are"
    case .twoOfThree:
      return "\(signal.length == 3 ? "all" : "two") of the last three values lie close to the "
        + "\(isAbove ? "upper" : "lower") limit, \(since)"
    case .runOfEight:
      return
        "the last \(signal.length) values, \(since), all lie \(signal.side?.rawValue ?? "beside") the mean of "
        + series.format.bare(limits.mean)
    }
  }

  private var verdict: String {
    switch wanted {
    case true?: "Something changed, and for the better; look for the cause and keep it."
    case false?: "Something changed, and not in the wanted direction; look for the cause."
    case nil: "Something changed; look for the cause."
    }
  }

  /// Whether the newest value's signals all point in the wanted direction; nil where they can't be told to.
  var wanted: Bool? {
    let sides = Set(signals.filter { $0.side != nil }.map(\.isWanted))
    return sides.count == 1 ? sides.first ?? nil : nil
  }

  /// A sign and two or three words, for tables: "▼ run below mean".
  var signalLabel: String {
    guard let first = signals.first(where: { $0.side != nil }) ?? signals.first else {
      return series.limits == nil ? "– \(series.shortSignal)" : "○ no signal"
    }
    let isAbove = first.side == .above
    let sign = first.side == nil ? "◆" : isAbove ? "▲" : "▼"
    switch first.rule {
    case .beyondLimit: return "\(sign) \(isAbove ? "above upper" : "below lower") limit"
    case .rangeBeyondLimit: return "\(sign) large jump"
    case .twoOfThree: return "\(sign) near \(isAbove ? "upper" : "lower") limit"
    case .runOfEight: return "\(sign) run \(isAbove ? "above" : "below") mean"
    }
  }

  /// "✗ $9,115 below target".
  var targetLabel: String? {
    guard let target else { return nil }
    if target.difference == 0 { return "\(targetSign)on target" }
    return "\(targetSign)\(text(target.difference.magnitude)) \(side(target.difference)) target"
  }

  /// "✗ −$9,115".
  var targetDistance: String? {
    guard let target else { return nil }
    let sign = target.difference == 0 ? "" : target.difference > 0 ? "+" : "−"
    return targetSign + sign + series.format.bare(target.difference.magnitude)
  }

  private var targetSign: String { target?.isMet.map { $0 ? "✓ " : "✗ " } ?? "" }

  /// All sentences in their order: about the number, and about the process behind it.
  var numberSentences: [String] { [dataSentence, changeSentence, targetSentence].compactMap { $0 } }
  var processSentences: [String] {
    [signalSentence, reachSentence, restartSentence, gapSentence].compactMap { $0 }
  }
}
