import Book
import Charts
import Markdown
import Statistics
import Workspace

/// How long a job's nights took and how many rows they had, held against what is usual.
struct JobCharts {
  let job: String
  let snapshot: BookSnapshot

  /// Nights that are drawn, and the newest of them from which limits are made.
  private static let drawn = 120
  private static let window = 60
  private static let fewest = 6
  /// A smaller change of the rows is no news, however regular they were.
  private static let noticed = 0.05

  private struct Night {
    let day: Day
    let run: RunRecord
  }

  private var nights: [Night] {
    snapshot.standing(job: job).suffix(Self.drawn).compactMap { run in
      run.date.flatMap { Day(iso: $0) }.map { Night(day: $0, run: run) }
    }
  }

  func write(to page: inout PageWriter) {
    let nights = nights
    guard nights.count > 1 else { return }
    page.body.heading(2, "Rows and time")
    rows(nights, &page)
    duration(nights, &page)
    losses(nights, &page)
  }

  private func rows(_ nights: [Night], _ page: inout PageWriter) {
    let counts = nights.map { $0.run.rowsOut.map(Double.init) }
    page.body.paragraph(change(nights, counts))
    page.figure(
      LineChart(
        title: "Rows of each night", axis: "rows scored",
        series: [.init("rows", zip(nights, counts).map { .init($0.day, $1) })],
        zero: true), "rows",
      caption:
        "Rows that each night of job \(job) wrote. A fall to a part of what is usual is most often a source that was "
        + "not complete.", step: 7)
  }

  /// The newest count against the one before, and whether such a change is usual.
  private func change(_ nights: [Night], _ counts: [Double?]) -> InlineMarkdown {
    guard let newest = counts.last ?? nil, let last = nights.last else { return "" }
    let day = last.day.iso
    guard counts.count > 1, let before = counts[counts.count - 2], before > 0 else {
      return "\(NumberText.count(Int(newest))) rows on \(day)."
    }
    // A change across nights without a run is none from one night to the next.
    let every = snapshot.configuration.jobs[job]?.every
    func distance(_ place: Int) -> Int { nights[place + 1].day.number - nights[place].day.number }
    func isNext(_ place: Int) -> Bool { every.map { distance(place) <= $0 } ?? true }
    let shares = counts.indices.dropLast().map { place -> Double? in
      guard let a = counts[place], let b = counts[place + 1], a > 0, isNext(place) else { return nil }
      return b / a - 1
    }
    let follows = distance(counts.count - 2) <= every ?? 1
    let past = follows ? "the night before" : "on \(nights[counts.count - 2].day.iso), the last night before"
    let share = newest / before - 1
    let words: InlineMarkdown = .plain(
      "\(NumberText.count(Int(newest))) rows on \(day), "
        + (share == 0
          ? "as many as \(past)."
          : "\(NumberText.percent(share.magnitude)) \(share > 0 ? "more" : "fewer") than \(past)."))
    if share == 0 { return words }
    let recent = Array(shares.suffix(Self.window))
    guard recent.count(where: { $0 != nil }) >= Self.fewest, let limits = try? XmRLimits(recent) else {
      return words
    }
    let usual =
      "\(NumberText.signed(limits.lower * 100, 1))% and \(NumberText.signed(limits.upper * 100, 1))%"
    // Where rows grow by the same few each night, limits are so narrow that everything lies beyond them.
    return share.magnitude >= Self.noticed && (share > limits.upper || share < limits.lower)
      ? "\(words) **That is unusual:** the change from one night to the next lies between \(usual) by nature."
      : "\(words) Changes of this size are usual."
  }

