import Book
import Workspace

/// Sentences about a candidate and a baseline.
struct TrialWords {
  let candidate: String
  let baseline: String
  let correction: TrialComparisonPlan.Correction
  let tests: Int

  init(candidate: String, baseline: String, correction: TrialComparisonPlan.Correction, tests: Int) {
    self.candidate = TrialWords.name(candidate)
    self.baseline = TrialWords.name(baseline)
    self.correction = correction
    self.tests = tests
  }

  /// What somebody else wrote, short enough for a sentence.
  static func name(_ text: String) -> String {
    text.count > 60 ? text.prefix(59) + "…" : text
  }

  static func tooFew(_ candidate: Int, _ baseline: Int) -> String {
    switch (candidate, baseline) {
    case (1, 1): "one run each, and nothing tells how much of the difference is chance"
    case (1, _): "one run against \(baseline), and nothing tells how much of it is chance"
    default: "\(candidate) runs against one, and nothing tells how much of that one is chance"
    }
  }

  // MARK: one metric

  func sentence(_ metric: MetricComparison) -> String {
    let name = TrialWords.name(metric.metric)
    let (own, its) = (metric.rows?.version ?? candidate, metric.rows?.baseline ?? baseline)
    let where_ =
      metric.rows.map { rows in
        " on the \(rows.rows) rows of \(rows.evaluation)"
          + (rows.slice.map { " with \(TrialWords.name($0))" } ?? "")
      } ?? ""
    guard let difference = metric.difference else {
      return "No verdict on \(own) against \(its) by \(name)\(where_): \(metric.reason ?? "it has no value")."
    }
    guard metric.adjustedPValue != nil else {
      return "\(name) of \(own) is \(TrialNumber.text(metric.candidate.mean)), of \(its) "
        + "\(TrialNumber.text(metric.baseline.mean)): \(metric.reason ?? "there is no test")."
    }
    let amount = amount(metric, difference)
    switch metric.verdict {
    case .better, .worse:
      return "\(own) is \(metric.verdict.words) than \(its) by \(name)\(where_): \(amount)."
    case .undefined:
      return "\(name) of \(own) against \(its)\(where_): \(amount); \(metric.reason ?? "no verdict")."
    case .noEvidence:
      return "No evidence that \(own) is better or worse than \(its) by \(name)\(where_): \(amount)."
        + seen(metric)
    }
  }

  /// "higher by 0.0120 (95 % interval 0.0090 to 0.0150, p < 0.001 after Holm's correction)"
  private func amount(_ metric: MetricComparison, _ difference: Double) -> String {
    guard let lower = metric.lower, let upper = metric.upper, let p = metric.adjustedPValue else { return "" }
    func number(_ value: Double) -> String { TrialNumber.text(value, error: metric.standardError) }
    let isDecided = metric.verdict == .better || metric.verdict == .worse
    // Bounds of the amount, smallest first; around nought the sign stays.
    let isTurned = isDecided && difference < 0
    let (near, far) = isTurned ? (-upper, -lower) : (lower, upper)
    let way = difference > 0 ? "higher by" : "lower by"
    let lead = isDecided ? "\(way) \(number(abs(difference)))" : "it differs by \(number(difference))"
    return "\(lead) (95 % interval \(number(near)) to \(number(far)), \(Verdicts.chance(p))\(after))"
  }

  /// " after Holm's correction"
  private var after: String {
    guard tests > 1 else { return "" }
    return Verdicts.correctionWords(correction.rawValue)
  }

  /// What it would take to know.
  private func seen(_ metric: MetricComparison) -> String {
    guard let detectable = metric.detectable else { return "" }
    let size = TrialNumber.text(detectable, error: metric.standardError)
    let what = metric.rows == nil ? "runs" : "rows"
    let first = " These \(what) would have shown a difference of \(size), four times in five."
    guard metric.rows == nil, metric.folds == nil, metric.averaged == nil, let difference = metric.difference,
      difference != 0
    else { return first }
    let own = TrialNumber.text(abs(difference), error: metric.standardError)
    guard let runs = metric.runsNeeded else {
      return first + " One of \(own) would take more than \(TrialReach.mostRuns) runs of each."
    }
    return first + " One of \(own) would take about \(runs) runs of each."
  }

  // MARK: all metrics

