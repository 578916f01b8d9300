import Book
import Statistics
import Workspace

/// What the comparisons of one evaluation say together: p values allow for their number, and each gets its verdict.
enum Verdicts {
  /// A difference counts where its corrected p value is below it.
  static let significance = 0.05
  static let power = 0.8

  static func judge(_ comparisons: [ComparisonRecord], _ plan: EvaluationPlan) -> [ComparisonRecord] {
    let pValues = comparisons.compactMap(\.pValue)
    var corrected = Verdicts.corrected(pValues, plan.correction).makeIterator()
    return comparisons.map { comparison in
      var record = comparison
      record.correction = plan.correction.rawValue
      record.comparisons = pValues.count
      record.adjustedPValue = record.pValue.flatMap { _ in corrected.next() }
      record.verdict = verdict(
        p: record.adjustedPValue, difference: record.difference, isHigherBetter: record.isHigherBetter)
      record.detectable = detectable(record, plan.correction)
      record.sentence =
        Configuration.Evaluation.Metric(rawValue: record.metric).map {
          sentence(record, $0)
        } ?? ""
      return record
    }
  }

  /// p values by the correction; as they are where one is no probability.
  static func corrected(
    _ values: [Double], _ correction: Configuration.Evaluation.Correction
  ) -> [Double] {
    do throws(Undefined) {
      switch correction {
      case .holm: return try AdjustedPValues.holm(values)
      case .benjaminiHochberg: return try AdjustedPValues.benjaminiHochberg(values)
      case .none: return values
      }
    } catch {
      return values
    }
  }

  /// What a corrected p value and a difference say; nothing without both, and without a direction.
  static func verdict(
    p: Double?, difference: Double?, isHigherBetter: Bool?
  ) -> ComparisonRecord.Verdict {
    guard let p, let difference, let isHigherBetter else { return .undefined }
    guard p < significance, difference != 0 else { return .noEvidence }
    return (difference > 0) == isHigherBetter ? .better : .worse
  }

  /// "p = 0.012"
  static func chance(_ p: Double) -> String {
    p < 0.001 ? "p < 0.001" : "p = \(ResultTable.rounded(p, digits: p < 0.1 ? 3 : 2))"
  }

  /// The fewest keys of which it is told what they would have shown: power is the normal distribution's.
  static let fewestKeysForPower = 30

  /// The smallest difference that would be seen with the wanted power; under Holm's correction at its first and
  /// strictest step.
  private static func detectable(
    _ record: ComparisonRecord, _ correction: Configuration.Evaluation.Correction
  ) -> Double? {
    guard let error = record.standardError else { return nil }
    let strict = correction == .holm ? significance / Double(max(1, record.comparisons)) : significance
    do throws(Undefined) {
      let found = try Power.smallestDifference(standardError: error, power: power, significance: strict)
      return isTold(found, of: record.metric, keys: record.keys) ? found : nil
    } catch {
      return nil
    }
  }

  /// Whether it is told what rows would have shown: not of few keys, and not where no two values of the metric are that
  /// far apart.
  static func isTold(_ detectable: Double, of metric: String, keys: Int) -> Bool {
    let largest = Configuration.Evaluation.Metric(rawValue: metric)?.largestDifference ?? .infinity
    return keys >= fewestKeysForPower && detectable <= largest
  }

  /// "repurchase@1 ranks better than rfm@1: AUC higher by 0.0120 (95 % interval 0.0090 to 0.0150, p < 0.001 after
  /// Holm's correction)."
  static func sentence(
    _ record: ComparisonRecord, _ metric: Configuration.Evaluation.Metric
  ) -> String {
    guard let difference = record.difference, let lower = record.lower, let upper = record.upper,
      let p = record.adjustedPValue, let error = record.standardError
    else {
      return "No verdict on \(record.reference) against \(record.baseline) by \(metric.words): "
        + "\(record.reason ?? "it has no value")."
    }
    let digits = Verdicts.digits(error)
    func number(_ value: Double) -> String { ResultTable.rounded(value, digits: digits) }
    let isUp = difference > 0
    let after = record.comparisons > 1 ? correctionWords(record.correction) : ""
    let chance = Verdicts.chance(p) + after
    if record.verdict == .noEvidence {
      let seen = record.detectable.map {
        " These rows would have shown a difference of \(number($0)), four times in five."
      }
      return "No evidence that \(record.reference) \(metric.verb) better or worse than \(record.baseline): "
        + "\(metric.words) differs by \(number(difference)) (95 % interval \(number(lower)) to "
        + "\(number(upper)), \(chance))." + (seen ?? "")
    }
    // Bounds of the amount, smallest first.
    let (near, far) = isUp ? (lower, upper) : (-upper, -lower)
    return "\(record.reference) \(metric.verb) \(record.verdict == .better ? "better" : "worse") than "
      + "\(record.baseline): \(metric.words) \(isUp ? "higher" : "lower") by \(number(abs(difference))) "
      + "(95 % interval \(number(near)) to \(number(far)), \(chance))."
  }

  static func correctionWords(_ correction: String) -> String {
    switch Configuration.Evaluation.Correction(rawValue: correction) {
    case .holm: " after Holm's correction"
    case .benjaminiHochberg: " after Benjamini and Hochberg's correction"
    case .some(.none), nil: ""
    }
  }

  /// So many that the error has two figures.
  static func digits(_ error: Double) -> Int {
    var digits = 1
    var unit = 1.0
    while digits < 9, error < unit {
      unit /= 10
      digits += 1
    }
    return error >= 10 ? 0 : digits
  }
}