  private func duration(_ nights: [Night], _ page: inout PageWriter) {
    let values = nights.map { Optional($0.run.stages.total) }
    // The unit is that of the words beside the chart; the file has seconds, whatever the nights take.
    let isShort = values.allSatisfy { ($0 ?? 0) < 0.0995 }
    let drawn = isShort ? TimeUnit(name: "milliseconds", perSecond: 1000) : .seconds
    let days = nights.map(\.day)
    let from = max(0, values.count - Self.window)
    guard values.count - from >= Self.fewest,
      let limits = try? XmRLimits(values, baseline: from..<values.count)
    else {
      func chart(_ unit: TimeUnit) -> LineChart {
        LineChart(
          title: "Time of each night", axis: unit.name,
          series: [.init(unit.name, zip(days, values).map { .init($0, unit.amount($1)) })], zero: true)
      }
      page.figure(
        chart(drawn), "time", caption: "How long each night of job \(job) took, all stages together.",
        step: 7,
        csv: chart(.seconds).csv)
      return
    }
    // Patterns inside the limits are left out: nights that are caught up in one go follow each other in them.
    let signals = limits.signals(in: Array(values[from...])).filter {
      $0.rule == .beyondLimit || $0.rule == .rangeBeyondLimit
    }
    func label(_ place: Int) -> String? {
      let own = signals.filter { $0.position + from == place }.map { signal in
        signal.rule == .rangeBeyondLimit
          ? "a jump beyond the range limit"
          : signal.side == .above ? "above the upper limit" : "below the lower limit"
      }
      return own.isEmpty ? nil : own.joined(separator: "; ")
    }
    let newest = label(values.count - 1)
    page.body.paragraph(
      .plain(
        newest.map {
          "The newest night took \(NumberText.duration(values[values.count - 1] ?? 0)): \($0). Something changed; look for "
            + "the cause."
        }
          ?? "The newest night took \(NumberText.duration(values[values.count - 1] ?? 0)), within what is usual: "
          + "\(NumberText.duration(max(0, limits.lower))) to \(NumberText.duration(limits.upper))."))
    func chart(_ unit: TimeUnit) -> ControlChart {
      ControlChart(
        title: "Time of each night", axis: unit.name,
        points: days.indices.map { .init(days[$0], unit.amount(values[$0]), signal: label($0)) },
        limits: [
          .init(
            points: from..<values.count, mean: unit.amount(limits.mean), lower: unit.amount(limits.lower),
            upper: unit.amount(limits.upper), rangeLimit: unit.amount(limits.rangeLimit))
        ], isNonnegative: true)
    }
    page.figure(
      chart(drawn), "time",
      caption:
        "How long each night of job \(job) took, all stages together, with natural limits from the newest "
        + "\(values.count - from) nights.", step: 7, csv: chart(.seconds).csv)
  }

  /// What a time is told in.
  private struct TimeUnit {
    let name: String
    let perSecond: Double

    static let seconds = Self(name: "seconds", perSecond: 1)

    func amount(_ seconds: Double) -> Double { seconds * perSecond }
    func amount(_ seconds: Double?) -> Double? { seconds.map { $0 * perSecond } }
  }

  /// Rejects and rows that the fallback answered, where there are any.
  private func losses(_ nights: [Night], _ page: inout PageWriter) {
    func share(_ count: Int?, _ run: RunRecord) -> Double? {
      guard let count, let rows = run.rowsIn, rows > 0 else { return nil }
      return Double(count) / Double(rows)
    }
    var series: [LineChart.Series] = []
    if nights.contains(where: { ($0.run.rejects ?? 0) > 0 }) {
      series.append(.init("rejects", nights.map { .init($0.day, share($0.run.rejects, $0.run)) }))
    }
    if nights.contains(where: { ($0.run.fallbacks?.rows ?? 0) > 0 }) {
      series.append(.init("fallbacks", nights.map { .init($0.day, share($0.run.fallbacks?.rows, $0.run)) }))
    }
    guard !series.isEmpty else {
      page.body.paragraph("No row of the nights that stand was rejected, and none was left to a fallback.")
      return
    }
    page.figure(
      LineChart(
        title: "Rejects and fallbacks of each night", axis: "share of the rows read", format: .percent,
        series: series,
        zero: true), "losses",
      caption:
        "Rows that could not be scored, and rows that the fallback answered, as a share of the rows read.",
      step: 7)
  }
}