  /// Better, no evidence or worse; by how much; what it would take to know.
  func overall(_ all: TrialComparison.Candidate) -> String {
    var found = all
    found.metrics.removeAll { !$0.decides }
    switch found.verdict {
    case .better: return "\(candidate) is better than \(baseline): \(list(found.metrics, .better))."
    case .worse:
      let exceeded = found.metrics.filter { $0.tolerance?.isExceeded == true }.map { metric in
        regression(metric) + (metric.tolerance?.reason.map { " (\($0))" } ?? "")
      }
      let worse = found.metrics.filter { $0.verdict == .worse && $0.tolerance == nil }
      let parts =
        exceeded + (worse.isEmpty ? [] : [list(worse, .worse)])
        + found.metrics.filter(\.isToleranceUnproven).map(regression)
      let better = found.metrics.filter { $0.verdict == .better }
      return "\(candidate) is worse than \(baseline): \(parts.joined(separator: "; "))"
        + (better.isEmpty ? "." : "; yet better: \(list(better, .better)).")
    case .noEvidence:
      let nearest = found.metrics.filter { $0.runsNeeded != nil }.min {
        ($0.runsNeeded ?? 0) < ($1.runsNeeded ?? 0)
      }
      let take = nearest.map { metric in
        " About \(metric.runsNeeded ?? 0) runs of each would show a difference like that in "
          + "\(TrialWords.name(metric.metric)), four times in five."
      }
      let tested = found.metrics.filter { $0.verdict == .noEvidence }
      return "No evidence that \(candidate) is better or worse than \(baseline), by "
        + "\(TrialWords.names(tested.map(\.metric)))." + (take ?? "")
    case .undefined:
      let better = found.metrics.filter { $0.verdict == .better && !$0.isToleranceUnproven }
      return
        "Nothing tells whether \(candidate) is better or worse than \(baseline): \(TrialWords.reason(found))"
        + (better.isEmpty ? "" : " Yet better: \(list(better, .better)).")
    }
  }

  /// Why nothing can be told, and what would help; the same words for all candidates of which the same is so.
  static func reason(_ candidate: TrialComparison.Candidate) -> String {
    let metrics = candidate.metrics.filter(\.decides)
    let unproven = metrics.filter(\.isToleranceUnproven)
    guard unproven.isEmpty else { return unproven.map(unheld).joined(separator: "; ") + "." }
    let reason = metrics.lazy.compactMap(\.reason).first ?? "there are only metrics of the training data"
    let single = metrics.contains { $0.difference != nil && $0.pValue == nil }
    return reason + "."
      + (single
        ? " Repeat both with other seeds, or register both versions and evaluate them on the same rows." : "")
  }

  /// "auc can't be held against its tolerance, since it has no such metric"
  private static func unheld(_ metric: MetricComparison) -> String {
    "\(name(metric.metric)) can't be held against its tolerance, since "
      + (metric.tolerance?.reason ?? "it has no value")
  }

  /// "auc is 0.0036 worse, more than the 0.002 let pass"
  func regression(_ metric: MetricComparison) -> String {
    guard let tolerance = metric.tolerance, let worse = tolerance.worseBy else {
      return TrialWords.unheld(metric)
    }
    return
      "\(TrialWords.name(metric.metric)) is \(TrialNumber.text(worse, error: metric.standardError)) worse, more than the "
      + "\(TrialNumber.text(tolerance.allowed)) let pass"
  }

  private func list(_ metrics: [MetricComparison], _ verdict: MetricComparison.Verdict) -> String {
    let found = metrics.filter { $0.verdict == verdict }
    var parts = found.prefix(3).map { metric in
      let rows = metric.rows.map { " on the rows of \($0.evaluation)" } ?? ""
      return "\(TrialWords.name(metric.metric))\(rows) \(amount(metric, metric.difference ?? 0))"
    }
    if found.count > 3 { parts.append("and \(found.count - 3) more") }
    return parts.joined(separator: "; ")
  }

  /// "auc, f1 and loss"
  static func names(_ names: [String]) -> String {
    var seen: [String] = []
    for name in names.map(TrialWords.name) where !seen.contains(name) { seen.append(name) }
    guard seen.count > 1, let last = seen.last else { return seen.first ?? "nothing" }
    if seen.count > 4 { return "\(seen.count) metrics" }
    return seen.dropLast().joined(separator: ", ") + " and \(last)"
  }
}
