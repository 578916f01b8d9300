import Book
import Workspace

/// What all differences of a comparison say together.
struct TrialVerdicts {
  let plan: TrialComparisonPlan

  init(_ plan: TrialComparisonPlan) { self.plan = plan }

  func judge(_ comparison: TrialComparison) -> TrialComparison {
    var judged = comparison
    let pValues = comparison.candidates.flatMap { ($0.metrics + $0.slices).compactMap(\.pValue) }
    var corrected = Verdicts.corrected(pValues, plan.correction).makeIterator()
    judged.tests = pValues.count
    // Holm's first step is its strictest.
    var reach = TrialReach(
      significance: plan.correction == .holm
        ? TrialComparisonPlan.significance / Double(max(1, pValues.count)) : TrialComparisonPlan.significance)
    judged.candidates = comparison.candidates.map { candidate in
      var found = candidate
      let words = TrialWords(
        candidate: candidate.group.name, baseline: comparison.baseline.name, correction: plan.correction,
        tests: pValues.count)
      func told(_ metric: MetricComparison) -> MetricComparison {
        var metric = metric
        metric.adjustedPValue = metric.pValue.flatMap { _ in corrected.next() }
        metric.verdict = verdict(&metric)
        reach.tell(&metric)
        metric.tolerance = tolerance(metric, runs: candidate.group.runs.count)
        metric.sentence = words.sentence(metric)
        return metric
      }
      found.metrics = candidate.metrics.map(told)
      found.slices = candidate.slices.map(told)
      found.verdict = TrialVerdicts.overall(found.metrics)
      if found.verdict == .undefined { found.reason = TrialWords.reason(found) }
      found.sentence = words.overall(found)
      return found
    }
    return judged
  }

  private func verdict(_ metric: inout MetricComparison) -> MetricComparison.Verdict {
    if metric.direction == nil, metric.adjustedPValue != nil, metric.difference != nil {
      metric.reason = "nothing tells which way is better; --higher or --lower do"
    }
    return Verdicts.verdict(
      p: metric.adjustedPValue, difference: metric.difference,
      isHigherBetter: metric.direction.map { _ in metric.isHigherBetter })
  }

  /// A candidate is worse where a tolerance is exceeded or a metric without one is worse. It can't be told where a
  /// tolerance can't be; else it is better where a metric is better.
  static func overall(_ all: [MetricComparison]) -> MetricComparison.Verdict {
    let metrics = all.filter(\.decides)
    if metrics.contains(where: \.isWorseBeyondTolerance) { return .worse }
    if metrics.contains(where: \.isToleranceUnproven) { return .undefined }
    if metrics.contains(where: { $0.verdict == .better }) { return .better }
    return metrics.contains { $0.verdict != .undefined } ? .noEvidence : .undefined
  }

  // MARK: tolerances

  /// The gate holds means of runs as they are shown, not their bounds: what stands in the table decides.
  private func tolerance(_ metric: MetricComparison, runs: Int) -> MetricComparison.Tolerance? {
    guard metric.rows == nil, let allowed = plan.tolerances[metric.metric] else { return nil }
    guard let difference = metric.difference, let own = metric.candidate.mean, let its = metric.baseline.mean,
      metric.candidate.missing == 0, metric.baseline.missing == 0
    else {
      let gap = metric.candidate.missing > 0 ? metric.candidate.missing : metric.baseline.missing
      let of = metric.candidate.missing > 0 ? "" : "of the baseline, "
      let reason =
        metric.difference == nil ? metric.reason : "\(of)\(gap == 1 ? "1 run lacks" : "\(gap) runs lack") it"
      return .init(allowed: allowed, worseBy: nil, isExceeded: nil, reason: reason)
    }
    let worse = metric.isHigherBetter ? -difference : difference
    // 0.7936 − 0.7916 is not more than 0.002, whatever its last bit says.
    let slack = 4 * max(abs(own), abs(its)).ulp
    var found = MetricComparison.Tolerance(
      allowed: allowed, worseBy: worse, isExceeded: worse > allowed + slack)
    guard found.isExceeded == true else { return found }
    if let p = metric.pValue {
      found.reason =
        p < TrialComparisonPlan.significance
        ? nil : "chance alone could explain a difference of this size (\(Verdicts.chance(p)))"
    } else {
      found.reason = metric.reason
    }
    return found
  }
}
