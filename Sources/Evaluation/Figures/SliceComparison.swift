import Book
import Statistics
import Workspace

/// A version against another within the slices of one column, by the first metric that both can be judged by.
struct SliceComparison {
  /// Of all rows of the version.
  let slicing: Slicing
  /// Of the rows that both have scored.
  let comparison: Comparison
  /// Of these rows, by the labels of `slicing`.
  let codes: [Int32]

  /// Slices as records tell them apart.
  struct Place: Hashable {
    let kind: SliceRecord.Kind
    let label: String
  }

  /// What was found, by slice.
  ///
  /// Values of few keys are pooled on the rows of both as they are on all rows of one: nothing is told of fewer than five
  /// keys, nor could it be had by subtraction.
  func found() -> [Place: SliceRecord.AgainstVersion] {
    guard let metric = metric else { return [:] }
    let (own, its) = (comparison.own, comparison.its)
    let common = Slicing(
      plan: slicing.plan, version: slicing.version, dimension: slicing.dimension, sample: own, codes: codes,
      labels: slicing.labels, now: slicing.now)
    let (places, all) = (common.places(), slicing.places())
    var found: [Place: SliceRecord.AgainstVersion] = [:]
    for code in Set(places) {
      let included = places.map { $0 == code }
      let part = Comparison(
        plan: comparison.plan, version: comparison.version, baseline: comparison.baseline,
        dates: comparison.dates, own: own.subset(included), its: its.subset(included), bands: nil,
        baselineBands: nil, now: comparison.now)
      let place = Place(kind: Slicing.kind(code), label: code >= 0 ? slicing.labels[Int(code)] : "")
      let whole = slicing.sample.clusters.subset(all.map { $0 == code }).numbers
      if let reason = SliceComparison.refusal(part.own, of: whole) {
        found[place] = .init(
          baseline: "\(comparison.baseline)", metric: metric.rawValue, isHigherBetter: metric.isHigherBetter,
          rows: part.own.rows, keys: part.own.keys, reason: reason)
      } else {
        found[place] = .init(part.record(metric))
      }
    }
    return found
  }

  private var metric: Configuration.Evaluation.Metric? {
    slicing.plan.metrics.first {
      $0.isCompared && Figures.refusal($0, comparison.own) == nil
        && Figures.refusal($0, comparison.its) == nil
    }
  }

  /// Why nothing is told of some rows of a slice; nil where it is.
  ///
  /// - Parameter whole: the keys of all its rows, one for each row.
  private static func refusal(_ part: Sample, of whole: [Int32]) -> String? {
    guard part.keys >= Slicing.fewestKeys else {
      return "both have scored fewer than \(Slicing.fewestKeys) of its keys"
    }
    var rest: [Int32: Int] = [:]
    for key in whole { rest[key, default: 0] += 1 }
    for key in part.clusters.numbers { rest[key, default: 0] -= 1 }
    guard (1..<Slicing.fewestKeys).contains(rest.values.count { $0 > 0 }) else { return nil }
    return "fewer than \(Slicing.fewestKeys) keys have rows that only one of them has scored"
  }
}

extension PooledRecord {
  /// Slices of a column with what is found of the version against each rival within them.
  func compared(
    _ slices: [SliceRecord], _ slicing: Slicing, column: Int, _ pool: Pool, _ codes: EvaluationCodes
  ) -> [SliceRecord] {
    guard !rivals.isEmpty else { return slices }
    var result = slices
    for place in result.indices { result[place].againstVersions = [] }
    for rival in rivals {
      let dates = comparedDates(rival.nights)
      let common = pool.samples([version, rival.version], dates, plan, codes.labels, slices: column)
      let found = SliceComparison(
        slicing: slicing,
        comparison: Comparison(
          plan: plan, version: version, baseline: rival.version, dates: dates.count, own: common.samples[0],
          its: common.samples[1], bands: nil, baselineBands: nil, now: slicing.now), codes: common.codes
      ).found()
      for place in result.indices {
        let key = SliceComparison.Place(kind: result[place].kind, label: result[place].label)
        if let against = found[key] { result[place].againstVersions?.append(against) }
      }
    }
    return result
  }
}
