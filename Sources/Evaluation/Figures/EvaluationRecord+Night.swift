import Book
import Diagnostics
import Tabular
import Workspace

extension EvaluationRecord {
  /// One version's figures on one date.
  init(
    _ plan: EvaluationPlan, _ night: NightScores, _ outcomes: NightOutcomes, _ slices: NightSlices,
    _ labels: LabelCodes, version: VersionRecord?, runID: String?, sourceStamp: String, now: String,
    in space: ScratchSpace
  ) throws(Diagnostic) {
    let sample = try night.sample(outcomes, plan, labels, in: space)
    let digest = night.digest(outcomes, slices, plan, labels)
    let figures = Figures(sample, Figures.Request(plan, bands: version?.bands, curvePoints: 51))
    let until = version?.trainedUntil.flatMap { CalendarDate($0) }
    let isFlagged = until.map { outcomes.date <= $0 } ?? false
    self.init(
      name: plan.name, job: plan.job, model: night.version.model, number: night.version.number,
      role: night.role, date: outcomes.date.description, dates: 1, rows: sample.rows,
      positives: plan.kind == .binary ? sample.positives : 0, immature: 0, isFlagged: isFlagged,
      metrics: figures.metrics,
      calibration: figures.calibration, curves: figures.curves, dataDigest: digest.description,
      computedAt: now,
      detail: Detail(
        runID: runID, withoutOutcome: night.withoutOutcome, withoutPrediction: night.withoutPrediction,
        notANumber: night.notANumber, flaggedDates: isFlagged ? 1 : 0, baseline: nil,
        undefined: figures.undefined, planDigest: plan.digest, outcomesDigest: outcomes.digest,
        sourceStamp: sourceStamp, fallbacks: night.fallbacks > 0 ? night.fallbacks : nil,
        otherVersions: night.otherVersions > 0 ? night.otherVersions : nil,
        lateOutcomes: outcomes.late > 0 ? outcomes.late : nil))
  }

  /// The same under another stamp of the same outcomes.
  func restamped(_ stamp: String) -> EvaluationRecord {
    guard let detail, detail.sourceStamp != stamp else { return self }
    var record = self
    record.detail = Detail(
      runID: detail.runID, withoutOutcome: detail.withoutOutcome,
      withoutPrediction: detail.withoutPrediction, notANumber: detail.notANumber,
      flaggedDates: detail.flaggedDates, baseline: detail.baseline, undefined: detail.undefined,
      planDigest: detail.planDigest, outcomesDigest: detail.outcomesDigest, sourceStamp: stamp,
      fallbacks: detail.fallbacks, otherVersions: detail.otherVersions, scoring: detail.scoring,
      lateOutcomes: detail.lateOutcomes)
    return record
  }

  var version: EvaluatedVersion { EvaluatedVersion(model: model, number: number) }
}
