import Book
import Diagnostics
import Statistics
import Workspace

/// A version's figures by the values of one column, each slice held against all other rows.
///
/// Rows are laid out by slice once, and sorted once by their scores: a slice costs its own rows, and what it is held
/// against one light pass over the keys where that is a mean, else over the other rows.
struct Slicing {
  let plan: EvaluationPlan
  let version: EvaluatedVersion
  let dimension: String
  /// By code.
  let labels: [String]
  let now: String
  let slices: SliceChoice
  let parts: SliceParts
  private let whole: Sample
  /// Of all rows, where slices are compared by a mean: that of the others is made by subtraction.
  private let totals: ClusteredTotals?

  /// Values of fewer keys are one slice: what they have in common could name them.
  static let fewestKeys = 5
  /// The most frequent values that are told apart.
  static let mostSlices = 50

  /// - Parameter sample: of rows that carry the codes of the column's labels.
  /// **Throws** where the space is full.
  init(
    plan: EvaluationPlan, version: EvaluatedVersion, dimension: String, sample: Sample, labels: [String],
    now: String, in space: ScratchSpace
  ) throws(Diagnostic) {
    self.plan = plan
    self.version = version
    self.dimension = dimension
    self.labels = labels
    self.now = now
    slices = SliceChoice(sample.evaluated, labels)
    whole = try Sample(
      sample.evaluated.marked(slices.marks), sample.place, classes: sample.classes,
      isProbability: sample.isProbability, kind: sample.kind, ranks: plan.ranks, in: space)
    parts = try SliceParts([whole], slices: slices.codes.count, in: space)
    totals = plan.leadingMetric(whole).flatMap { [whole] metric in
      Measurement.totals(metric, whole.passes, quantile: plan.quantile)
    }
  }

  /// By place in `slices`.
  func records() -> [SliceRecord] {
    slices.codes.indices.map { record(parts.samples[$0][0], mark: UInt16($0)) }
  }

  private func record(_ part: Sample, mark: UInt16) -> SliceRecord {
    let (kind, label) = slices.title(Int(mark), labels)
    var record = SliceRecord(
      name: plan.name, model: version.model, number: version.number, dimension: dimension, kind: kind,
      label: label, rows: part.rows, keys: part.keys,
      positives: whole.kind == .binary ? part.positives : nil, metrics: [], undefined: [],
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
    guard let metric = plan.leadingMetric(whole) else { return record }
    let others = whole.rows - part.rows
    if let reason = Slicing.refusal(rows: others, keys: parts.keys(outside: Int(mark))) {
      record.undefined.append(.init(name: "against_rest", reason: reason))
      return record
    }
    do throws(Undefined) {
      let own = try Measurement(metric, part, quantile: plan.quantile)
      let rest = try rest(metric, part, mark)
      if let few = own.tooFewToCompare?.common
        ?? rest.tooFewToCompare.map({ "of the other rows, \($0.common)" })
      {
        record.undefined.append(.init(name: "against_rest", reason: few))
        return record
      }
      let placed = own.core.estimate.renumbered(parts.numbers(Int(mark)), limit: whole.evaluated.limit)
      let difference = try MeasuredDifference(
        placed.less(rest.estimate), confidence: Comparison.confidence)
      record.againstRest = .init(
        metric: metric.rawValue, difference: difference.value, standardError: difference.standardError,
        lower: difference.interval.lower, upper: difference.interval.upper, pValue: difference.pValue,
        isWorse: (difference.value < 0) == metric.isHigherBetter)
    } catch {
      record.undefined.append(.init(name: "against_rest", reason: error.reason))
    }
    return record
  }

  private func rest(
    _ metric: Configuration.Evaluation.Metric, _ part: Sample, _ mark: UInt16
  ) throws(Undefined) -> Measurement.Core {
    let rows = whole.rows - part.rows
    if let totals, rows >= whole.rows / 1_000,
      let own = Measurement.totals(metric, part.passes, quantile: plan.quantile)
    {
      return .estimate(try totals.without(own, numbers: parts.numbers(Int(mark))).mean())
    }
    return try Measurement.rest(metric, whole, without: mark, rows: rows, quantile: plan.quantile)
  }

  /// Why nothing is held against these other rows; nil where it is.
  private static func refusal(rows: Int, keys: Int) -> String? {
    if rows == 0 { return "there are no other rows" }
    return keys < fewestKeys ? "the other rows have fewer than \(fewestKeys) keys" : nil
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
  /// Whether a metric needs rows in the order of their scores.
  var ranks: Bool { metrics.contains(where: \.ranks) }

  /// The first metric by which slices of a sample can be held against the rest.
  func leadingMetric(_ sample: Sample) -> Configuration.Evaluation.Metric? {
    metrics.first { $0.isCompared && Figures.refusal($0, sample) == nil }
  }
}

extension Configuration.Evaluation.Metric {
  /// Whether it needs rows in the order of their scores.
  var ranks: Bool { self == .auc || self == .averagePrecision }
}
