import Book
import Charts
import Statistics
import Workspace

extension KPISeries {
  /// What the newest value signals in a few words, for a table.
  var shortSignal: String {
    guard limits != nil else { return latest == nil ? "no value yet" : "too few values" }
    guard let first = latestSignals.first else { return "no signal" }
    return Self.label(first)
  }

  /// Whether the newest value meets the target; nil without a target or a direction.
  var isTargetMet: Bool? {
    guard let value = newestValue, let target = kpi.target, let direction = kpi.direction else { return nil }
    return direction == .up ? value >= target : value <= target
  }

  /// What a point signals, for the chart's data.
  func label(at place: Int) -> String? {
    let labels = signals.filter { $0.position == place }.map(Self.label)
    return labels.isEmpty ? nil : labels.joined(separator: "; ")
  }

  static func label(_ signal: XmRSignal) -> String {
    let side = signal.side?.rawValue ?? ""
    switch signal.rule {
    case .beyondLimit: return side == "above" ? "above the upper limit" : "below the lower limit"
    case .rangeBeyondLimit: return "jump beyond the range limit"
    case .twoOfThree:
      return side == "above" ? "two of three near the upper limit" : "two of three near the lower limit"
    case .runOfEight: return "eight or more \(side) the mean"
    }
  }

  private var isNonnegative: Bool { values.allSatisfy { ($0 ?? 0) >= 0 } }

  /// A limit below zero means nothing for values that can't be.
  func lower(_ limits: XmRLimits) -> Double { isNonnegative ? max(0, limits.lower) : limits.lower }

  /// The chart of the values, with limits where there are enough of them; `isSmall`: without the moving ranges.
  func chart(title: String, isSmall: Bool = false) -> any Chart {
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
      target: target, notes: notes, isNonnegative: isNonnegative, showsRanges: !isSmall)
  }
}
