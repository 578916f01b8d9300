import Book
import Charts
import Markdown

/// How metrics went over the steps of trials: one chart of a few lines, or a small panel for each of many.
struct ExperimentCurves {
  let view: ExperimentView

  private static let charts = 4
  /// Lines that one chart can tell apart.
  private static let lines = 4
  private static let panels = 12

  func write(to page: inout PageWriter) {
    let names = names
    guard !names.isEmpty else { return }
    page.body.heading(2, "How they learned")
    for (place, metric) in names.prefix(Self.charts).enumerated() { draw(metric, place, &page) }
    if names.count > Self.charts {
      page.body.paragraph(
        .plain(
          "Also with a history: \(NumberText.list(names.dropFirst(Self.charts).map { TrialText.short($0) })). "
        )
          + "Each trial's page draws its own.")
    }
  }

  /// Metrics with a history, those of most trials first.
  private var names: [String] {
    var counts: [String: Int] = [:]
    for history in view.histories.values.joined() where Self.isDrawn(history.points) {
      counts[history.metric, default: 0] += 1
    }
    return counts.keys.sorted { a, b in
      let first = (a == view.primary?.metric ? 0 : 1, -(counts[a] ?? 0))
      let second = (b == view.primary?.metric ? 0 : 1, -(counts[b] ?? 0))
      return first == second ? a < b : first < second
    }
  }

  static func isDrawn(_ points: [MetricPoint]) -> Bool { points.count { $0.value.isFinite } > 1 }

  /// Several values of a step are one point by their last: what was logged later replaces what was logged before.
  static func points(_ points: [MetricPoint]) -> [CurveChart.Point] {
    var last: [Int: MetricPoint] = [:]
    for point in points {
      if let before = last[point.step], !point.isLater(than: before) { continue }
      last[point.step] = point
    }
    return last.keys.sorted().map { step in CurveChart.Point(Double(step), last[step]?.value) }
  }

  /// Trials in the order in which pages tell them, the baseline apart.
  private func trials(_ metric: String) -> (baseline: TrialRecord?, others: [TrialRecord]) {
    func has(_ key: TrialKey) -> Bool {
      view.histories[key]?.contains { $0.metric == metric && Self.isDrawn($0.points) } == true
    }
    let groups = view.ordered.map(\.group)
    let baseline = view.comparison?.baseline.runs.first(where: has).flatMap(view.trial)
    var keys = groups.compactMap { $0.runs.first(where: has) }
    if view.comparison == nil { keys = view.trials.reversed().map(\.key).filter(has) }
    return (baseline, keys.compactMap(view.trial))
  }

  private func series(_ trial: TrialRecord, _ metric: String) -> [CurveChart.Point] {
    Self.points(view.histories[trial.key]?.first { $0.metric == metric }?.points ?? [])
  }

  private func draw(_ metric: String, _ place: Int, _ page: inout PageWriter) {
    let (baseline, others) = trials(metric)
    let all = (baseline.map { [$0] } ?? []) + others
    guard !all.isEmpty else { return }
    let title = TrialText.short(metric)
    let name = "curve-\(place + 1)"
    if all.count <= Self.lines {
      page.figure(
        CurveChart(
          title: "\(title) by step", axis: title, xAxis: "step",
          series: all.map { .init(TrialText.short($0.name, 40), series($0, metric)) }),
        name,
        caption: "\(title) as each trial logged it, by step. One run of each where a trial was repeated.",
        step: 25)
      return
    }
    let shown = others.prefix(Self.panels)
    page.figure(
      SmallMultiples(
        title: "\(title) by step", axis: title, across: .number("step"),
        panels: shown.map { .init(TrialText.short($0.name, 40), series($0, metric)) },
        context: baseline.map { .init(TrialText.short($0.name, 40), series($0, metric)) }),
      name,
      caption: "\(title) as each trial logged it, by step, all with the same axes"
        + (baseline.map { "; \(TrialText.short($0.name)) in grey." } ?? ".")
        + (shown.count < others.count
          ? " The first \(shown.count) of \(others.count) trials with a page." : ""),
      step: 50)
  }
}
