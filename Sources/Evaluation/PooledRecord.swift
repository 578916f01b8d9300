import Book
import Workspace

/// One version over all of its dates that can be judged: what is known before any score is read again.
struct PooledRecord {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let role: RunRecord.Version.Role
  /// Its records by date, oldest first, flagged ones too.
  let nights: [EvaluationRecord]
  let immature: Int
  /// The records of the baseline on the same dates; empty where there is none to compare with.
  let baselineNights: [EvaluationRecord]

  var judged: [EvaluationRecord] { nights.filter { !$0.isFlagged } }
  var dates: [CalendarDate] { PooledRecord.dates(judged) }
  var comparedDates: [CalendarDate] {
    let own = Set(dates)
    return PooledRecord.dates(baselineNights.filter { !$0.isFlagged }).filter { own.contains($0) }
  }
  var isCompared: Bool { plan.metrics.contains(.auc) && plan.baseline.map { $0 != version } ?? false }

  private static func dates(_ records: [EvaluationRecord]) -> [CalendarDate] {
    records.compactMap { $0.date.flatMap { CalendarDate($0) } }
  }

  /// Equal digest, equal predictions and outcomes.
  var dataDigest: String {
    let lines =
      judged.map { "\($0.date ?? "") \($0.dataDigest)" }
      + (isCompared
        ? baselineNights.map { "baseline \($0.date ?? "") \($0.dataDigest) \($0.isFlagged)" } : [])
    return ContentDigest.sha256(lines.joined(separator: "\n"))
  }

  /// Whether the figures of a stored record are those of the same data.
  func isServed(by stored: EvaluationRecord?) -> Bool {
    stored?.dataDigest == dataDigest && stored?.detail?.planDigest == plan.digest
  }

  /// The record with figures that stand already.
  func record(keeping stored: EvaluationRecord) -> EvaluationRecord {
    record(
      rows: stored.rows, positives: stored.positives, metrics: stored.metrics,
      undefined: stored.detail?.undefined ?? [], calibration: stored.calibration, curves: stored.curves,
      now: stored.computedAt)
  }

  /// The record with figures made from the scores.
  func record(_ pool: Pool, bands: [Double]?, now: String) -> EvaluationRecord {
    let sample = pool.sample(version, dates)
    var figures = Figures(
      scores: sample.scores, outcomes: sample.outcomes,
      Figures.Request(
        metrics: plan.metrics, isProbability: !pool.ranksOnly.contains(version), bands: bands,
        curvePoints: 201))
    if isCompared, let baseline = plan.baseline {
      if comparedDates.isEmpty {
        figures.leaveOut(Comparison.name, "\(baseline) has no predictions on these dates")
      } else {
        let comparison = pool.compare(version, with: baseline, comparedDates)
        figures.metrics += comparison.metrics
        figures.undefined += comparison.undefined
      }
    }
    return record(
      rows: sample.scores.count, positives: sample.outcomes.count { $0 }, metrics: figures.metrics,
      undefined: figures.undefined, calibration: figures.calibration, curves: figures.curves, now: now)
  }

  private func record(
    rows: Int, positives: Int, metrics: [EvaluationRecord.Metric],
    undefined: [EvaluationRecord.Detail.UndefinedMetric], calibration: [EvaluationRecord.CalibrationBand],
    curves: [EvaluationRecord.Curve], now: String
  ) -> EvaluationRecord {
    func sum(_ count: (EvaluationRecord.Detail) -> Int) -> Int {
      judged.reduce(0) { $0 + ($1.detail.map(count) ?? 0) }
    }
    let fallbacks = sum { $0.fallbacks ?? 0 }
    let others = sum { $0.otherVersions ?? 0 }
    let flagged = nights.count - judged.count
    return EvaluationRecord(
      name: plan.name, job: plan.job, model: version.model, number: version.number, role: role, date: nil,
      dates: judged.count, rows: rows, positives: positives, immature: immature, isFlagged: false,
      metrics: metrics, calibration: calibration, curves: curves, dataDigest: dataDigest, computedAt: now,
      detail: EvaluationRecord.Detail(
        runID: nil, withoutOutcome: sum(\.withoutOutcome), withoutPrediction: sum(\.withoutPrediction),
        notANumber: sum(\.notANumber), flaggedDates: flagged,
        baseline: isCompared ? plan.baseline?.description : nil, undefined: undefined,
        planDigest: plan.digest, outcomesDigest: nil, sourceStamp: nil,
        fallbacks: fallbacks > 0 ? fallbacks : nil, otherVersions: others > 0 ? others : nil))
  }
}
