import Book
import Markdown

/// Versions against the baseline: a verdict each, and the numbers behind it.
struct ComparisonSection {
  let view: EvaluationView
  /// Level of the heading.
  let level: Int

  /// So many sentences are read; of more there is one for each version, and the others are folded.
  private static let sentences = 3

  func write(to page: inout PageWriter) {
    for baseline in unique(view.comparisons.map(\.baseline)) {
      let own = view.comparisons.filter { $0.baseline == baseline }
      page.body.heading(level, .plain("Against \(baseline)"))
      let judged = own.filter { $0.verdict != .undefined }
      let sentences = judged.map { InlineMarkdown.plain(SentenceText.set($0.sentence)) }
      let isLong = sentences.count > Self.sentences
      page.body.list(
        isLong
          ? unique(judged.map(\.reference)).map { name in summary(judged.filter { $0.reference == name }) }
          : sentences)
      let told = own.filter { $0.difference != nil }
      if !told.isEmpty {
        page.body.table(
          [
            .init("version"), .init("metric"), .init("value", .right), .init("baseline", .right),
            .init("difference", .right), .init("verdict"),
          ], told.map(row))
      }
      page.body.notes(notes(own))
      let moves = moves(own)
      if !moves.isEmpty {
        page.body.details("How rows change places from \(baseline)") { $0.list(moves) }
      }
      if isLong {
        page.body.details("Each difference to \(baseline) in a sentence") { $0.list(sentences) }
      }
    }
  }

  /// "**repurchase@1**: ▲ better by AUC and log loss; ○ no evidence by Brier score."
  private func summary(_ comparisons: [ComparisonRecord]) -> InlineMarkdown {
    let parts = [ComparisonRecord.Verdict.better, .worse, .noEvidence].compactMap { verdict -> String? in
      let metrics = comparisons.filter { $0.verdict == verdict }.map { MetricTitle.of($0.metric) }
      guard !metrics.isEmpty else { return nil }
      let all = metrics.count == comparisons.count && metrics.count > 2
      return
        "\(TrialText.verdict(verdict)) by \(all ? "all \(metrics.count) measures" : NumberText.list(metrics))"
    }
    return "\(.strong(.plain(comparisons.first?.reference ?? ""))): \(parts.joined(separator: "; "))."
  }

  private func row(_ comparison: ComparisonRecord) -> [InlineMarkdown] {
    [
      .plain(comparison.reference), .plain(MetricTitle.of(comparison.metric)), .plain(text(comparison.value)),
      .plain(text(comparison.baselineValue)), .measured(difference(comparison)), verdict(comparison),
    ]
  }

  private func verdict(_ comparison: ComparisonRecord) -> InlineMarkdown {
    let words = TrialText.verdict(comparison.verdict)
    guard let p = comparison.adjustedPValue else { return .plain(words) }
    return "\(words) *\(Self.stated(p))*"
  }

  private func text(_ value: Double?) -> String {
    value.map { abs($0) < 10 ? NumberText.fixed($0, 4) : NumberText.value($0) } ?? NumberText.none
  }

  private func difference(_ comparison: ComparisonRecord) -> String {
    guard let difference = comparison.difference else { return NumberText.none }
    let decimals = Self.decimals(comparison.standardError)
    guard let lower = comparison.lower, let upper = comparison.upper else {
      return NumberText.signed(difference, decimals)
    }
    return "\(NumberText.signed(difference, decimals)) "
      + "(\(NumberText.signed(lower, decimals)) to \(NumberText.signed(upper, decimals)))"
  }

  /// So many that the error has two figures.
  static func decimals(_ error: Double?) -> Int {
    guard let error, error > 0 else { return 4 }
    var decimals = 1
    var unit = 1.0
    while decimals < 8, error < unit {
      unit /= 10
      decimals += 1
    }
    return error >= 10 ? 0 : decimals
  }

  /// A p value: "< 0.001", "0.021".
  static func chance(_ p: Double) -> String { p < 0.001 ? "< 0.001" : NumberText.fixed(p, 3) }

  /// "p < 0.001", "p = 0.021".
  static func stated(_ p: Double) -> String { "p \(p < 0.001 ? "" : "= ")\(chance(p))" }

  private func notes(_ comparisons: [ComparisonRecord]) -> [InlineMarkdown] {
    var notes: [InlineMarkdown] = []
    if let first = comparisons.first, first.comparisons > 0 {
      let correction =
        switch first.correction {
        case "holm": "corrected by Holm's method for \(NumberText.count(first.comparisons, "comparison"))"
        case "benjamini_hochberg":
          "corrected by Benjamini and Hochberg's method for \(NumberText.count(first.comparisons, "comparison"))"
        default: "of each comparison alone"
        }
      let isCorrected = first.correction == "holm" || first.correction == "benjamini_hochberg"
      let own =
        isCorrected && first.comparisons > 1
        ? ", and the intervals are each comparison's own, so that one may leave zero out where there is no evidence"
        : ""
      notes.append(
        .plain(
          "Differences are the version's value minus the baseline's on the rows that both have scored, with 95% "
            + "intervals; p values are \(correction)\(own)."))
    }
    for reference in unique(comparisons.map(\.reference)) {
      let own = comparisons.filter { $0.reference == reference }
      let undefined = own.filter { $0.verdict == .undefined }
      for (reason, same) in grouped(undefined) {
        notes.append(
          .plain("No verdict on \(reference) by \(NumberText.list(same.map(\.metric))): \(reason)."))
      }
    }
    return notes
  }

  /// How far places and scores of rows lie apart, and how many get another band or class.
  private func moves(_ comparisons: [ComparisonRecord]) -> [InlineMarkdown] {
    var moves: [InlineMarkdown] = []
    for reference in unique(comparisons.map(\.reference)) {
      guard let one = comparisons.first(where: { $0.reference == reference }), one.rows > 0 else { continue }
      if let movement = one.movement {
        moves.append(.plain(MovementWords(one, movement, NumberText.inWords).sentences))
      }
      guard let changed = one.changed else { continue }
      var words =
        "\(reference) and \(one.baseline) put \(NumberText.count(changed.rows)) of "
        + "\(NumberText.count(one.rows, "row")) (\(NumberText.percent(Double(changed.rows) / Double(one.rows)))) "
        + "into different \(changed.by == "band" ? "bands" : "classes")"
      if let right = changed.onlyVersionRight, let wrong = changed.onlyBaselineRight {
        words +=
          "; of these only \(reference) is right on \(NumberText.count(right)), only \(one.baseline) on "
          + "\(NumberText.count(wrong))"
      }
      moves.append(.plain(words + "."))
    }
    return moves
  }

  private func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// By reason, in the order of the first of each.
  private func grouped(_ undefined: [ComparisonRecord]) -> [(String, [ComparisonRecord])] {
    unique(undefined.map { $0.reason ?? "it has no value" }).map { reason in
      (reason, undefined.filter { ($0.reason ?? "it has no value") == reason })
    }
  }
}
