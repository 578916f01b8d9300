import Book
import Charts
import Statistics
import Workspace

/// A KPI's values in order of their periods, the periods without one as gaps, and what they say about the
/// process behind them.
struct KPISeries: Sendable {
  let kpi: Configuration.KPI
  /// The first days of successive periods, the newest last; at most `shown` of them.
  let days: [Day]
  /// **Missing values:** nil where the query gave none.
  let records: [KPIValueRecord?]
  /// Where limits hold, oldest first: one window of the newest values, or a phase for each release.
  let phases: [Phase]
  /// Within the phases, by position.
  let signals: [XmRSignal]
  /// Within the time that is shown, oldest first.
  let releases: [KPIRelease]
  /// Values of the book that are older than those shown.
  let older: Int
  /// The value of the period a year before the newest that has one, also where it is too old to be shown.
  let lastYear: (day: Day, value: Double)?

  /// Fewer values say nothing about their usual variation.
  static let fewest = 6

  /// Successive values from which limits are made.
  struct Phase: Sendable {
    let range: Range<Int>
    /// nil where there are too few values, or they say nothing of their spread.
    let limits: XmRLimits?
    /// With whose release it begins; nil where it begins with the values shown.
    let release: KPIRelease?
  }

  /// The whole of a KPI of the book; with `asOf` only the periods that were over on that morning.
  init(_ kpi: Configuration.KPI, _ snapshot: BookSnapshot, asOf: Day? = nil) {
    let values = Self.values(of: kpi, snapshot, asOf: asOf).filter { $0.dimension == nil }
    self.init(kpi, values, releases: KPIRelease.all(for: kpi, snapshot))
  }

  /// Values of a KPI and of its parts.
  static func values(of kpi: Configuration.KPI, _ snapshot: BookSnapshot, asOf: Day?) -> [KPIValueRecord] {
    (snapshot.kpiValues[kpi.name] ?? []).filter { record in
      guard let asOf, let day = Day(iso: record.period) else { return true }
      return after(day, kpi.period) <= asOf
    }
  }

  init(_ kpi: Configuration.KPI, _ values: [KPIValueRecord], releases: [KPIRelease] = []) {
    self.kpi = kpi
    let (shown, windowed) = Self.lengths(kpi.period)
    let byDay = Dictionary(
      values.compactMap { record in Day(iso: record.period).map { ($0, record) } },
      uniquingKeysWith: { _, last in last })
    var days: [Day] = []
    if let newest = byDay.keys.max(), let oldest = byDay.keys.min() {
      var day = newest
      while day >= oldest, days.count < shown {
        days.append(day)
        let before = Self.before(day, kpi.period)
        if before >= day { break }
        day = before
      }
    }
    let shownDays = Array(days.reversed())
    self.days = shownDays
    records = shownDays.map { byDay[$0] }
    older = byDay.count - records.count { $0 != nil }
    let all = records.map { $0?.value }
    let newest = all.lastIndex { $0 != nil }.map { shownDays[$0] }
    lastYear = newest.map { Self.yearBefore($0, kpi.period) }.flatMap { day in
      (byDay[day]?.value).map { (day, $0) }
    }
    if let first = shownDays.first, let last = shownDays.last {
      let end = Self.after(last, kpi.period)
      self.releases = releases.filter { $0.day >= first && $0.day < end }
    } else {
      self.releases = []
    }
    let phases =
      switch kpi.limits.rule {
      case .recent: [Self.phase(max(0, all.count - windowed)..<all.count, all, nil)]
      case .restartAtRelease: Self.phases(all, shownDays, releases)
      }
    self.phases = phases
    signals = phases.flatMap { phase -> [XmRSignal] in
      // Patterns and moving ranges don't reach over a release.
      let inside = phase.limits?.signals(in: Array(all[phase.range])) ?? []
      return inside.map {
        XmRSignal(position: $0.position + phase.range.lowerBound, rule: $0.rule, side: $0.side)
      }
    }
  }

  private static func phase(_ range: Range<Int>, _ all: [Double?], _ release: KPIRelease?) -> Phase {
    let known = all[range].count { $0 != nil }
    return Phase(
      range: range, limits: known >= fewest ? try? XmRLimits(all, baseline: range) : nil, release: release)
  }

