import Book
import Markdown

/// For whom a version does well and for whom not: figures by the values of a column.
struct SliceSection {
  let view: EvaluationView
  /// Level of the heading.
  let level: Int

  /// So many slices of one reason are named; of more the others are counted.
  private static let named = 8

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
          + "are corrected for the number of slices, and the intervals are each slice's own, so that one may leave "
          + "zero out where p says that chance can explain it. Values of fewer than five keys are told as one."
      )
    ]
    notes += reasons(metric).map { .plain($0) }
    let worst = view.slices.filter { $0.againstRest?.rank != nil }.sorted {
      ($0.againstRest?.rank ?? 0) < ($1.againstRest?.rank ?? 0)
    }.filter { ($0.againstRest?.adjustedPValue ?? 1) < 0.05 && $0.reference == first.reference }
    if !worst.isEmpty {
      notes.append(
        .plain("It does worse than elsewhere for \(NumberText.list(worst.map(\.title)))."))
    }
    return notes
  }

  /// Why figures and comparisons with the rest are missing: the slices of one reason in one sentence.
  private func reasons(_ metric: String) -> [String] {
    var order: [String] = []
    var titles: [String: [String]] = [:]
    for slice in shown where slice.againstRest == nil {
      func reason(_ name: String) -> String? { slice.undefined.first { $0.name == name }?.reason }
      let clause: String
      if let reason = reason(metric) {
        clause = "no \(MetricTitle.of(metric)), since \(reason)"
      } else if let reason = reason("against_rest") {
        clause = "not compared with the rest, since \(reason)"
      } else {
        continue
      }
      if titles[clause] == nil { order.append(clause) }
      titles[clause, default: []].append(TrialText.short(slice.title))
    }
    return order.map { clause in
      let all = titles[clause] ?? []
      guard all.count > 1 else { return "\(all[0]): \(clause)." }
      let named = Array(all.prefix(all.count > Self.named + 1 ? Self.named : all.count))
      let others = all.count - named.count
      return clause.prefix(1).uppercased() + clause.dropFirst() + ": "
        + (others == 0
          ? NumberText.list(named)
          : named.joined(separator: ", ") + " and \(NumberText.count(others)) others")
        + "."
    }
  }
}
