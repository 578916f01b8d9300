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

  /// **Throws** the reason where the metric has no value on these rows.
  init(
    _ metric: Configuration.Evaluation.Metric, _ sample: Sample, quantile: Double?
  ) throws(Undefined) {
    self.metric = metric
    isClustered = sample.keys < sample.rows
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

  /// Keys of the rarer class below which differences of areas get no verdict: the p value is a normal one, and says
  /// "significant" of equal models far more often than it should where few positives carry it.
  static let fewestOfClass = 20

  /// Why areas on these rows can't be compared: "too few positives to tell: 7 of 20"; nil where they can.
  var tooFewToCompare: String? {
    guard case .area(let area) = core else { return nil }
    let (positives, negatives) = (area.positiveClusters, area.negativeClusters)
    let fewest = min(positives, negatives)
    guard fewest < Measurement.fewestOfClass else { return nil }
    return "too few \(positives <= negatives ? "positives" : "negatives") to tell: "
      + "\(fewest) of \(Measurement.fewestOfClass)"
  }

  /// This less another on the same rows.
  ///
  /// **Throws:** `zeroVariance` where no row tells the two apart.
  func compared(with other: Measurement, confidence: Double) throws(Undefined) -> MeasuredDifference {
    if case .area(let own) = core, case .area(let its) = other.core {
      let compared = try own.compared(with: its)
      return try MeasuredDifference(
        value: compared.difference, standardError: compared.standardError, spread: .normal,
        confidence: confidence)
    }
    return try MeasuredDifference(estimate.less(other.estimate), confidence: confidence)
  }

  /// How interval and p value are made.
  func method(paired: Bool, key: String) -> String {
    let basis: MeasuredDifference.Basis
    switch metric {
    case .auc: basis = isClustered ? .obuchowski : .deLong
    case .logLoss, .brier, .mae, .mape, .pinball, .accuracy, .calibration: basis = .rowLosses
    default: basis = .jackknife
    }
    var words = [basis.rawValue]
    if paired { words.append("paired") }
    if isClustered { words.append("by \(key)") }
    if !paired, metric == .auc || metric == .averagePrecision { words.append("logit") }
    return words.joined(separator: ", ")
  }
}
