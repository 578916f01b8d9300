import Statistics
import Workspace

/// One metric of one sample, with all that its error is made of.
struct Measurement {
  enum Core {
    case area(ClusteredArea)
    case precision(ClusteredEstimate, ClassKeys)
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
    let rows = sample.passes
    switch metric {
    case .auc: core = .area(try ClusteredArea(Measurement.ranked(sample)))
    case .averagePrecision:
      let ranked = try Measurement.ranked(sample)
      core = .precision(try .averagePrecision(ranked), ranked.keysOfClass())
    case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa:
      let decided = sample.decides ? sample.decided : sample
      core = .estimate(try Measurement.decisions(metric, sample, decided.passes))
    default: core = .estimate(try Measurement.byRow(metric, rows, quantile))
    }
  }

  /// The same metric on all rows of a sample but those of a mark, as an estimate to be held against a slice.
  ///
  /// - Parameter rows: how many rows have another mark.
  static func rest(
    _ metric: Configuration.Evaluation.Metric, _ whole: Sample, without mark: UInt16, rows: Int,
    quantile: Double?
  ) throws(Undefined) -> Core {
    switch metric {
    case .auc: return .area(try ClusteredArea(ranked(whole), without: mark))
    case .averagePrecision:
      let ranked = try ranked(whole)
      return .precision(try .averagePrecision(ranked, without: mark), ranked.keysOfClass(without: mark))
    case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa:
      let place = whole.place
      var decided = 0
      whole.evaluated.forEachChunk { chunk in
        for row in chunk.marks.indices where chunk.marks[row] != mark && chunk.decided[place][row] >= 0 {
          decided += 1
        }
      }
      let passes = whole.passes(rows: decided) { $0.marks[$1] != mark && $0.decided[place][$1] >= 0 }
      return .estimate(try decisions(metric, whole, passes))
    default: return .estimate(try byRow(metric, whole.passes(rows: rows) { $0.marks[$1] != mark }, quantile))
    }
  }

  /// The losses of a metric that is their mean, by key; nil for other metrics, and where a row has none.
  static func totals(
    _ metric: Configuration.Evaluation.Metric, _ rows: RowPasses, quantile: Double?
  ) -> ClusteredTotals? {
    guard [.logLoss, .brier, .mae, .mape, .pinball].contains(metric) else { return nil }
    do throws(Undefined) {
      return try ClusteredTotals(of: rows) { block throws(Undefined) in try losses(metric, block, quantile) }
    } catch {
      return nil
    }
  }

  private static func ranked(_ sample: Sample) throws(Undefined) -> RankedPlaces {
    guard let ranked = sample.ranked else { throw .noObservations }
    return ranked
  }

  /// Metrics of which each row has its loss, and R².
  private static func byRow(
    _ metric: Configuration.Evaluation.Metric, _ rows: RowPasses, _ quantile: Double?
  ) throws(Undefined) -> ClusteredEstimate {
    switch metric {
    case .r2: return try .rSquared(of: rows)
    case .rmse:
      return try .rootMean(of: rows) { block throws(Undefined) in
        try .squared(predictions: block.scores, actuals: block.actual)
      }
    default:
      return try .mean(of: rows) { block throws(Undefined) in try losses(metric, block, quantile) }
    }
  }

  private static func losses(
    _ metric: Configuration.Evaluation.Metric, _ block: RowBlock, _ quantile: Double?
  ) throws(Undefined) -> RowLosses {
    switch metric {
    case .logLoss: return try .logLoss(probabilities: block.scores, outcomes: block.outcomes)
    case .mae: return try .absolute(predictions: block.scores, actuals: block.actual)
    case .mape: return try .absolutePercentage(predictions: block.scores, actuals: block.actual)
    case .pinball:
      return try .pinball(predictions: block.scores, actuals: block.actual, level: quantile ?? 0.5)
    default: return try .brier(probabilities: block.scores, outcomes: block.outcomes)
    }
  }

  private static func decisions(
    _ metric: Configuration.Evaluation.Metric, _ whole: Sample, _ rows: RowPasses
  ) throws(Undefined) -> ClusteredEstimate {
    let measure: DecisionMeasure =
      switch metric {
      case .balancedAccuracy: .balancedAccuracy
      case .f1: whole.kind == .binary ? .f1 : .macroF1
      case .mcc: .matthewsCorrelation
      case .kappa: .cohenKappa
      default: .accuracy
      }
    return try .decisions(measure, of: rows, classes: max(2, whole.classes))
  }

  var value: Double {
    switch core {
    case .area(let area): area.value
    case .precision(let estimate, _), .estimate(let estimate): estimate.value
    }
  }

  func interval(confidence: Double) throws(Undefined) -> Interval {
    switch core {
    case .area(let area): return try area.area().logitInterval(confidence: confidence)
    case .precision(let estimate, _): return try estimate.logitInterval(confidence: confidence)
    case .estimate(let estimate):
      switch metric {
      case .r2: return try estimate.interval(confidence: confidence).clamped(to: -.infinity, 1)
      case .mcc, .kappa: return try estimate.interval(confidence: confidence).clamped(to: -1, 1)
      case .accuracy, .balancedAccuracy, .f1, .brier:
        return try estimate.interval(confidence: confidence).clamped(to: 0, 1)
      default: return try estimate.interval(confidence: confidence).clamped(to: 0, .infinity)
      }
    }
  }

  /// Why rankings of these rows can't be compared; nil where they can.
  var tooFewToCompare: TooFewKeys? { core.tooFewToCompare }

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
    return try MeasuredDifference(core.estimate.less(other.core.estimate), confidence: confidence)
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

/// Keys of the rarer class, where they are too few for rankings to be compared.
struct TooFewKeys {
  /// "positives" or "negatives".
  let rarer: String
  let found: Int
  let needed: Int

  /// "too few positives to tell: 7 keys have one, and it takes 20"
  var counted: String {
    "too few \(rarer) to tell: \(found) \(found == 1 ? "key has" : "keys have") one, and it takes \(needed)"
  }

  /// Without the number, so that the same can be said of many slices: "fewer than 20 keys have positives".
  var common: String { "fewer than \(needed) keys have \(rarer)" }
}

extension Measurement.Core {
  /// By influences, to be held against other rows.
  var estimate: ClusteredEstimate {
    switch self {
    case .area(let area): area.estimate
    case .precision(let estimate, _), .estimate(let estimate): estimate
    }
  }

  /// Why rankings of these rows can't be compared; nil where they can, or nothing is ranked.
  ///
  /// With fewer keys of the rarer class, equal models would be found different far more often than they should. An
  /// area's p value is a normal one, which few positives don't give. Average precision comes out too high with few
  /// positives, by more for one model than for another, and takes longer: the page of coverages has both.
  var tooFewToCompare: TooFewKeys? {
    let (keys, needed): (ClassKeys, Int)
    switch self {
    case .area(let area):
      (keys, needed) = (ClassKeys(positives: area.positiveClusters, negatives: area.negativeClusters), 20)
    case .precision(_, let found): (keys, needed) = (found, 50)
    case .estimate: return nil
    }
    guard keys.fewest < needed else { return nil }
    return TooFewKeys(
      rarer: keys.positives <= keys.negatives ? "positives" : "negatives", found: keys.fewest, needed: needed)
  }
}
