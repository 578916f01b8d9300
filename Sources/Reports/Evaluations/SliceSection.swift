import Book
import Markdown

/// For whom a version does well and for whom not: figures by the values of a column.
struct SliceSection {
  let view: EvaluationView
  /// Level of the heading.
  let level: Int

  /// Slices of one version: that of the champion, else the first that has some.
  private var shown: [SliceRecord] {
    guard let reference = view.slices.first?.reference else { return [] }
    return view.slices.filter { $0.reference == reference }
  }

  func write(to page: inout PageWriter) {
    guard let first = shown.first else { return }
    page.body.heading(level, .plain("By \(NumberText.list(dimensions))"))
    let metric = shown.compactMap { $0.againstRest?.metric }.first ?? first.metrics.first?.name ?? "auc"
    let hasPositives = shown.contains { $0.positives != nil }
    page.body.table(
      [.init("slice"), .init("rows", .right), .init("keys", .right)]
        + (hasPositives ? [.init("positives", .right)] : [])
        + [.init(.plain(MetricTitle.of(metric)), .right), .init("to the rest", .right), .init("p", .right)],
      shown.map { row($0, metric, hasPositives) })
    page.body.notes(notes(first, metric))
  }

  private var dimensions: [String] {
    shown.map(\.dimension).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func row(_ slice: SliceRecord, _ metric: String, _ hasPositives: Bool) -> [InlineMarkdown] {
    let rest = slice.againstRest
    let decimals = ComparisonSection.decimals(rest?.standardError)
    let positives: [InlineMarkdown] =
      hasPositives ? [.plain(slice.positives.map { NumberText.count($0) } ?? NumberText.none)] : []
    return [
      .plain(slice.title), .plain(NumberText.count(slice.rows)), .plain(NumberText.count(slice.keys)),
    ] + positives + [
      .plain(slice.metric(metric)?.text ?? NumberText.none),
      .plain(
        rest.map {
          "\(NumberText.signed($0.difference, decimals)) (\(NumberText.signed($0.lower, decimals)) to "
            + "\(NumberText.signed($0.upper, decimals)))"
        } ?? NumberText.none),
      .plain(rest?.adjustedPValue.map(ComparisonSection.chance) ?? NumberText.none),
    ]
  }

  private func notes(_ first: SliceRecord, _ metric: String) -> [InlineMarkdown] {
    var notes: [InlineMarkdown] = [
      .plain(
        "Figures of \(first.reference). To the rest: the slice's \(MetricTitle.of(metric)) minus that of all other rows; p values "
          + "are corrected for the number of slices. Values of fewer than five keys are told as one.")
    ]
    for slice in shown where slice.metrics.isEmpty || slice.againstRest == nil {
      guard let undefined = slice.undefined.first(where: { $0.name == metric || $0.name == "against_rest" })
      else { continue }
      notes.append(.plain("\(slice.title): no \(MetricTitle.of(metric)), since \(undefined.reason)."))
    }
    let worst = view.slices.filter { $0.againstRest?.rank != nil }.sorted {
      ($0.againstRest?.rank ?? 0) < ($1.againstRest?.rank ?? 0)
    }.filter { ($0.againstRest?.adjustedPValue ?? 1) < 0.05 && $0.reference == first.reference }
    if !worst.isEmpty {
      notes.append(
        .plain("It does worse than elsewhere for \(NumberText.list(worst.map(\.title)))."))
    }
    return notes
  }
}
