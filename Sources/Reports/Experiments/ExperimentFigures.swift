import Book
import Charts
import Markdown

/// Differences to the baseline with their intervals: a forest plot for each metric that has a say, and the numbers.
struct ExperimentFigures {
  let view: ExperimentView

  private static let plots = 3
  private static let candidates = 24
  private static let rows = 60
  private static let first = 20

  func write(to page: inout PageWriter) {
    guard let comparison = view.comparison else { return }
    page.body.heading(2, .plain("Differences to \(TrialText.short(comparison.baseline.name))"))
    let metrics = metrics(comparison)
    var drawn = 0
    for metric in metrics where drawn < Self.plots {
      guard draw(metric, comparison, drawn, &page) else { continue }
      drawn += 1
    }
    table(comparison, &page)
    page.body.details("What else has to be known") { inner in
      inner.list(comparison.details.prefix(60).map { .plain($0) })
      if comparison.details.isEmpty { inner.paragraph("Nothing.") }
    }
  }

  /// The primary one first, then those that most candidates have.
  private func metrics(_ comparison: ExperimentComparison) -> [String] {
    var counts: [String: Int] = [:]
    for figure in comparison.candidates.flatMap(\.figures)
    where figure.decides && figure.difference != nil { counts[key(figure), default: 0] += 1 }
    return counts.keys.sorted { a, b in
      let first = (a == view.primary?.metric ? 0 : 1, -(counts[a] ?? 0))
      let second = (b == view.primary?.metric ? 0 : 1, -(counts[b] ?? 0))
      return first == second ? a < b : first < second
    }
  }

  private func key(_ figure: ExperimentComparison.Figure) -> String {
    figure.metric + (figure.evaluation.map { ", rows of \($0)" } ?? "")
  }

  /// Whether there was anything to draw: an interval, at least.
  private func draw(
    _ metric: String, _ comparison: ExperimentComparison, _ place: Int, _ page: inout PageWriter
  ) -> Bool {
    let found = view.ordered.compactMap { candidate in
      candidate.figures.first { key($0) == metric && $0.difference != nil }.map { (candidate, $0) }
    }
    guard found.contains(where: { $0.1.lower != nil }) else { return false }
    let shown = found.prefix(Self.candidates)
    let way = found.compactMap(\.1.isHigherBetter).first
    let better = way.map { $0 ? " Right of zero is better." : " Left of zero is better." } ?? ""
    page.figure(
      ForestChart(
        title: "Difference in \(TrialText.short(metric))",
        axis: "difference in \(TrialText.short(metric)) to \(TrialText.short(comparison.baseline.name))",
        nameAxis: "candidate", format: .number,
        effects: shown.map { candidate, figure in
          .init(candidate.group.name, figure.difference, lower: figure.lower, upper: figure.upper)
        }), "difference-\(place + 1)",
      caption: (place == 0
        ? "The candidate's value less that of \(comparison.baseline.name), with the 95% interval of that difference "
          + "alone.\(better) An interval that holds zero is no evidence."
        : "The same by \(TrialText.short(metric)).\(better)")
        + (found.count > shown.count ? " The first \(shown.count) of \(found.count) candidates." : ""))
    return true
  }

  private func table(_ comparison: ExperimentComparison, _ page: inout PageWriter) {
    let ordered = view.ordered
    let isMany = ordered.count > 1
    let lines = ordered.flatMap { candidate in
      candidate.figures.filter { $0.value != nil || $0.baseline != nil }.map { (candidate, $0) }
    }
    guard !lines.isEmpty else { return }
    let header: [MarkdownWriter.Column] =
      (isMany ? [.init("candidate")] : []) + [
        .init("metric"), .init(.plain(TrialText.short(comparison.baseline.name, 30)), .right),
        .init(isMany ? "candidate's" : .plain(TrialText.short(ordered[0].group.name, 30)), .right),
        .init("difference", .right), .init("p", .right), .init("verdict"),
      ]
    func row(_ candidate: ExperimentComparison.Candidate, _ figure: ExperimentComparison.Figure)
      -> [InlineMarkdown]
    {
      let error = figure.standardError
      let interval = NumberText.bounds(figure.lower, figure.upper) { TrialText.value($0, error: error) }
      return (isMany ? [.plain(TrialText.short(candidate.group.name))] : []) + [
        .plain(TrialText.short(key(figure))),
        .plain(spread(figure.baseline, figure.baselineDeviation, error)),
        .plain(spread(figure.value, figure.deviation, error)),
        .measured(TrialText.signed(figure.difference, error: error) + (interval.map { " (\($0))" } ?? "")),
        .plain(figure.pValue.map(ComparisonSection.chance) ?? NumberText.none),
        .plain(TrialText.verdict(figure) + (figure.decides ? "" : " (no say)")),
      ]
    }
    let first = isMany ? lines.filter { $0.1.metric == view.primary?.metric } : lines
    let shown = first.isEmpty ? Array(lines.prefix(Self.first)) : Array(first.prefix(Self.first))
    page.body.table(header, shown.map(row))
    guard shown.count < lines.count else { return }
    let all = lines.prefix(Self.rows * 5)
    page.body.details("All metrics of all candidates") { inner in
      inner.table(header, all.map(row))
      if all.count < lines.count {
        inner.paragraph(
          "The first \(all.count) of \(NumberText.count(lines.count)); "
            + "\(.code("scorebook experiment compare \(view.name) --csv")) has all.")
      }
    }
  }

  /// "0.7936 ± 0.0010"
  private func spread(_ value: Double?, _ deviation: Double?, _ error: Double?) -> String {
    TrialText.value(value, error: error ?? deviation)
      + (deviation.map { " ± \(TrialText.value($0, error: error ?? $0))" } ?? "")
  }
}
