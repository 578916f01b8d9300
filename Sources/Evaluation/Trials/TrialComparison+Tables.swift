import Book
import Workspace

extension TrialComparison {
  /// A line for each group, the baseline first: its runs and the parameters in which groups differ.
  package func groupTable(groups limit: Int, parameters: Int) -> ResultTable {
    let names = Array(differing.prefix(parameters))
    let shown = [baseline] + candidates.prefix(limit).map(\.group)
    return ResultTable(
      headings: ["trial", "runs"] + names,
      numeric: [false, true] + names.map { _ in false },
      rows: shown.enumerated().map { place, group in
        [place == 0 ? "\(group.name) (baseline)" : group.name, String(group.runs.count)]
          + names.map { name in group.parameters.first { $0.name == name }.map(TrialComparison.text) ?? "–" }
      })
  }

  /// "3", "1, 2, 3", "1, 2, 3 and 7 more".
  private static func text(_ parameter: Parameter) -> String {
    let shown = parameter.values.prefix(3).map(TrialWords.name).joined(separator: ", ")
    return parameter.values.count > 3 ? "\(shown) and \(parameter.values.count - 3) more" : shown
  }

  /// Slices that a table shows of a candidate; JSON and CSV have all.
  private static let mostSlices = 12

  /// A line for each candidate and metric, and for each slice in which the verdict is another.
  package func metricTable(groups limit: Int) -> ResultTable {
    let shown = candidates.prefix(limit)
    let isMany = candidates.count > 1
    return ResultTable(
      headings: (isMany ? ["trial"] : [])
        + ["metric", baseline.name, isMany ? "value" : shown.first?.group.name ?? "value", "difference"]
        + ["95 % interval", "p", "verdict"],
      numeric: (isMany ? [false] : []) + [false, true, true, true, true, true, false],
      rows: shown.flatMap { candidate in
        (candidate.metrics + candidate.differingSlices.prefix(TrialComparison.mostSlices)).map { metric in
          (isMany ? [candidate.group.name] : []) + TrialComparison.row(metric)
        }
      })
  }

  private static func row(_ metric: MetricComparison) -> [String] {
    let error = metric.standardError
    var interval = "–"
    if let lower = metric.lower, let upper = metric.upper {
      interval = "\(TrialNumber.text(lower, error: error)) to \(TrialNumber.text(upper, error: error))"
    }
    return [
      metric.metric
        + (metric.rows.map { ", rows of \($0.evaluation)" + ($0.slice.map { ", \($0)" } ?? "") } ?? ""),
      value(metric.baseline, error), value(metric.candidate, error),
      TrialNumber.signed(metric.difference, error: error), interval,
      metric.adjustedPValue.map { $0 < 0.001 ? "<0.001" : ResultTable.rounded($0, digits: 3) } ?? "–",
      metric.verdictWords,
    ]
  }

  /// "0.7936 ± 0.0010"; "–" where there is no mean.
  private static func value(_ metric: PooledMetric, _ error: Double?) -> String {
    let spread = metric.deviation.map { " ± \(TrialNumber.text($0, error: error ?? $0))" }
    return TrialNumber.text(metric.mean, error: error ?? metric.deviation) + (spread ?? "")
  }

  /// What is said first: a sentence for each candidate.
  package func verdicts(groups limit: Int) -> [String] { candidates.prefix(limit).map(\.sentence) }

  /// Then what the first sentences leave out: metrics without evidence or verdict, and what else has to be known.
  package func details(groups limit: Int) -> [String] {
    let shown = candidates.prefix(limit)
    return shown.flatMap { candidate in
      candidate.metrics.filter {
        $0.verdict == .noEvidence && $0.decides && $0.tolerance?.isExceeded != true
      }.map(\.sentence)
        + TrialComparison.withoutVerdict(candidate) + candidate.sliceSentences
        + candidate.changed.map(TrialComparison.sentence)
    } + notes + shown.flatMap(\.notes) + [training(shown), basis].compactMap { $0 }
  }

  /// Metrics without a verdict, those of one reason in one sentence.
  private static func withoutVerdict(_ candidate: Candidate) -> [String] {
    let name = TrialWords.name(candidate.group.name)
    // Where nothing can be told at all, the first sentence has the first reason.
    let told =
      candidate.verdict == .undefined
      ? candidate.metrics.lazy.filter(\.decides).compactMap(\.reason).first : nil
    var reasons: [String] = []
    var metrics: [String: [String]] = [:]
    for metric in candidate.metrics where metric.verdict == .undefined && metric.decides {
      // The first sentence tells of its tolerance.
      if metric.tolerance?.isExceeded == true || metric.isToleranceUnproven { continue }
      let reason = metric.reason ?? "it has no value"
      guard reason != told else { continue }
      if metrics[reason] == nil { reasons.append(reason) }
      metrics[reason, default: []].append(metric.metric)
    }
    return reasons.map { "No verdict on \(name) by \(TrialWords.names(metrics[$0] ?? [])): \($0)." }
  }

  private static func sentence(_ changed: Changed) -> String {
    let share = ResultTable.rounded(100 * Double(changed.changed) / Double(max(1, changed.rows)), digits: 1)
    var text =
      "\(changed.version) and \(changed.baseline) put \(changed.changed) of \(changed.rows) rows (\(share) %) of "
      + "\(changed.evaluation) into different \(changed.by == "band" ? "bands" : "classes")"
    if let own = changed.onlyVersionRight, let its = changed.onlyBaselineRight {
      text += ": \(changed.version) alone is right on \(own), \(changed.baseline) alone on \(its)"
    }
    return text + "."
  }

  /// Which metrics have no say.
  private func training(_ shown: ArraySlice<Candidate>) -> String? {
    let names = shown.flatMap { $0.metrics.filter { !$0.decides }.map(\.metric) }
    guard !names.isEmpty else { return nil }
    return "Of the training data, and without a say in the verdict unless named with --metric: "
      + "\(TrialWords.names(names))."
  }

  /// What intervals of runs are about.
  private var basis: String? {
    guard candidates.contains(where: { $0.metrics.contains { $0.rows == nil && $0.pValue != nil } }) else {
      return nil
    }
    return
      "Intervals over repeated runs allow for the chance of training, not for that of the rows they were "
      + "measured on."
  }

  /// The sentences of tolerances that are exceeded, or not shown to be kept.
  package var regressions: [String] {
    unkept.map { candidate, metric in
      let words = TrialWords(
        candidate: candidate.group.name, baseline: baseline.name, correction: .none, tests: 1)
      let sure = metric.tolerance?.worseBy == nil ? nil : metric.tolerance?.reason
      return "\(words.candidate) against \(words.baseline): \(words.regression(metric))"
        + (sure.map { "; \($0)" } ?? "")
    }
  }
}
