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
  /// Where the limits hold, and from whose values they are made.
  let window: Range<Int>
  let limits: XmRLimits?
  /// Within the window, by position.
  let signals: [XmRSignal]
  /// Values of the book that are older than those shown.
  let older: Int

  /// Fewer values say nothing about their usual variation.
  static let fewest = 6

  init(_ kpi: Configuration.KPI, _ values: [KPIValueRecord]) {
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
    self.days = days.reversed()
    records = self.days.map { byDay[$0] }
    older = byDay.count - records.count { $0 != nil }
    window = max(0, records.count - windowed)..<records.count
    let all = records.map { $0?.value }
    let known = all[window].count { $0 != nil }
    limits = known >= Self.fewest ? try? XmRLimits(all, baseline: window) : nil
    let start = window.lowerBound
    signals = limits?.signals(in: all.enumerated().map { $0.offset < start ? nil : $0.element }) ?? []
  }

  var values: [Double?] { records.map { $0?.value } }
  /// Position of the newest period with a value.
  var latest: Int? { values.lastIndex { $0 != nil } }
  var format: KPIFormat { KPIFormat(kpi) }

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

  /// "the week from 1998-06-22".
  func name(of day: Day) -> String {
    switch kpi.period {
    case .day: day.iso
    case .week: "the week from \(day.iso)"
    case .month: "the month from \(day.iso)"
    }
  }
}

/// How the values of one KPI are written.
struct KPIFormat: Sendable {
  let unit: String?
  let chart: NumberFormat
  private let period: Configuration.KPI.Period

  init(_ kpi: Configuration.KPI) {
    unit = kpi.unit
    period = kpi.period
    let isCurrency = kpi.unit.map { $0.utf8.count == 3 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }
    chart = isCurrency == true ? .currency(kpi.unit ?? "") : .number
  }

  /// With its unit.
  func text(_ value: Double) -> String {
    guard value.isFinite else { return NumberText.none }
    guard case .number = chart, let unit, !unit.isEmpty else { return bare(value) }
    return unit == "%" ? bare(value) + "%" : bare(value) + " " + unit
  }

  /// Without it, except for a currency.
  func bare(_ value: Double) -> String { value.isFinite ? chart.detailed(value) : NumberText.none }

  /// What the axis of a chart measures: "USD a week".
  var axis: String { "\(unit ?? "value") a \(period.rawValue)" }
}
