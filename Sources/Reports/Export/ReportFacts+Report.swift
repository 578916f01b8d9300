import Book
import Charts
import Statistics
import Workspace

extension ReportFacts {
  init(_ report: KPIReport) {
    schema = "scorebook.report/\(Self.version)"
    name = report.report.name
    title = report.report.title
    period = report.report.period.rawValue
    asOf = report.morning?.iso
    let end = report.morning.map { KPISeries.start(of: $0, report.report.period) }
    from = end.map { KPISeries.before($0, report.report.period).iso }
    to = end?.iso
    bookAsOf = report.snapshot.newest
    let summary = report.summary
    self.summary = Summary(
      changed: summary.changed, attention: summary.attention, fine: summary.fine,
      needsAttention: summary.needsAttention)
    kpis = report.items.map { KPI($0, report.snapshot) }
    evaluations = report.evaluations.map(Evaluation.init)
    readouts = report.readouts.map(Readout.init)
  }
}

extension ReportFacts.KPI {
  init(_ item: KPIItem, _ snapshot: BookSnapshot) {
    let (reading, kpi) = (item.reading, item.kpi)
    name = kpi.name
    title = reading.title
    unit = kpi.unit
    period = kpi.period.rawValue
    direction = kpi.direction?.rawValue
    owner = kpi.owner
    state = reading.state.rawValue
    value = ReportFacts.Value(reading)
    previous = reading.previous.map(ReportFacts.Change.init)
    yearBefore = reading.lastYear.map(ReportFacts.Change.init)
    target = reading.target.map(ReportFacts.Target.init)
    limits = ReportFacts.Limits(reading.series)
    signals = reading.signals.map(ReportFacts.Signal.init)
    sentences = reading.numberSentences + reading.processSentences + [item.partsSentence].compactMap { $0 }
    let sql = try? snapshot.texts.read(snapshot.configuration.location(of: kpi.query), isExpected: false)
    query = ReportFacts.Query(
      file: kpi.query, sql: sql ?? nil, tables: kpi.tables, sqlDigest: item.newest?.sqlDigest,
      dataDigest: item.newest?.dataDigest, computedAt: item.newest?.computedAt)
    series = ReportFacts.points(reading.series)
    olderValues = reading.series.older
    parts = item.parts.map { part in
      ReportFacts.Part(
        name: part.name, state: part.reading.state.rawValue, value: ReportFacts.Value(part.reading),
        previous: part.reading.previous.map(ReportFacts.Change.init),
        limits: ReportFacts.Limits(part.reading.series),
        signals: part.reading.signals.map(ReportFacts.Signal.init),
        series: ReportFacts.points(part.reading.series))
    }
  }
}

extension ReportFacts {
  fileprivate static func points(_ series: KPISeries) -> [Point] {
    series.days.indices.map {
      Point(period: series.days[$0].iso, value: series.values[$0], signal: series.label(at: $0))
    }
  }
}

extension ReportFacts.Value {
  fileprivate init?(_ reading: KPIReading) {
    guard let day = reading.day, let value = reading.value else { return nil }
    self.init(period: day.iso, value: value, text: reading.series.format.text(value))
  }
}

extension ReportFacts.Change {
  fileprivate init(_ change: KPIReading.Change) {
    self.init(
      period: change.day.iso, value: change.value, difference: change.difference, share: change.share)
  }
}

extension ReportFacts.Target {
  fileprivate init(_ target: KPIReading.Target) {
    self.init(
      value: target.value, difference: target.difference, share: target.share, isMet: target.isMet,
      periodsMet: target.met?.count, periodsKnown: target.met?.of)
  }
}

extension ReportFacts.Limits {
  fileprivate init?(_ series: KPISeries) {
    guard let limits = series.limits else { return nil }
    self.init(
      mean: limits.mean, lower: limits.lower, upper: limits.upper, rangeLimit: limits.rangeLimit,
      from: series.days[series.window.lowerBound].iso,
      values: series.values[series.window].count { $0 != nil }, since: series.phases.last?.release?.reference)
  }
}

extension ReportFacts.Signal {
  fileprivate init(_ signal: KPIReading.Signal) {
    let rule =
      switch signal.rule {
      case .beyondLimit: "beyond_limit"
      case .rangeBeyondLimit: "range_beyond_limit"
      case .twoOfThree: "two_of_three"
      case .runOfEight: "run_of_eight"
      }
    self.init(
      rule: rule, side: signal.side?.rawValue, since: signal.since.iso, length: signal.length,
      isWanted: signal.isWanted)
  }
}
