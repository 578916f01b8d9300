import Charts
import Statistics
import Workspace

/// What one KPI has to say in a report: its newest value beside its target, its past and its usual variation.
struct KPIReading: Sendable {
  /// How the newest value stands to the period that a report is of.
  enum State: String, Sendable, Hashable {
    /// It is of the newest period that is over.
    case current
    /// The query was asked for that period and gave nothing.
    case missing
    /// Nobody has asked for that period yet.
    case late
    /// There is no value at all.
    case none
  }

  /// The newest value against an earlier one.
  struct Change: Sendable, Hashable {
    let day: Day
    let value: Double
    let difference: Double
    /// **Units:** 1 for 100%. nil where the earlier value is not above zero: a share of it says nothing.
    let share: Double?

    init(from day: Day, _ value: Double, to newest: Double) {
      self.day = day
      self.value = value
      difference = newest - value
      share = value > 0 ? (newest - value) / value : nil
    }

    /// From so many times the earlier value on nobody reads a percentage.
    static let mostPercent = 10.0

    /// "+4.5%"; "×13.5" where it is more than ten times as much again. nil without a share.
    var text: String? {
      guard let share else { return nil }
      guard share.magnitude > Self.mostPercent else { return NumberText.signed(share * 100, 1) + "%" }
      return NumberText.factor(1 + share)
    }
  }

  struct Target: Sendable, Hashable {
    let value: Double
    /// The newest value less the target.
    let difference: Double
    /// **Units:** 1 for 100% of the target; nil where that is not above zero.
    let share: Double?
    /// nil where the KPI has no direction, so that neither side is better.
    let isMet: Bool?
    /// How many of the periods that the present limits are made from met it, and how many had a value.
    let met: (count: Int, of: Int)?

    static func == (a: Self, b: Self) -> Bool {
      a.value == b.value && a.difference == b.difference && a.isMet == b.isMet
    }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
  }

  /// A signal that the newest value completes.
  struct Signal: Sendable, Hashable {
    let rule: XmRSignal.Rule
    let side: XmRSignal.Side?
    /// The first period of the pattern.
    let since: Day
    /// Values that belong to it.
    let length: Int
    /// nil where the KPI has no direction, or the signal no side.
    let isWanted: Bool?
  }

  let series: KPISeries
  /// The part that it is of; nil for the whole.
  let part: String?
  let state: State
  /// The newest period that was over on the report's morning; nil without such a morning.
  let expected: Day?
  let previous: Change?
  let lastYear: Change?
  let target: Target?
  let signals: [Signal]

  var kpi: Configuration.KPI { series.kpi }
  /// "Weekly revenue", "Weekly revenue “north”": names of parts may hold commas.
  var title: String { NumberText.title(kpi.name) + (part.map { " “\($0)”" } ?? "") }
  var value: Double? { series.newestValue }
  /// The first day of the newest period that has a value.
  var day: Day? { series.latest.map { series.days[$0] } }

  /// - Parameters:
  ///   - part: A part is held against no target, which is one of the whole.
  ///   - asOf: The report's morning.
  init(_ series: KPISeries, part: String? = nil, asOf: Day?) {
    self.series = series
    self.part = part
    let kpi = series.kpi
    let expected = asOf.map { KPISeries.before(KPISeries.start(of: $0, kpi.period), kpi.period) }
    self.expected = expected
    guard let latest = series.latest, let value = series.values[latest] else {
      state = .none
      (previous, lastYear, target, signals) = (nil, nil, nil, [])
      return
    }
    let day = series.days[latest]
    if let expected, day < expected {
      // Values of later periods than the expected one would be a wrong clock; they count as they are.
      state = series.days.last.map { $0 >= expected } == true ? .missing : .late
    } else {
      state = series.days.last == day ? .current : .missing
    }
    previous = series.previous.map { Change(from: series.days[latest - 1], $0, to: value) }
    lastYear = series.lastYear.map { Change(from: $0.day, $0.value, to: value) }
    target = part == nil ? kpi.target.map { Self.target($0, value, series) } : nil
    signals = series.latestSignals.map { Self.signal($0, series, latest) }
  }

  private static func target(_ target: Double, _ value: Double, _ series: KPISeries) -> Target {
    func isMet(_ value: Double) -> Bool? {
      series.kpi.direction.map { $0 == .up ? value >= target : value <= target }
    }
    let known = series.values[series.window].compactMap { $0 }
    let met = series.kpi.direction.map { _ in (known.count { isMet($0) == true }, known.count) }
    return Target(
      value: target, difference: value - target, share: target > 0 ? (value - target) / target : nil,
      isMet: isMet(value), met: met.map { (count: $0.0, of: $0.1) })
  }

  private static func signal(_ signal: XmRSignal, _ series: KPISeries, _ latest: Int) -> Signal {
    let places = Self.places(of: signal, series, latest)
    let isWanted = signal.side.flatMap { side in
      series.kpi.direction.map { (side == .above) == ($0 == .up) }
    }
    return Signal(
      rule: signal.rule, side: signal.side, since: series.days[places.first ?? latest], length: places.count,
      isWanted: isWanted)
  }

  /// The positions that make up the pattern, oldest first.
  private static func places(of signal: XmRSignal, _ series: KPISeries, _ latest: Int) -> [Int] {
    guard let limits = series.limits else { return [latest] }
    let isAbove = signal.side == .above
    func run(while holds: (Double) -> Bool) -> [Int] {
      var places: [Int] = []
      for place in stride(from: latest, through: series.window.lowerBound, by: -1) {
        guard let value = series.values[place], holds(value) else { break }
        places.insert(place, at: 0)
      }
      return places
    }
    switch signal.rule {
    case .rangeBeyondLimit: return [latest]
    case .beyondLimit: return run { isAbove ? $0 > limits.upper : $0 < limits.lower }
    case .runOfEight: return run { isAbove ? $0 > limits.mean : $0 < limits.mean }
    case .twoOfThree:
      let reach = (limits.upper - limits.mean) * 2 / 3
      return (max(series.window.lowerBound, latest - 2)...latest).filter { place in
        guard let value = series.values[place] else { return false }
        return isAbove ? value > limits.mean + reach : value < limits.mean - reach
      }
    }
  }

  /// The newest period before the newest value's that completed a pattern under the present limits.
  var lastSignal: (day: Day, label: String)? {
    guard let latest = series.latest,
      let place = series.signals.last(where: { $0.position < latest && series.window.contains($0.position) })?
        .position, let label = series.label(at: place)
    else { return nil }
    return (series.days[place], label)
  }

  /// Values that periods before the newest lack, within the present limits' window.
  var gaps: Int {
    guard let latest = series.latest else { return 0 }
    return series.window.count { $0 < latest && series.values[$0] == nil }
  }
}

extension KPIReading {
  /// The morning after the newest period that any KPI was asked for: what a report is of, where nothing else says so.
  static func morning(of kpis: [KPISeries]) -> Day? {
    kpis.compactMap { series in series.days.last.map { KPISeries.after($0, series.kpi.period) } }.max()
  }
}
