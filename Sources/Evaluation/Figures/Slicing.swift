import Book
import Statistics
import Workspace

/// A version's figures by the values of one column, each slice held against all other rows.
struct Slicing {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let dimension: String
  let sample: Sample
  /// By row, codes of `labels`.
  let codes: [Int32]
  let labels: [String]
  let now: String

  /// Values of fewer keys are one slice: what they have in common could name them.
  static let fewestKeys = 5
  /// The most frequent values that are told apart.
  static let mostSlices = 50

  private static let other: Int32 = -2

  func records() -> [SliceRecord] {
    let places = places()
    let present = Set(places)
    let named = present.filter { $0 >= 0 }.sorted { labels[Int($0)] < labels[Int($1)] }
    let rest = [LabelCodes.missing, Slicing.other].filter { present.contains($0) }
    return (named + rest).map { record($0, places.map { [code = $0] in $0 == code }) }
  }

  /// The slice of each row: a code, what is missing, or the rest.
  func places() -> [Int32] {
    struct Pair: Hashable {
      let code: Int32
      let key: Int32
    }
    var rows: [Int32: Int] = [:]
    var keys: [Int32: Int] = [:]
    var seen: Set<Pair> = []
    for (row, code) in codes.enumerated() {
      rows[code, default: 0] += 1
      if seen.insert(Pair(code: code, key: sample.clusters.numbers[row])).inserted {
        keys[code, default: 0] += 1
      }
    }
    let large = keys.filter { $0.value >= Slicing.fewestKeys }.map(\.key)
    let named = large.filter { $0 >= 0 }.sorted {
      (rows[$1] ?? 0, labels[Int($0)]) < (rows[$0] ?? 0, labels[Int($1)])
    }.prefix(Slicing.mostSlices)
    var kept = Set(named)
    var smallest = named.last
    if large.contains(LabelCodes.missing) {
      kept.insert(LabelCodes.missing)
      let fewest = smallest.flatMap { rows[$0] } ?? .max
      if rows[LabelCodes.missing] ?? 0 < fewest { smallest = LabelCodes.missing }
    }
    // The others are all rows less the slices with figures: few keys among them would lie open to subtraction. Each
    // slice has enough keys, so that one more makes them enough.
    if let smallest, (1..<Slicing.fewestKeys).contains(keysOutside(kept)) { kept.remove(smallest) }
    return codes.map { kept.contains($0) ? $0 : Slicing.other }
  }

  /// Different keys of the rows that are in none of the slices.
  private func keysOutside(_ kept: Set<Int32>) -> Int {
    var keys: Set<Int32> = []
    for (row, code) in codes.enumerated() where !kept.contains(code) {
      keys.insert(sample.clusters.numbers[row])
    }
    return keys.count
  }

  private func record(_ code: Int32, _ included: [Bool]) -> SliceRecord {
    let part = sample.subset(included)
    let kind: SliceRecord.Kind = code >= 0 ? .value : code == LabelCodes.missing ? .missing : .other
    var record = SliceRecord(
      name: plan.name, model: version.model, number: version.number, dimension: dimension, kind: kind,
      label: code >= 0 ? labels[Int(code)] : "", rows: part.rows, keys: part.keys,
      positives: sample.kind == .binary ? part.positives : nil, metrics: [], undefined: [],
      againstRest: nil, computedAt: now)
    guard part.keys >= Slicing.fewestKeys else {
      // Few enough that a figure could be somebody's.
      record.positives = nil
      record.undefined = plan.metrics.filter(\.isCompared).map {
        .init(name: $0.rawValue, reason: "it has fewer than \(Slicing.fewestKeys) keys")
      }
      return record
    }
    let figures = Figures(part, Figures.Request(plan, bands: nil, curvePoints: 0))
    record.metrics = figures.metrics
    record.undefined = figures.undefined.filter { $0.name != "calibration" }
    guard let metric = plan.leadingMetric(sample) else { return record }
    let others = sample.subset(included.map { !$0 })
    if let reason = Slicing.refusal(rest: others) {
      record.undefined.append(.init(name: "against_rest", reason: reason))
      return record
    }
    do throws(Undefined) {
      let own = try Measurement(metric, part, quantile: plan.quantile)
      let rest = try Measurement(metric, others, quantile: plan.quantile)
      if let few = own.tooFewToCompare ?? rest.tooFewToCompare.map({ "of the other rows, \($0)" }) {
        record.undefined.append(.init(name: "against_rest", reason: few))
        return record
      }
      let difference = try MeasuredDifference(
        own.estimate.less(rest.estimate), confidence: Comparison.confidence)
      record.againstRest = .init(
        metric: metric.rawValue, difference: difference.value, standardError: difference.standardError,
        lower: difference.interval.lower, upper: difference.interval.upper, pValue: difference.pValue,
        isWorse: (difference.value < 0) == metric.isHigherBetter)
    } catch {
      record.undefined.append(.init(name: "against_rest", reason: error.reason))
    }
    return record
  }

  /// Why nothing is held against these other rows; nil where it is.
  private static func refusal(rest: Sample) -> String? {
    if rest.rows == 0 { return "there are no other rows" }
    return rest.keys < fewestKeys ? "the other rows have fewer than \(fewestKeys) keys" : nil
  }

  /// p values of all slices of the evaluation together; the worst get their ranks, version by version.
  static func rank(_ slices: [SliceRecord], _ plan: EvaluationPlan) -> [SliceRecord] {
    var result = slices
    let tested = slices.indices.filter { slices[$0].againstRest != nil }
    let corrected = Verdicts.corrected(
      tested.compactMap { slices[$0].againstRest?.pValue }, plan.correction)
    for (place, p) in zip(tested, corrected) {
      result[place].againstRest?.adjustedPValue = p
      result[place].againstRest?.rank = nil
    }
    for own in Dictionary(grouping: tested, by: { slices[$0].reference }).values {
      let worst = own.filter { slices[$0].againstRest?.isWorse ?? false }.sorted {
        distance(slices[$0]) == distance(slices[$1])
          ? $0 < $1 : distance(slices[$0]) > distance(slices[$1])
      }
      for (rank, place) in worst.prefix(plan.worstSlices).enumerated() {
        result[place].againstRest?.rank = rank + 1
      }
    }
    return result
  }

  /// In standard errors, which orders as p does where p is too small to tell.
  private static func distance(_ slice: SliceRecord) -> Double {
    slice.againstRest.map { abs($0.difference) / $0.standardError } ?? 0
  }
}

extension EvaluationPlan {
  /// The first metric by which slices of a sample can be held against the rest.
  func leadingMetric(_ sample: Sample) -> Configuration.Evaluation.Metric? {
    metrics.first { $0.isCompared && Figures.refusal($0, sample) == nil }
  }
}