  /// A phase begins with the first period that lies wholly after a release: the one in which it falls is mixed, and
  /// still counts as before.
  private static func phases(_ all: [Double?], _ days: [Day], _ releases: [KPIRelease]) -> [Phase] {
    // What was released before the first period shown began its phase.
    var starts: [(place: Int, release: KPIRelease?)] = [
      (0, releases.last { release in days.first.map { release.day < $0 } ?? false })
    ]
    for release in releases where days.first.map({ release.day >= $0 }) ?? false {
      guard let place = days.firstIndex(where: { $0 > release.day }) else { continue }
      // Of several in one period the last counts.
      if starts.last?.place == place { starts.removeLast() }
      starts.append((place, release))
    }
    let ends = starts.dropFirst().map(\.place) + [all.count]
    return zip(starts, ends).filter { $0.place < $1 }.map { phase($0.place..<$1, all, $0.release) }
  }

  /// Where the present limits hold, and from whose values they are made.
  var window: Range<Int> { phases.last?.range ?? 0..<0 }
  var limits: XmRLimits? { phases.last?.limits }

  var values: [Double?] { records.map { $0?.value } }
  /// Position of the newest period with a value.
  var latest: Int? { values.lastIndex { $0 != nil } }
  var format: KPIFormat { KPIFormat(kpi) }

  var newestValue: Double? { latest.flatMap { values[$0] } }

  /// The value of the period right before the newest, where there is one.
  var previous: Double? {
    guard let latest, latest > 0 else { return nil }
    return values[latest - 1]
  }

  var latestSignals: [XmRSignal] { latest.map { place in signals.filter { $0.position == place } } ?? [] }

  /// Periods that a chart shows, and that the limits are made from.
  private static func lengths(_ period: Configuration.KPI.Period) -> (shown: Int, window: Int) {
    switch period {
    case .day: (90, 60)
    case .week: (52, 26)
    case .month: (36, 24)
    }
  }

  /// The first day of the period that holds a day: itself, the Monday, the first of the month.
  static func start(of day: Day, _ period: Configuration.KPI.Period) -> Day {
    switch period {
    case .day: return day
    // 1970-01-01 was a Thursday.
    case .week: return Day(number: day.number - ((day.number + 3) % 7 + 7) % 7)
    case .month: return Day(number: day.number - day.parts.day + 1)
    }
  }

  /// The period to hold one against that lies a year before: of days and weeks the one 364 days before, which has the
  /// same days of the week.
  static func yearBefore(_ day: Day, _ period: Configuration.KPI.Period) -> Day {
    guard period == .month else { return Day(number: day.number - 364) }
    let parts = day.parts
    return Day(year: parts.year - 1, month: parts.month, day: 1) ?? day
  }

  static func before(_ day: Day, _ period: Configuration.KPI.Period) -> Day {
    switch period {
    case .day: return Day(number: day.number - 1)
    case .week: return Day(number: day.number - 7)
    case .month:
      let parts = day.parts
      return Day(
        year: parts.month == 1 ? parts.year - 1 : parts.year, month: parts.month == 1 ? 12 : parts.month - 1,
        day: 1) ?? day
    }
  }

  static func after(_ day: Day, _ period: Configuration.KPI.Period) -> Day {
    switch period {
    case .day: return Day(number: day.number + 1)
    case .week: return Day(number: day.number + 7)
    case .month:
      let parts = day.parts
      return Day(
        year: parts.month == 12 ? parts.year + 1 : parts.year, month: parts.month == 12 ? 1 : parts.month + 1,
        day: 1) ?? day
    }
  }

  /// "in the week from 1998-06-22", "on 1998-06-22".
  func during(_ day: Day) -> String { "\(kpi.period == .day ? "on" : "in") \(name(of: day))" }

  /// "the week from 1998-06-22".
  func name(of day: Day) -> String {
    switch kpi.period {
    case .day: day.iso
    case .week: "the week from \(day.iso)"
    case .month: "the month from \(day.iso)"
    }
  }
}
