import Book
import Charts
import Workspace

/// A KPI of a report with its parts.
struct KPIItem: Sendable {
  struct Part: Sendable {
    let name: String
    /// Names of files can't hold every name of a part, so that its place among them stands for it.
    let file: String
    let reading: KPIReading
  }

  let reading: KPIReading
  /// The largest newest values first.
  let parts: [Part]
  /// The newest record, of the whole or of a part.
  let newest: KPIValueRecord?

  var kpi: Configuration.KPI { reading.kpi }
  /// Asked for by part alone.
  var hasOnlyParts: Bool { reading.state == .none && !parts.isEmpty }

  init(_ kpi: Configuration.KPI, _ snapshot: BookSnapshot, asOf: Day?, clipped: Bool) {
    let values = KPISeries.values(of: kpi, snapshot, asOf: clipped ? asOf : nil)
    let releases = KPIRelease.all(for: kpi, snapshot)
    let series = KPISeries(kpi, values.filter { $0.dimension == nil }, releases: releases)
    reading = KPIReading(series, asOf: asOf)
    let records = Dictionary(grouping: values) { $0.dimension ?? "" }
    parts = records.keys.filter { !$0.isEmpty }.sorted().enumerated().map { place, name in
      let part = KPISeries(kpi, records[name] ?? [], releases: releases)
      return Part(name: name, file: "\(place + 1)", reading: KPIReading(part, part: name, asOf: asOf))
    }.sorted { left, right in
      let (a, b) = (left.reading.value ?? -.infinity, right.reading.value ?? -.infinity)
      return a == b ? left.name < right.name : a > b
    }
    newest = series.latest.flatMap { series.records[$0] } ?? values.max { $0.period < $1.period }
  }

  /// What the summary of a report speaks of: the whole and those of its parts that signal now; or, where it is asked
  /// for by part alone, its parts.
  ///
  /// A part may end, as a campaign does. Only in the first period without a value it counts as missing, unless all
  /// parts are.
  var summarised: [KPIReading] {
    let readings = parts.map(\.reading)
    guard hasOnlyParts else {
      return [reading] + readings.filter { $0.state == .current && !$0.signals.isEmpty }
    }
    guard readings.contains(where: { $0.state == .current }) else { return readings }
    return readings.filter { part in
      guard part.state != .current, let day = part.day, let expected = part.expected else { return true }
      return day >= KPISeries.before(expected, kpi.period)
    }
  }

  /// Which parts signal.
  var partsSentence: String? {
    guard !parts.isEmpty else { return nil }
    let signalling = parts.filter { !$0.reading.signals.isEmpty }
    let whole = NumberText.count(parts.count, "part")
    guard !signalling.isEmpty else {
      return parts.contains { $0.reading.series.limits != nil } ? "Of \(whole) none signals." : nil
    }
    let named = signalling.prefix(3).map { "“\($0.name)”" }
    let rest = signalling.count - named.count
    return "Of \(whole) \(signalling.count) \(signalling.count == 1 ? "signals" : "signal"): "
      + NumberText.list(named + (rest > 0 ? ["\(rest) more"] : [])) + "."
  }
}
