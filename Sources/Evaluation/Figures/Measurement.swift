import Statistics
import Workspace

/// One metric of one sample, with all that its error is made of.
struct Measurement {
  enum Core {
    case area(ClusteredArea)
    case estimate(ClusteredEstimate)
  }

  let metric: Configuration.Evaluation.Metric
  let core: Core
  /// Whether rows share keys.
  let isClustered: Bool
  /// Keys that have a positive and keys that have a negative row; nil where the metric does not rank.
  private let keysOfClass: (positives: Int, negatives: Int)?

  /// **Throws** the reason where the metric has no value on these rows.
  init(
    _ metric: Configuration.Evaluation.Metric, _ sample: Sample, quantile: Double?
  ) throws(Undefined) {
    self.metric = metric
    isClustered = sample.keys < sample.rows
    keysOfClass = Measurement.fewestOfClass(metric).map { _ in Measurement.keysOfClass(sample) }
    switch metric {
    case .auc: core = .area(try ClusteredArea(Measurement.ranked(sample), sample.clusters))
    case .averagePrecision:
      core = .estimate(try .averagePrecision(Measurement.ranked(sample), sample.clusters))
    case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa:
      core = .estimate(try Measurement.decisions(metric, sample))
    case .rmse:
      let losses = try RowLosses.squared(predictions: sample.scores, actuals: sample.actual)
      core = .estimate(try .rootMean(losses, sample.clusters))
    case .r2:
      core = .estimate(
        try .rSquared(predictions: sample.scores, actuals: sample.actual, sample.clusters))
    case .logLoss, .brier, .mae, .mape, .pinball, .calibration:
      core = .estimate(try .mean(Measurement.losses(metric, sample, quantile), sample.clusters))
    }
  }

  private static func ranked(_ sample: Sample) throws(Undefined) -> RankedRows {
    guard let ranked = sample.ranked else {
      throw sample.rows == 0 ? .noObservations : .notANumber(at: 0)
    }
    return ranked
  }

  private static func losses(
    _ metric: Configuration.Evaluation.Metric, _ sample: Sample, _ quantile: Double?
  ) throws(Undefined) -> RowLosses {
    switch metric {
    case .logLoss: return try .logLoss(probabilities: sample.scores, outcomes: sample.outcomes)
    case .mae: return try .absolute(predictions: sample.scores, actuals: sample.actual)
    case .mape: return try .absolutePercentage(predictions: sample.scores, actuals: sample.actual)
    case .pinball:
      return try .pinball(predictions: sample.scores, actuals: sample.actual, level: quantile ?? 0.5)
    default: return try .brier(probabilities: sample.scores, outcomes: sample.outcomes)
    }
  }

  private static func decisions(
    _ metric: Configuration.Evaluation.Metric, _ whole: Sample
  ) throws(Undefined) -> ClusteredEstimate {
    let isDecided = whole.decided.map { $0 >= 0 }
    let sample = isDecided.allSatisfy { $0 } ? whole : whole.subset(isDecided)
    let measure: DecisionMeasure =
      switch metric {
      case .balancedAccuracy: .balancedAccuracy
      case .f1: whole.kind == .binary ? .f1 : .macroF1
      case .mcc: .matthewsCorrelation
      case .kappa: .cohenKappa
      default: .accuracy
      }
    return try .decisions(
      measure, actual: sample.actual.map { Int($0) }, predicted: sample.decided.map { Int($0) },
      classes: max(2, whole.classes), sample.clusters)
  }

  var value: Double {
    switch core {
    case .area(let area): area.value
    case .estimate(let estimate): estimate.value
    }
  }

  /// By influences, to be held against other rows.
  var estimate: ClusteredEstimate {
    switch core {
    case .area(let area): area.estimate
    case .estimate(let estimate): estimate
    }
  }

  func interval(confidence: Double) throws(Undefined) -> Interval {
    switch core {
    case .area(let area): return try area.area().logitInterval(confidence: confidence)
    case .estimate(let estimate):
      switch metric {
      case .averagePrecision: return try estimate.logitInterval(confidence: confidence)
      case .r2: return try estimate.interval(confidence: confidence).clamped(to: -.infinity, 1)
      case .mcc, .kappa: return try estimate.interval(confidence: confidence).clamped(to: -1, 1)
      case .accuracy, .balancedAccuracy, .f1, .brier:
        return try estimate.interval(confidence: confidence).clamped(to: 0, 1)
      default: return try estimate.interval(confidence: confidence).clamped(to: 0, .infinity)
      }
    }
  }

  /// Keys of the rarer class below which differences of a ranking metric get no verdict: equal models would be found
  /// different far more often than they should. An area's p value is a normal one, which few positives don't give. Average
  /// precision comes out too high with few positives, by more for one model than for another, and takes longer.
  static func fewestOfClass(_ metric: Configuration.Evaluation.Metric) -> Int? {
    switch metric {
    case .auc: 20
    case .averagePrecision: 50
    default: nil
    }
  }

  private static func keysOfClass(_ sample: Sample) -> (positives: Int, negatives: Int) {
    var isPositive = [Bool](repeating: false, count: sample.clusters.limit)
    var isNegative = isPositive
    for (key, actual) in zip(sample.clusters.numbers, sample.actual) {
      if actual == 1 { isPositive[Int(key)] = true } else { isNegative[Int(key)] = true }
    }
    return (isPositive.count { $0 }, isNegative.count { $0 })
  }

  /// Why rankings of these rows can't be compared: "too few positives to tell: 7 of 20"; nil where they can.
  var tooFewToCompare: String? {
    guard let (positives, negatives) = keysOfClass, let needed = Measurement.fewestOfClass(metric) else {
      return nil
    }
    let fewest = min(positives, negatives)
    guard fewest < needed else { return nil }
    return "too few \(positives <= negatives ? "positives" : "negatives") to tell: \(fewest) of \(needed)"
  }

  /// This less another on the same rows.
  ///
  /// **Throws:** `zeroVariance` where no row tells the two apart.
  func compared(with other: Measurement, confidence: Double) throws(Undefined) -> MeasuredDifference {
    if case .area(let own) = core, case .area(let its) = other.core {
      let compared = try own.compared(with: its)
      return MeasuredDifference(
        value: compared.difference, standardError: compared.standardError,
        interval: try compared.interval(confidence: confidence), pValue: try compared.pValue())
    }
    return try MeasuredDifference(estimate.less(other.estimate), confidence: confidence)
  }

  /// How interval and p value are made.
  func method(paired: Bool, key: String) -> String {
    var words: [String]
    switch metric {
    case .auc: words = [isClustered ? "Obuchowski" : "DeLong"]
    case .logLoss, .brier, .mae, .mape, .pinball, .accuracy, .calibration: words = ["row losses"]
    default: words = ["infinitesimal jackknife"]
    }
    if paired { words.append("paired") }
    if isClustered { words.append("by \(key)") }
    if !paired, metric == .auc || metric == .averagePrecision { words.append("logit") }
    return words.joined(separator: ", ")
  }
}

/// A difference that can be told from zero or not.
struct MeasuredDifference {
  let value: Double
  let standardError: Double
  let interval: Interval
  let pValue: Double

  init(value: Double, standardError: Double, interval: Interval, pValue: Double) {
    self.value = value
    self.standardError = standardError
    self.interval = interval
    self.pValue = pValue
  }

  init(_ estimate: ClusteredEstimate, confidence: Double) throws(Undefined) {
    self.init(
      value: estimate.value, standardError: try estimate.standardError(),
      interval: try estimate.interval(confidence: confidence), pValue: try estimate.pValue())
  }
}
