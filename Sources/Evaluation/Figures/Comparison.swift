import Book
import Statistics
import Workspace

/// A version against the baseline on rows that both have scored, metric by metric; verdicts come later, when all
/// comparisons of the evaluation are known.
struct Comparison {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let baseline: EvaluatedVersion
  let dates: Int
  let own: Sample
  let its: Sample
  /// Cut points of the version's bands and of the baseline's.
  let bands: [Double]?
  let baselineBands: [Double]?
  let now: String

  static let confidence = 0.95

  func records() -> [ComparisonRecord] {
    let changed = changed()
    return plan.metrics.filter(\.isCompared).map { metric in
      var record = record(metric)
      record.changed = changed
      return record
    }
  }

  /// One metric, without a verdict.
  func record(_ metric: Configuration.Evaluation.Metric) -> ComparisonRecord {
    var record = empty(metric)
    record.dates = dates
    record.rows = own.rows
    record.keys = own.keys
    if let refusal = Figures.refusal(metric, own) {
      record.reason = refusal
    } else if let refusal = Figures.refusal(metric, its) {
      record.reason = "of \(baseline), \(refusal)"
    } else {
      measure(metric, &record)
    }
    return record
  }

  private func measure(_ metric: Configuration.Evaluation.Metric, _ record: inout ComparisonRecord) {
    do throws(Undefined) {
      let (own, its) = decided(metric)
      record.rows = own.rows
      record.keys = own.keys
      let first = try Measurement(metric, own, quantile: plan.quantile)
      let second = try Measurement(metric, its, quantile: plan.quantile)
      record.value = first.value
      record.baselineValue = second.value
      record.difference = first.value - second.value
      // That rankings are equal is said of however few.
      if let few = first.tooFewToCompare, !Comparison.ranksAlike(own.scores, its.scores) {
        record.reason = few
        return
      }
      let difference = try first.compared(with: second, confidence: Comparison.confidence)
      record.difference = difference.value
      record.standardError = difference.standardError
      record.lower = difference.interval.lower
      record.upper = difference.interval.upper
      record.confidence = Comparison.confidence
      record.pValue = difference.pValue
      record.method = first.method(paired: true, key: plan.keys.joined(separator: ", "))
    } catch {
      record.reason = error == .zeroVariance ? withoutVariance(metric, record) : error.reason
    }
  }

  /// Rows on which both have decided, where decisions are compared.
  private func decided(_ metric: Configuration.Evaluation.Metric) -> (Sample, Sample) {
    guard metric.family == .decision else { return (own, its) }
    let both = zip(own.decided, its.decided).map { $0 >= 0 && $1 >= 0 }
    return both.allSatisfy { $0 } ? (own, its) : (own.subset(both), its.subset(both))
  }

  /// Why a difference has no error: there is none in any row, or it is the same in all of them.
  private func withoutVariance(
    _ metric: Configuration.Evaluation.Metric, _ record: ComparisonRecord
  ) -> String {
    guard record.difference == 0 else {
      return "the difference is the same on every row, so that nothing tells how sure it is"
    }
    let (own, its) = decided(metric)
    if metric == .auc {
      if Comparison.ranksAlike(own.scores, its.scores) { return "the two rank every pair alike" }
    } else if metric.family == .decision ? own.decided == its.decided : own.scores == its.scores {
      return "the two do alike on every row"
    }
    return "the two answer differently, but come out alike for every key"
  }

  /// Whether two scores put the same rows in the same order, ties too.
  private static func ranksAlike(_ first: [Double], _ second: [Double]) -> Bool {
    let order = first.indices.sorted { (first[$0], second[$0]) < (first[$1], second[$1]) }
    return zip(order, order.dropFirst()).allSatisfy {
      first[$0] == first[$1] ? second[$0] == second[$1] : second[$0] < second[$1]
    }
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
    if !own.decided.isEmpty, !its.decided.isEmpty {
      var found = ComparisonRecord.Changed(by: "class", rows: 0, onlyVersionRight: 0, onlyBaselineRight: 0)
      for row in own.decided.indices where own.decided[row] != its.decided[row] {
        let actual = Int32(own.actual[row])
        found.rows += 1
        if own.decided[row] == actual { found.onlyVersionRight = (found.onlyVersionRight ?? 0) + 1 }
        if its.decided[row] == actual { found.onlyBaselineRight = (found.onlyBaselineRight ?? 0) + 1 }
      }
      return found
    }
    guard own.isProbability, its.isProbability, let bands, let baselineBands,
      let first = Comparison.bands(bands), let second = Comparison.bands(baselineBands)
    else { return nil }
    let rows = zip(own.scores, its.scores).count { first.index(of: $0) != second.index(of: $1) }
    return .init(by: "band", rows: rows)
  }

  private static func bands(_ cuts: [Double]) -> Bands? {
    do throws(Undefined) { return try Bands(cuts: cuts) } catch { return nil }
  }
}
