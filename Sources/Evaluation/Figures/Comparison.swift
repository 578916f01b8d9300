import Book
import Diagnostics
import Statistics
import Workspace

/// A version against the baseline on rows that both have scored, metric by metric; verdicts come later, when all
/// comparisons of the evaluation are known.
struct Comparison {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let baseline: EvaluatedVersion
  let dates: Int
  /// Of the same rows.
  let own: Sample
  let its: Sample
  /// Cut points of the version's bands and of the baseline's.
  let bands: [Double]?
  let baselineBands: [Double]?
  let now: String
  let space: ScratchSpace

  static let confidence = 0.95

  /// **Throws** where the space is full.
  func records() throws(Diagnostic) -> [ComparisonRecord] {
    let changed = changed()
    var records: [ComparisonRecord] = []
    for metric in plan.metrics.filter(\.isCompared) {
      var record = try record(metric)
      record.changed = changed
      records.append(record)
    }
    return records
  }

  /// One metric, without a verdict. **Throws** where the space is full.
  func record(_ metric: Configuration.Evaluation.Metric) throws(Diagnostic) -> ComparisonRecord {
    var record = empty(metric)
    record.dates = dates
    record.rows = own.rows
    record.keys = own.keys
    if let refusal = Figures.refusal(metric, own) {
      record.reason = refusal
    } else if let refusal = Figures.refusal(metric, its) {
      record.reason = "of \(baseline), \(refusal)"
    } else {
      try measure(metric, &record)
    }
    return record
  }

  private func measure(
    _ metric: Configuration.Evaluation.Metric, _ record: inout ComparisonRecord
  ) throws(Diagnostic) {
    let (own, its) = decided(metric)
    record.rows = own.rows
    record.keys = own.keys
    var few: String?
    var compared: Result<MeasuredDifference, Undefined>
    do throws(Undefined) {
      let first = try Measurement(metric, own, quantile: plan.quantile)
      let second = try Measurement(metric, its, quantile: plan.quantile)
      record.value = first.value
      record.baselineValue = second.value
      record.difference = first.value - second.value
      few = first.tooFewToCompare?.counted
      compared = .success(try first.compared(with: second, confidence: Comparison.confidence))
      if few == nil { record.method = first.method(paired: true, key: plan.keys.joined(separator: ", ")) }
    } catch {
      compared = .failure(error)
    }
    // That rankings are equal is said of however few.
    if let few, !(try ranksAlike()) {
      record.reason = few
      return
    }
    switch compared {
    case .success(let difference):
      record.difference = difference.value
      record.standardError = difference.standardError
      record.lower = difference.interval.lower
      record.upper = difference.interval.upper
      record.confidence = Comparison.confidence
      record.pValue = difference.pValue
    case .failure(let error):
      record.reason = error == .zeroVariance ? try withoutVariance(metric, record) : error.reason
    }
  }

  /// Rows on which both have decided, where decisions are compared.
  private func decided(_ metric: Configuration.Evaluation.Metric) -> (Sample, Sample) {
    guard metric.family == .decision else { return (own, its) }
    let both = own.evaluated.decided()
    return (Sample(own, both), Sample(its, both))
  }

  /// Why a difference has no error: there is none in any row, or it is the same in all of them.
  private func withoutVariance(
    _ metric: Configuration.Evaluation.Metric, _ record: ComparisonRecord
  ) throws(Diagnostic) -> String {
    guard record.difference == 0 else {
      return "the difference is the same on every row, so that nothing tells how sure it is"
    }
    if metric == .auc {
      if try ranksAlike() { return "the two rank every pair alike" }
    } else if doAlike(metric) {
      return "the two do alike on every row"
    }
    return "the two answer differently, but come out alike for every key"
  }

  private func doAlike(_ metric: Configuration.Evaluation.Metric) -> Bool {
    let (first, second) = decided(metric)
    var alike = true
    first.evaluated.forEachChunk { chunk in
      let (a, b) = (first.place, second.place)
      let isSame =
        metric.family == .decision
        ? chunk.decided[a] == chunk.decided[b] : chunk.scores[a] == chunk.scores[b]
      if !isSame { alike = false }
    }
    return alike
  }

  /// Whether the two put the same rows in the same order, ties too.
  private func ranksAlike() throws(Diagnostic) -> Bool {
    var sorter = ScoreSorter(space, count: own.rows)
    try own.evaluated.forEachChunk { chunk throws(Diagnostic) in
      for (row, score) in chunk.scores[own.place].enumerated() {
        try sorter.append(score, ScoreSorter.key(chunk.scores[its.place][row]))
      }
    }
    var alike = true
    var before: ScoreSorter.Row?
    try sorter.finish { row, _ in
      if let before {
        let isOrdered = row.key == before.key ? row.payload == before.payload : row.payload > before.payload
        if !isOrdered { alike = false }
      }
      before = row
    }
    return alike
  }

  /// A record without a value.
  func empty(_ metric: Configuration.Evaluation.Metric) -> ComparisonRecord {
    ComparisonRecord(
      name: plan.name, model: version.model, number: version.number, baseline: baseline.description,
      metric: metric.rawValue, isHigherBetter: metric.isHigherBetter,
      correction: plan.correction.rawValue, computedAt: now)
  }

  /// Rows that are decided differently: by class, where the job writes one, else by band of the score.
  private func changed() -> ComparisonRecord.Changed? {
    let (a, b) = (own.place, its.place)
    if own.decides, its.decides {
      var found = ComparisonRecord.Changed(by: "class", rows: 0, onlyVersionRight: 0, onlyBaselineRight: 0)
      var (ownRight, itsRight) = (0, 0)
      own.evaluated.forEachChunk { chunk in
        for row in chunk.actual.indices where chunk.decided[a][row] != chunk.decided[b][row] {
          let actual = Int32(chunk.actual[row])
          found.rows += 1
          if chunk.decided[a][row] == actual { ownRight += 1 }
          if chunk.decided[b][row] == actual { itsRight += 1 }
        }
      }
      found.onlyVersionRight = ownRight
      found.onlyBaselineRight = itsRight
      return found
    }
    guard own.isProbability, its.isProbability, let bands, let baselineBands,
      let first = Comparison.bands(bands), let second = Comparison.bands(baselineBands)
    else { return nil }
    var rows = 0
    own.evaluated.forEachChunk { chunk in
      for (row, score) in chunk.scores[a].enumerated()
      where first.index(of: score) != second.index(of: chunk.scores[b][row]) { rows += 1 }
    }
    return .init(by: "band", rows: rows)
  }

  private static func bands(_ cuts: [Double]) -> Bands? {
    do throws(Undefined) { return try Bands(cuts: cuts) } catch { return nil }
  }
}
