import Book
import Charts
import Statistics
import Workspace

extension KPISeries {
  /// One sentence on the newest value: "That is $1,204 (4.7%) below the week before."
  var change: String? {
    guard let latest, let value = values[latest] else { return nil }
    guard let previous else { return "There is no value for the \(kpi.period.rawValue) before." }
    let difference = value - previous
    if difference == 0 { return "The same as the \(kpi.period.rawValue) before." }
    let share = previous > 0 ? " (\(NumberText.percent((difference / previous).magnitude)))" : ""
    return "That is \(format.text(difference.magnitude))\(share) \(difference > 0 ? "above" : "below") the "
      + "\(kpi.period.rawValue) before."
  }

  /// Where the newest value stands against the target.
  var againstTarget: String? {
    guard let target = kpi.target, let latest, let value = values[latest] else { return nil }
    let difference = value - target
    if difference == 0 { return "It meets the target of \(format.text(target))." }
    let side = difference > 0 ? "above" : "below"
    let isMet = kpi.direction.map { ($0 == .up) == (difference > 0) }
    let verdict = isMet.map { $0 ? " and meets it" : " and misses it" } ?? ""
    return
      "It lies \(format.text(difference.magnitude)) \(side) the target of \(format.text(target))\(verdict)."
  }

  /// What the newest value tells about the process, for people who have never seen such a chart.
  var explanation: String {
    guard latest != nil else { return "There is no value yet." }
    guard let limits else {
      let known = values[window].count { $0 != nil }
      if known < Self.fewest, let release = phases.last?.release {
        return "\(release.reference) became champion on \(release.day.iso), and limits start again there: "
          + "\(known) of \(Self.fewest) values that they need are there."
      }
      return known < Self.fewest
        ? "There are too few values to tell usual variation from a change: \(known) of \(Self.fewest)."
        : "The values say nothing about their usual variation."
    }
    let usual = "\(format.bare(lower(limits))) to \(format.bare(limits.upper))"
    guard !latestSignals.isEmpty else {
      return
        "No signal: the value lies within its natural limits, \(usual), and completes no pattern. Differences of "
        + "this size are usual and need no explanation."
    }
    let reasons = NumberText.list(latestSignals.map { words($0, limits) })
    return "Signal: \(reasons). The natural limits are \(usual). \(verdict)"
  }

  /// The same in a few words, for a table.
  var shortSignal: String {
    guard limits != nil else { return latest == nil ? "no value yet" : "too few values" }
    guard let first = latestSignals.first else { return "no signal" }
    return Self.label(first)
  }

  /// What a point signals, for the chart's data.
  func label(at place: Int) -> String? {
    let labels = signals.filter { $0.position == place }.map(Self.label)
    return labels.isEmpty ? nil : labels.joined(separator: "; ")
  }

  private static func label(_ signal: XmRSignal) -> String {
    let side = signal.side?.rawValue ?? ""
    switch signal.rule {
    case .beyondLimit: return side == "above" ? "above the upper limit" : "below the lower limit"
    case .rangeBeyondLimit: return "jump beyond the range limit"
    case .twoOfThree:
      return side == "above" ? "two of three near the upper limit" : "two of three near the lower limit"
    case .runOfEight: return "eight or more \(side) the mean"
    }
  }

  private func words(_ signal: XmRSignal, _ limits: XmRLimits) -> String {
    let period = kpi.period.rawValue
    switch (signal.rule, signal.side) {
    case (.beyondLimit, .above): return "the value lies above its upper natural limit"
    case (.beyondLimit, _): return "the value lies below its lower natural limit"
    case (.rangeBeyondLimit, _):
      return "the change from the \(period) before is larger than changes usually are"
    case (.twoOfThree, let side):
      return "two of the last three values lie close to the \(side == .above ? "upper" : "lower") limit"
    case (.runOfEight, let side):
      return "the last \(runLength) values all lie \(side?.rawValue ?? "beside") the mean of "
        + format.bare(limits.mean)
    }
  }

  /// How many values up to the newest lie on its side of the mean.
  private var runLength: Int {
    guard let limits, let latest, let value = values[latest] else { return 0 }
    var length = 0
    for place in stride(from: latest, through: window.lowerBound, by: -1) {
      guard let other = values[place], (other > limits.mean) == (value > limits.mean), other != limits.mean
      else {
        break
      }
      length += 1
    }
    return length
  }

  private var verdict: String {
    let sides = Set(latestSignals.compactMap(\.side))
    guard sides.count == 1, let side = sides.first, let direction = kpi.direction else {
      return "Something changed; look for the cause."
    }
    let isGood = (side == .above) == (direction == .up)
    return isGood
      ? "Something changed, and for the better; look for the cause and keep it."
      : "Something changed, and not in the wanted direction; look for the cause."
  }

  private var isNonnegative: Bool { values.allSatisfy { ($0 ?? 0) >= 0 } }

  /// A limit below zero means nothing for values that can't be.
  private func lower(_ limits: XmRLimits) -> Double { isNonnegative ? max(0, limits.lower) : limits.lower }

  /// The chart of the values, with limits where there are enough of them.
  func chart(title: String) -> any Chart {
    let target = kpi.target.map { LineChart.Reference("target", $0) }
    let notes = releases.compactMap { release in
      days.last { $0 <= release.day }.map { DayNote($0, release.reference) }
    }
    guard phases.contains(where: { $0.limits != nil }) else {
      let points = zip(days, values).map { LineChart.Point($0, $1) }
      return LineChart(
        title: title, axis: format.axis, format: format.chart, series: [.init(title, points)],
        references: target.map { [$0] } ?? [], notes: notes)
    }
    return ControlChart(
      title: title, axis: format.axis, format: format.chart,
      points: days.indices.map { .init(days[$0], values[$0], signal: label(at: $0)) },
      limits: phases.compactMap { phase in
        phase.limits.map {
          .init(
            points: phase.range, mean: $0.mean, lower: $0.lower, upper: $0.upper, rangeLimit: $0.rangeLimit)
        }
      }, starts: kpi.limits.rule == .restartAtRelease ? Set(phases.map(\.range.lowerBound)) : [],
      target: target, notes: notes, isNonnegative: isNonnegative)
  }
}
