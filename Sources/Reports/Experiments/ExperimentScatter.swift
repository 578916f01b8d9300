import Book
import Charts
import Markdown

/// What a parameter did to the metric that is looked at: one point for each trial.
struct ExperimentScatter {
  let view: ExperimentView

  private static let charts = 3
  private static let fewest = 5

  func write(to page: inout PageWriter) {
    guard let primary = view.primary else { return }
    let baseline = Set(view.comparison?.baseline.runs ?? [])
    let known = view.trials.filter { $0.value(of: primary.metric) != nil }
    let names = Set(known.flatMap { $0.parameters.map(\.name) }).sorted()
    var drawn = 0
    for name in names where drawn < Self.charts {
      let values = known.map { $0.parameter(name).flatMap(Self.number) }
      let distinct = Set(values.compactMap { $0 })
      let isSeed = name.lowercased().hasSuffix("seed") || name.lowercased().hasSuffix("random_state")
      guard distinct.count >= Self.fewest, !isSeed else { continue }
      if drawn == 0 { page.body.heading(2, .plain("\(TrialText.short(primary.metric)) by parameter")) }
      drawn += 1
      let isLogarithmic = (distinct.min() ?? 0) > 0 && (distinct.max() ?? 0) / (distinct.min() ?? 1) >= 50
      let title = TrialText.short(name)
      let best =
        primary.isHigherBetter
        ? known.max { ($0.value(of: primary.metric) ?? 0) < ($1.value(of: primary.metric) ?? 0) }
        : known.min { ($0.value(of: primary.metric) ?? 0) < ($1.value(of: primary.metric) ?? 0) }
      page.figure(
        ScatterChart(
          title: "\(TrialText.short(primary.metric)) by \(title)", xAxis: title,
          yAxis: TrialText.short(primary.metric), nameAxis: "trial",
          groups: ["candidates", TrialText.short(view.comparison?.baseline.name ?? "baseline", 40)],
          points: zip(known, values).map { trial, value in
            let isBaseline = baseline.contains(trial.key)
            return .init(
              TrialText.short(trial.name, 40), x: value, y: trial.value(of: primary.metric),
              group: isBaseline ? 1 : 0,
              isNamed: trial.key == best?.key
                || (isBaseline && trial.key == view.comparison?.baseline.runs.first))
          }, isLogarithmic: isLogarithmic), "by-parameter-\(drawn)",
        caption:
          "Each point is a trial\(isLogarithmic ? "; \(title) in powers of ten" : ""). Other parameters differ, too: what "
          + "is seen here need not be the work of \(title).", step: 10)
    }
  }

  /// A number as parameters are written: "0.1", "1e-3", "100".
  static func number(_ text: String) -> Double? {
    guard text.utf8.count <= 40, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
