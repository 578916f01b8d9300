import Book
import Diagnostics
import Workspace

/// One version over all of its dates that can be judged: what is known before any score is read again.
struct PooledRecord {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let role: RunRecord.Version.Role
  /// Its records by date, oldest first, flagged ones too.
  let nights: [EvaluationRecord]
  let immature: Int
  /// The records of each rival on the same dates.
  let rivals: [(version: EvaluatedVersion, nights: [EvaluationRecord])]

  var judged: [EvaluationRecord] { nights.filter { !$0.isFlagged } }
  var dates: [CalendarDate] { PooledRecord.dates(judged) }

  /// Dates on which a rival can be judged as well.
  func comparedDates(_ nights: [EvaluationRecord]) -> [CalendarDate] {
    let own = Set(dates)
    return PooledRecord.dates(nights.filter { !$0.isFlagged }).filter { own.contains($0) }
  }

  private static func dates(_ records: [EvaluationRecord]) -> [CalendarDate] {
    records.compactMap { $0.date.flatMap { CalendarDate($0) } }
  }

  /// Equal digest, equal predictions and outcomes.
  var dataDigest: String {
    var lines = judged.map { "\($0.date ?? "") \($0.dataDigest)" }
    // Not in the plan's digest: after a promotion nights stay as they are, and only comparisons are made anew.
    if !rivals.isEmpty { lines.append("against \(rivals.map(\.version))") }
    for rival in rivals {
      lines += rival.nights.map { "\(rival.version) \($0.date ?? "") \($0.dataDigest) \($0.isFlagged)" }
    }
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
  func record(_ sample: Sample, bands: [Double]?, now: String) -> EvaluationRecord {
    let figures = Figures(sample, Figures.Request(plan, bands: bands, curvePoints: 201))
    return record(
      rows: sample.rows, positives: plan.kind == .binary ? sample.positives : 0, metrics: figures.metrics,
      undefined: figures.undefined, calibration: figures.calibration, curves: figures.curves, now: now)
  }

  /// Against each rival, on the dates and rows that both have.
  ///
  /// - Parameter sample: of all rows of the version.
  /// **Throws** where the scratch space is full.
  func comparisons(
    _ pool: Pool, _ codes: EvaluationCodes, _ sample: Sample, versions: [EvaluatedVersion: VersionRecord],
    now: String, in space: ScratchSpace
  ) throws(Diagnostic) -> [ComparisonRecord] {
    let labels = codes.labels
    var records: [ComparisonRecord] = []
    for rival in rivals {
      let dates = comparedDates(rival.nights)
      let rows = pool.rows([version, rival.version], dates, labels, plan.kind)
      // The rival is there on all rows of the version: their order is known.
      let known = rows.rows == sample.rows ? sample.ranked : nil
      let own = try pool.sample(
        rows, 0, of: version, plan, labels, ranks: plan.ranks && known == nil)
      let comparison = Comparison(
        plan: plan, version: version, baseline: rival.version, dates: dates.count,
        own: known.map { Sample(own, rows, ranked: $0) } ?? own,
        its: try pool.sample(rows, 1, of: rival.version, plan, labels, ranks: plan.ranks),
        bands: versions[version]?.bands, baselineBands: versions[rival.version]?.bands, now: now,
        space: space)
      if !dates.isEmpty {
        let movement = try Movement(comparison.own, comparison.its, in: space)?.record(
          slices: columns(of: [version, rival.version], dates, pool, codes))
        for var record in try comparison.records() {
          record.movement = movement
          records.append(record)
        }
        continue
      }
      for metric in plan.metrics where metric.isCompared {
        var record = comparison.empty(metric)
        record.reason = "\(rival.version) has no predictions on these dates"
        records.append(record)
      }
    }
    return records
  }

  /// By column, the rows that some versions have scored, with the codes of its labels.
  private func columns(
    of versions: [EvaluatedVersion], _ dates: [CalendarDate], _ pool: Pool, _ codes: EvaluationCodes
  ) -> [Movement.Column] {
    plan.by.enumerated().map { place, dimension in
      .init(
        dimension: dimension, labels: codes.slices[place].labels,
        rows: pool.rows(versions, dates, codes.labels, plan.kind, slices: place))
    }
  }

  /// By column. **Throws** where the scratch space is full.
  func slices(
    _ pool: Pool, _ codes: EvaluationCodes, now: String, in space: ScratchSpace
  ) throws(Diagnostic) -> [SliceRecord] {
    var records: [SliceRecord] = []
    for (place, dimension) in plan.by.enumerated() {
      let rows = pool.rows([version], dates, codes.labels, plan.kind, slices: place)
      let sample = try pool.sample(rows, 0, of: version, plan, codes.labels, ranks: false)
      let slicing = try Slicing(
        plan: plan, version: version, dimension: dimension, sample: sample,
        labels: codes.slices[place].labels, now: now, in: space)
      records += try compared(slicing.records(), slicing, column: place, pool, codes, in: space)
    }
    return records
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
    let late = sum { $0.lateOutcomes ?? 0 }
    let flagged = nights.count - judged.count
    return EvaluationRecord(
      name: plan.name, job: plan.job, model: version.model, number: version.number, role: role, date: nil,
      dates: judged.count, rows: rows, positives: positives, immature: immature, isFlagged: false,
      metrics: metrics, calibration: calibration, curves: curves, dataDigest: dataDigest, computedAt: now,
      detail: EvaluationRecord.Detail(
        runID: nil, withoutOutcome: sum(\.withoutOutcome), withoutPrediction: sum(\.withoutPrediction),
        notANumber: sum(\.notANumber), flaggedDates: flagged,
        baseline: plan.baseline.flatMap { $0 == version ? nil : $0.description }, undefined: undefined,
        planDigest: plan.digest, outcomesDigest: nil, sourceStamp: nil,
        fallbacks: fallbacks > 0 ? fallbacks : nil, otherVersions: others > 0 ? others : nil,
        lateOutcomes: late > 0 ? late : nil))
  }
}
